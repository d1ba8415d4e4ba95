"""Where an inference about SAM.gov is wrong it is told, nothing is taken for nothing."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import pytest

from fetch.errors import FileRefused
from fetch.http.retry import Clock
from fetch.ingest.importer import import_paths
from fetch.progress import silent
from fetch.sam import documents as sam_documents
from fetch.sam import key as sam_key
from fetch.sam.doctor import CHECKS, doctor_sam
from tests.builders import action, full
from tests.fetch.test_sam_sync import DAY, KEY, everything_written, hold_award, rows, served, synced
from tests.service.notices import bulk, contract_award, notice, opportunity, other_transaction
from tests.service.sam import TOKEN, SamService, entity
from tests.service.server import Reply

RECORDS = json.dumps({"awardSummary": [contract_award("70TEST26C00000009")]}).encode()


@pytest.fixture(autouse=True)
def key(monkeypatch) -> str:
    monkeypatch.setattr(sam_key, "_in_keyring", lambda: "")
    monkeypatch.setenv(sam_key.VARIABLE, KEY)
    return KEY


def zipped(*contents: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number, content in enumerate(contents):
            packed.writestr(f"{number}.json", content)
    return out.getvalue()


def brought(tmp_path, service: SamService, sql: str, **settings: Any):
    """What a sync tells, and rows of what it holds then."""
    with served(tmp_path, service, sam_requests_per_day=200, **settings) as (_, _, place):
        hold_award(tmp_path, place)
        told = synced(place)
        return told, rows(place, sql)


@pytest.mark.parametrize(
    "extract",
    [
        RECORDS,
        gzip.compress(RECORDS, mtime=0),
        zipped(RECORDS),
        b"\xef\xbb\xbf" + RECORDS,
        json.dumps([contract_award("70TEST26C00000009")]).encode(),
    ],
    ids=["plain", "gzip", "zip", "byte order mark", "bare list"],
)
def test_an_extract_is_read_however_it_is_packed(tmp_path, extract):
    told, held = brought(
        tmp_path,
        SamService(extract=extract, a_day=1000),
        "SELECT obligated_usd::VARCHAR FROM contract_records WHERE piid = '70TEST26C00000009'",
    )
    assert not told["problems"]
    assert held == [("1000.00",)]


@pytest.mark.parametrize(
    "extract",
    [
        b"piid,agency\n1,2\n" * 200,
        zipped(RECORDS, RECORDS),
        b'{"awards": []}',
        b'{"awardSummary": 1}',
    ],
    ids=["csv", "two files", "another name", "no list"],
)
def test_an_extract_of_another_shape_is_told_kept_and_asked_for_again(tmp_path, extract):
    service = SamService(extract=extract, a_day=1000)
    with served(tmp_path, service, sam_requests_per_day=200) as (_, _server, settings):
        hold_award(tmp_path, settings)
        told = synced(settings)
        assert [what for what in told["problems"] if what.startswith("actions since")]
        assert b"piid" in everything_written(settings)
        service.extract = RECORDS
        again = synced(settings)
        assert not again["problems"]
        assert ("70TEST26C00000009",) in rows(settings, "SELECT piid FROM contract_records")


def test_the_token_of_an_extract_is_kept_under_no_name(tmp_path):
    with served(tmp_path, SamService(a_day=1000), sam_requests_per_day=200) as (_, _, settings):
        hold_award(tmp_path, settings)
        assert not synced(settings)["problems"]
        assert TOKEN.encode() not in everything_written(settings)


def test_an_extract_without_a_record_is_said_to_have_none(tmp_path):
    told, _ = brought(
        tmp_path,
        SamService(extract=b'{"totalRecords": "0"}', a_day=1000),
        "SELECT count(*) FROM contract_records",
    )
    assert [note for note in told["notes"] if note.startswith("extract") and "no record" in note]


@pytest.mark.parametrize(
    "said",
    [
        Reply({"records": []}),
        Reply({"totalRecords": 1, "excludedEntity": None}),
        Reply({"totalRecords": 1, "excludedEntity": [
            {"exclusionIdentification": {"ueiSAM": "ANOTHERVENDOR"}}]}),
    ],
    ids=["another name", "null", "filter ignored"],
)  # fmt: skip
def test_an_answer_that_is_not_understood_is_never_nothing_recorded(tmp_path, said):
    told, held = brought(
        tmp_path,
        SamService(nobody_of_vendors=said, a_day=1000),
        "SELECT service FROM vendor_standing",
    )
    assert "exclusions of EXAMPLEUEI01" in told["problems"]
    assert held == [("entity",)]


def test_a_vendor_with_many_registrations_is_read_to_the_last_page(tmp_path):
    old = [entity("EXAMPLEUEI01", registrationStatus="Inactive") for _ in range(12)]
    told, held = brought(
        tmp_path,
        SamService(entities=[*old, entity("EXAMPLEUEI01")], a_day=1000),
        "SELECT records, status FROM vendor_standing WHERE service = 'entity'",
    )
    assert not told["problems"]
    assert held == [(13, "Active")]


def test_other_transactions_are_asked_for_by_their_types_and_once_a_month(tmp_path):
    made = [other_transaction(f"70TEST24T{number:08}") for number in range(130)]
    service = SamService(awards=[*made, other_transaction("70TEST24T99999999", "O")], a_day=1000)
    with served(tmp_path, service, sam_requests_per_day=200) as (_, server, settings):
        told = synced(settings)
        assert not told["problems"]
        held = rows(
            settings, "SELECT award_type, count(*) FROM contract_records GROUP BY 1 ORDER BY 1"
        )
        assert held == [("O", 1), ("R", 130)]
        asked = len(server.asked)
        synced(settings)
        assert not [r for r in server.asked[asked:] if "awardOrIDVTypeCode" in r.query]


def test_a_type_that_the_service_does_not_filter_by_is_told_and_nothing_taken(
    tmp_path, monkeypatch
):
    service = SamService(awards=[contract_award(f"70TEST24C{n:08}") for n in range(3)], a_day=1000)
    monkeypatch.setattr("tests.service.sam._type", lambda _: None)
    service.awards = [contract_award("70TEST24C00000009")]
    monkeypatch.setattr(
        SamService, "_records", lambda self, _: Reply({"awardSummary": self.awards})
    )
    with served(tmp_path, service, sam_requests_per_day=200) as (_, _, settings):
        told = synced(settings)
        assert "records of others" in str(told["problems"])
        assert rows(settings, "SELECT count(*) FROM contract_records") == [(0,)]


def test_a_justification_whose_number_has_the_vehicle_in_front_is_matched_too(tmp_path):
    number = "70TEST20D00000001-70TEST24F00000001"
    award = {"award": {"number": number, "date": "2024-01-15"}}
    service = SamService(a_day=1000)
    with served(tmp_path, service, sam_requests_per_day=200) as (_, server, settings):
        service.opportunities = [opportunity(2, [f"{server.url}/files/a/download"], **award)]
        service.files["/files/a/download"] = b"%PDF-1.4 nothing"
        row = action("70TEST24F00000001", parent="70TEST20D00000001", recipient_uei="EXAMPLEUEI01")
        import_paths(settings, [full(tmp_path, "20261106", row)])
        synced(settings)
        assert rows(settings, "SELECT text_state FROM attachments") == [("unreadable",)]


def test_a_half_year_without_a_justification_is_no_failure_and_not_asked_every_day(tmp_path):
    nothing = Reply({"message": "No data found", "detail": "x"}, 404)
    service = SamService(says=nothing, a_day=1000)
    with served(tmp_path, service, sam_requests_per_day=200) as (_, server, settings):
        synced(settings)
        first = [r.query["postedFrom"] for r in server.asked if "postedFrom" in r.query]
        assert "07/01/2024" in first
        asked = len(server.asked)
        synced(settings)
        again = [r.query.get("postedFrom") for r in server.asked[asked:]]
        assert "07/01/2024" not in again


def test_records_that_the_service_does_not_count_are_a_problem(tmp_path):
    said = Reply({"opportunitiesData": [opportunity(2)]})
    with served(tmp_path, SamService(says=said, a_day=1000)) as (_, _, settings):
        told = synced(settings)
        assert "totalRecords" in told["problems"]["justifications of 2025-11-24 to 2026-11-22"]
        assert rows(settings, "SELECT count(*) FROM notices WHERE source <> 'bulk'") == [(0,)]


def test_notices_of_other_departments_are_passed_over_aloud(tmp_path):
    other = {"fullParentPathCode": "097.2100.X", "fullParentPathName": "EXAMPLE, DEPARTMENT OF.X.Y"}
    told, held = brought(
        tmp_path,
        SamService(opportunities=[opportunity(2, **other)], a_day=1000),
        "SELECT count(*) FROM notices WHERE source <> 'bulk'",
    )
    assert held == [(0,)]
    assert [note for note in told["notes"] if "other departments, passed over: 097 (1)" in note]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"Award$"', b'"AwardAmount"', "missing: Award$"),
        (b'"Award$"', b'"AwardAmount"', "unknown: AwardAmount"),
    ],
)
def test_a_column_that_changed_its_name_is_told(tmp_path, monkeypatch, old, new, said):
    monkeypatch.setattr("tests.service.sam.bulk", lambda found: bulk(found).replace(old, new, 1))
    told, held = brought(
        tmp_path, SamService(), "SELECT award_amount_usd FROM notices WHERE source = 'bulk'"
    )
    assert [note for note in told["notes"] if note.endswith(said)]
    assert held == [(None,)]


def test_columns_in_another_order_make_no_difference(tmp_path, monkeypatch):
    def turned(found):
        lines = [line for line in bulk(found).decode("cp1252").split("\r\n") if line]
        cells = [[cell for cell in line.strip('"').split('","')] for line in lines]
        made = ['","'.join([row[0], *reversed(row[1:])]) for row in cells]
        return "".join(f'"{line}"\r\n' for line in made).encode("cp1252")

    monkeypatch.setattr("tests.service.sam.bulk", turned)
    _told, held = brought(
        tmp_path, SamService(), "SELECT title, award_number FROM notices WHERE source = 'bulk'"
    )
    assert held == [("Example optics, limited sources", "70TEST24C00000001")]


def test_a_file_in_which_the_department_is_not_found_is_told(tmp_path):
    service = SamService(notices=[notice(CGAC="70-0", Department="DHS")])
    told, held = brought(tmp_path, service, "SELECT count(*) FROM notices WHERE source = 'bulk'")
    assert held == [(0,)]
    assert [note for note in told["notes"] if "no record of the department" in note]


def test_a_file_that_names_no_department_is_refused(tmp_path, monkeypatch):
    names = {b'"CGAC"': b'"Code"', b'"Department/Ind.Agency"': b'"Agency"'}

    def renamed(found):
        content = bulk(found)
        for old, new in names.items():
            content = content.replace(old, new, 1)
        return content

    monkeypatch.setattr("tests.service.sam.bulk", renamed)
    told, _ = brought(tmp_path, SamService(), "SELECT 1")
    assert "lacks CGAC and Department/Ind.Agency" in str(told["problems"])


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"totalRecords": 0}', b'{"a": {"totalRecords": "0"}}']
)
def test_an_answer_that_counts_nothing_has_no_records(content):
    assert sam_documents.records(content, "awardSummary", "an answer") == []


@pytest.mark.parametrize(
    "content", [b"nonsense", b'"text"', b'{"awardSummary": [1]}', b'{"message": "x"}']
)
def test_an_answer_without_the_list_is_refused(content):
    with pytest.raises(FileRefused, match="an answer"):
        sam_documents.records(content, "awardSummary", "an answer")


def asked_of_sam(settings):
    told = doctor_sam(settings, silent, lambda _: None, Clock(now=lambda: DAY))
    return {check["name"]: check for check in told["checks"]}, told


def test_the_doctor_asks_sam_what_is_only_inferred_and_two_requests_of_a_key(tmp_path):
    service = SamService(opportunities=[opportunity(2)])
    with served(tmp_path, service) as (_, _server, settings):
        checks, told = asked_of_sam(settings)
        assert not settings.warehouse.exists()
    assert {
        name: check["came"] for name, check in checks.items() if check["verdict"] != "holds"
    } == {
        "records of a bulk file": "0 of the first 0 records cannot be read",
        "department in a bulk file": "0 of the first 0 records are of the department",
    }  # the one record of the file is its last: it may be cut through
    assert len(checks) == len(CHECKS)
    assert (told["requests_left_today"], told["good"]) == (8, False)


def test_without_a_key_the_doctor_looks_at_the_bulk_files_alone(tmp_path, monkeypatch):
    monkeypatch.delenv(sam_key.VARIABLE)
    service = SamService(notices=[notice(number) for number in range(1, 40)])
    with served(tmp_path, service) as (_, _, settings):
        checks, told = asked_of_sam(settings)
    assert told["good"]
    assert checks["department of Contract Awards"]["verdict"] == "could not be asked"
    assert "39 of" not in checks["records of a bulk file"]["came"]
    assert service.keyed == 0


def test_the_doctor_sees_what_changed_at_sam(tmp_path, monkeypatch):
    renamed = lambda found: bulk(found).replace(b'"Award$"', b'"Amount"', 1)  # noqa: E731
    monkeypatch.setattr("tests.service.sam.bulk", renamed)
    notices = [notice(number, CGAC="097") for number in range(1, 9)]
    other = opportunity(2, fullParentPathCode="097.2100.X")
    with served(tmp_path, SamService(notices=notices, opportunities=[other], awards=[])) as (
        _,
        _,
        settings,
    ):
        checks, told = asked_of_sam(settings)
    assert not told["good"]
    assert "gone: Award$" in checks["columns of a bulk file"]["came"]
    assert "at odds" in checks["department in a bulk file"]["came"]
    assert "097" in checks["department of Opportunities"]["came"]
    assert "nobody" in checks["department of Contract Awards"]["came"]
