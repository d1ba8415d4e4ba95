"""What the fictional service promises to the tests that rely on it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from fetch.ingest.importer import import_paths
from fetch.reports.status import status
from tests.conftest import ROOT
from tests.service.asking import CONTRACTS, DHS, IDVS, get, post, table
from tests.service.fictional import Service
from tests.service.rows import CONTRACT, CONTRACT_KEY, FUNDED_KEY, OFFICER, made
from tests.service.server import Reply

BASE = f"7012_-NONE-_{CONTRACT}_0_-NONE-_0"
LAST = f"7012_-NONE-_{CONTRACT}_P00012_-NONE-_0"


@pytest.fixture
def service() -> Service:
    return Service.small()


def monthly(service: Service, year: int, agency: int | str | None = None) -> list[str]:
    body = {"agency": agency or service.toptier_id, "fiscal_year": year, "type": "contracts"}
    listed = post(service, "bulk_download/list_monthly_files", **body).body["monthly_files"]
    return [each["file_name"] for each in listed]


def file(service: Service, name: str) -> Reply:
    return get(service, f"/award_data_archive/{name}")


def test_the_monthly_files_hold_what_a_department_awarded_and_not_what_it_paid_for(service):
    full = table(file(service, monthly(service, 2024)[0]).body)
    everyone = table(file(service, monthly(service, 2024, "all")[0]).body)
    assert {row["awarding_agency_code"] for row in full} == {"070"}
    assert {row["action_date_fiscal_year"] for row in full} == {"2024"}
    others = [r for r in everyone if r["contract_award_unique_key"] == FUNDED_KEY]
    assert (len(everyone), len(others)) == (len(full) + 1, 1)


def test_a_publication_tells_what_changed_since_the_last_and_drops_its_files(service):
    old = monthly(service, 2024)
    service.today = "2026-11-01"
    service.change(BASE, federal_action_obligation="12.34")
    service.add(made("70TEST26C00000099", "0", "2026-10-20"))
    service.remove(LAST)
    service.publish("2026-11-06")
    full, delta = monthly(service, 2024)
    changes = table(file(service, delta).body)
    marks = {r["award_id_piid"]: r["correction_delete_ind"] for r in changes}
    assert [file(service, name).status for name in old] == [404, 404]
    assert len(changes) == 3
    assert marks["70TEST26C00000099"] == ""
    [gone] = [r for r in changes if r["correction_delete_ind"] == "D"]
    assert gone["contract_transaction_unique_key"] == LAST
    assert gone["federal_action_obligation"] == ""
    assert monthly(service, 2027) == ["FY2027_070_Contracts_Full_20261106.zip", delta]
    assert get(service, "/api/v2/awards/last_updated/").body == {"last_updated": "11/06/2026"}
    [base] = [r for r in table(file(service, full).body) if r["modification_number"] == "0"
              and r["award_id_piid"] == CONTRACT]  # fmt: skip
    assert (base["federal_action_obligation"], base["last_modified_date"]) == (
        "12.34",
        "2026-11-01",
    )


def test_a_service_that_makes_no_more_deltas_lists_none(service):
    service.archive.deltas = False
    service.publish("2026-11-06")
    assert monthly(service, 2024) == ["FY2024_070_Contracts_Full_20261106.zip"]


def test_every_monthly_file_comes_into_the_warehouse_whole(service, settings, tmp_path):
    service.remove(LAST)
    service.publish("2026-11-06")
    for name, content in service.archive.files.items():
        (tmp_path / name).write_bytes(content)
    outcome = import_paths(settings, sorted(tmp_path.glob("FY*_All_*")))
    held = status(settings)
    assert outcome.good
    assert held["transactions"]["rows"] == len(service.book.rows)
    assert held["quarantine"]["rows"] == 0


def begun(service: Service) -> str:
    reply = post(service, "download/contract", award_id=CONTRACT_KEY, file_format="csv")
    return reply.body["file_name"]


def states(service: Service, name: str, polls: int) -> list[object]:
    path = "/api/v2/download/status/"
    replies = [get(service, path, file_name=name) for _ in range(polls)]
    return [r.body["status"] if r.status == 200 else r.status for r in replies]


def test_a_job_is_ready_then_running_then_finished_and_then_has_a_file(service):
    name = begun(service)
    path = f"/generated_downloads/{name}"
    assert states(service, name, 2) == ["ready", "running"]
    assert get(service, path).status == 404
    assert states(service, name, 2) == ["finished", "finished"]
    assert len(table(get(service, path).body, "TransactionHistory")) == 13
    reports = table(get(service, path).body, "Sub-Awards")
    assert [row["subaward_number"] for row in reports] == ["SUB-1", "SUB-2", "SUB-2"]
    assert reports[0]["subawardee_highly_compensated_officer_5_name"] == f"{OFFICER} FIVE"


def test_jobs_end_as_they_were_planned(service):
    service.desk.ready_polls, service.desk.running_polls = 1, 0
    service.desk.ends = ["fails", "never ends", "is forgotten"]
    assert [states(service, begun(service), 3) for _ in range(4)] == [
        ["ready", "failed", "failed"],
        ["ready", "running", "running"],
        ["ready", 404, 404],
        ["ready", "finished", "finished"],
    ]


def test_the_same_request_begins_the_same_job_where_the_service_does_so(service):
    assert begun(service) != begun(service)
    service.desk.reuse = True
    assert begun(service) == begun(service)


def test_what_was_modified_lately_comes_by_a_bulk_download(service):
    service.today = "2026-10-20"
    service.change(BASE, federal_action_obligation="1.00")
    dates = {"start_date": "2026-10-01", "end_date": "2026-10-31"}
    filters = {"agencies": DHS, "prime_award_types": CONTRACTS + IDVS, "date_range": dates}
    filters["date_type"] = "last_modified_date"
    name = post(service, "bulk_download/awards", filters=filters).body["file_name"]
    states(service, name, 3)
    [row] = table(get(service, f"/generated_downloads/{name}").body)
    assert row["contract_transaction_unique_key"] == BASE
    assert row["last_modified_date"] == "2026-10-20 00:00:00+00"


def test_the_service_runs_by_hand_and_says_where():
    command = [sys.executable, "-m", "tests.service"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        line = running.stdout.readline()
        running.terminate()
    assert line.startswith("SOLESOURCE_USASPENDING=http://127.0.0.1:")
    assert " SOLESOURCE_USASPENDING_FILES=http://127.0.0.1:" in line
