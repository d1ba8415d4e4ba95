"""The doctor tells whether the service is as assumed, as changed, or could not be heard."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from fetch.archive.store import Archive
from fetch.doctor.checks import FAILS, HOLDS, UNKNOWN
from fetch.schema.tables import DELTA_MARK
from fetch.usaspending.doctor.doctor import CHECKS, doctor
from fetch.usaspending.doctor.zip_head import peek
from tests.builders import csv_text
from tests.fetch.serving import client, fetch, served, silent
from tests.service import faults
from tests.service.archive import packed
from tests.service.rows import Component
from tests.service.server import Reply


def examined(settings):
    """Every check by its name, and whether all hold."""
    told = doctor(settings, silent, lambda _: None)
    return {check["name"]: check for check in told["checks"]}, told["good"]


def failing(checks):
    return {name for name, check in checks.items() if check["verdict"] != HOLDS}


def test_a_service_as_assumed_holds_in_every_check_with_few_requests(tmp_path):
    with served(tmp_path) as (_, server, settings):
        checks, good = examined(settings)
        assert len(server.asked) <= 24
    assert failing(checks) == set()
    assert good
    assert len(checks) == len(CHECKS)
    assert checks["id of DHS"]["came"] == "id 901, Department of Homeland Security"
    assert checks["columns of a Full file"]["came"] == "297 columns"
    assert not settings.warehouse.exists()
    assert list(Archive(settings.archive).exchanges())


def test_another_id_of_the_department_is_no_change_for_it_is_looked_up(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.toptier_ids["070"] = 12345
        checks, good = examined(settings)
    assert good
    assert "12345" in checks["id of DHS"]["came"]


def test_without_the_code_070_what_needs_its_id_could_not_be_asked(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.toptier_ids = {"047": 902}
        checks, good = examined(settings)
    assert not good
    assert checks["id of DHS"]["verdict"] == FAILS
    assert "no such agency code" in checks["id of DHS"]["came"]
    for name in ("names of components", "monthly files", "cursor"):
        assert checks[name]["verdict"] == UNKNOWN
        assert "could not be had" in checks[name]["came"]


def test_a_component_of_another_name_is_told(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.components.append(Component("7099", "Example Bureau", "EB", "070", 9799))
        checks, _ = examined(settings)
    assert failing(checks) == {"names of components"}
    assert "not known: Example Bureau" in checks["names of components"]["came"]


def rewritten(service, kind, change):
    """Every CSV of the DHS files of a kind, its text changed."""
    for name, content in service.archive.files.items():
        if f"_070_Contracts_{kind}" in name:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                texts = {inner: archive.read(inner).decode() for inner in archive.namelist()}
            changed = {inner: change(text) for inner, text in texts.items()}
            service.archive.files[name] = packed(changed)


def test_a_renamed_column_is_told_in_the_full_file_and_in_the_delta(tmp_path):
    def change(text):
        return text.replace("federal_action_obligation", "obligation", 1)

    with served(tmp_path) as (service, _, settings):
        rewritten(service, "", change)
        checks, _ = examined(settings)
    assert failing(checks) == {"columns of a Full file", "columns of a Delta"}
    for name in failing(checks):
        assert "gone: federal_action_obligation" in checks[name]["came"]
        assert "not known: obligation" in checks[name]["came"]


def test_other_marks_or_another_first_column_of_a_delta_are_told(tmp_path):
    with served(tmp_path / "marks") as (service, _, settings):
        service.archive.change_mark = "M"
        service.change(next(iter(service.book.rows)), recipient_name="EXAMPLE ANEW INC.")
        service.publish("2026-11-06")
        checks, _ = examined(settings)
    assert failing(checks) == {"marks of a Delta"}
    assert "'M'" in checks["marks of a Delta"]["came"]

    with served(tmp_path / "column") as (service, _, settings):
        rewritten(service, "Delta", lambda text: text.replace(DELTA_MARK, "change_ind", 1))
        checks, _ = examined(settings)
    assert failing(checks) == {"columns of a Delta", "marks of a Delta"}
    assert "it begins with change_ind" in checks["columns of a Delta"]["came"]


def test_where_no_delta_is_made_any_more_its_layout_could_not_be_asked(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.archive.deltas = False
        service.publish("2026-11-06")
        checks, _ = examined(settings)
    assert checks["monthly files"]["verdict"] == FAILS
    assert checks["columns of a Delta"]["verdict"] == UNKNOWN
    assert "no Delta file is listed" in checks["columns of a Delta"]["came"]


def test_codes_that_no_list_has_are_told(tmp_path):
    with served(tmp_path) as (service, _, settings):
        for row in service.book.rows.values():
            row["extent_competed_code"] = "Q"
        service.publish("2026-11-06")
        checks, _ = examined(settings)
    assert failing(checks) == {"codes"}
    assert "extent_competed_code Q" in checks["codes"]["came"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("action_date", "11/06/2026"), ("federal_action_obligation", "$5")],
)
def test_days_and_amounts_of_another_form_are_told(tmp_path, column, value):
    with served(tmp_path) as (service, _, settings):
        rewritten(service, "Full", lambda text: with_cell(text, column, value))
        checks, _ = examined(settings)
    assert failing(checks) == {"days and amounts"}
    assert f"{column} {value!r}" in checks["days and amounts"]["came"]


def with_cell(text, column, value):
    rows = peek(packed({"a.csv": text})).rows
    return csv_text([{**row, column: value} for row in rows], rows[0]) if rows else text


class Changed:
    """The same service, with the answers of one address changed by a function."""

    def __init__(self, service, path, change):
        self.service, self.path, self.change = service, path, change

    def answer(self, request):
        reply = self.service.answer(request)
        if request.path == self.path and reply.status == 200:
            body = json.loads(json.dumps(reply.body))
            reply = Reply(self.change(body) or body)
        return reply


SEARCH = "/api/v2/search/spending_by_award/"


def without(*names):
    """A change that takes names out of an answer, or out of its page's words."""

    def change(body):
        for name in names:
            body.pop(name, None)
            body.get("page_metadata", {}).pop(name, None)

    return change


def more_for_ever(body):
    body["page_metadata"] |= {"hasNext": True}


def other_ids(body):
    for row in body["results"]:
        row["id"] = row["id"].removeprefix("CONT_TX_")


def other(**cells):
    """A change that says something else under some names."""
    return lambda body: {**body, **cells}


@pytest.mark.parametrize(
    ("path", "change", "name"),
    [
        (SEARCH, without("last_record_unique_id", "last_record_sort_value"), "cursor"),
        (SEARCH, more_for_ever, "last page"),
        ("/api/v2/transactions/", other_ids, "ids of actions"),
        ("/api/v2/awards/last_updated/", other(last_updated="2026-11-06"), "day of the data"),
        ("/api/v2/download/count/", other(maximum_limit=10), "limit of a download"),
        (f"{SEARCH[:-1]}_count/", other(results={"contracts": 7}), "count of awards"),
        ("/api/v2/download/status/", other(status="asleep"), "a download"),
    ],
)
def test_each_change_is_told_by_its_own_check(tmp_path, path, change, name):
    with served(tmp_path) as (service, server, settings):
        server.handler = Changed(service, path, change)
        checks, _ = examined(settings)
    assert failing(checks) == {name}
    assert checks[name]["verdict"] == FAILS
    assert checks[name]["follows"]


def test_an_award_without_its_sums_is_told(tmp_path):
    class NoSums:
        def __init__(self, service):
            self.service = service

        def answer(self, request):
            reply = self.service.answer(request)
            if isinstance(reply.body, dict) and "total_obligation" in reply.body:
                del reply.body["total_obligation"]
            return reply

    with served(tmp_path) as (service, server, settings):
        server.handler = NoSums(service)
        checks, _ = examined(settings)
    assert failing(checks) == {"detail of an award"}


def test_a_page_of_html_in_place_of_answers_holds_in_no_check(tmp_path):
    plan = faults.Plan().on(faults.HTML_200, times=10_000)
    with served(tmp_path, plan) as (_, _, settings):
        checks, good = examined(settings)
    assert not good
    assert failing(checks) == set(checks)
    assert "not JSON: <!doctype html>" in checks["day of the data"]["came"]
    assert checks["day of the data"]["verdict"] == FAILS


@pytest.mark.parametrize("fault", [faults.SERVER_ERROR, faults.NO_BYTE], ids=lambda f: f.name)
def test_a_service_that_cannot_be_heard_is_not_said_to_have_changed(tmp_path, fault):
    plan = faults.Plan().on(fault, times=10_000)
    with served(tmp_path, plan) as (_, _, settings):
        checks, good = examined(settings)
    assert not good
    assert {check["verdict"] for check in checks.values()} == {UNKNOWN}


def test_a_download_that_fails_could_not_be_asked(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.desk.ends = ["fails"]
        checks, _ = examined(settings)
    assert failing(checks) == {"a download"}
    assert checks["a download"]["verdict"] == UNKNOWN


def test_the_command_says_each_verdict_and_ends_with_1_unless_all_hold(tmp_path):
    with served(tmp_path) as (service, server, settings):
        good = fetch(settings, server, "doctor", "--json")
        service.components.append(Component("7099", "Example Bureau", "EB", "070", 9799))
        bad = fetch(settings, server, "doctor")
    assert good.returncode == 0, good.stdout
    assert json.loads(good.stdout)["good"] is True
    assert bad.returncode == 1
    assert "does not hold  names of components" in bad.stdout
    assert "    follows: " in bad.stdout


def test_the_beginning_of_a_file_is_all_that_is_fetched_of_it(tmp_path):
    with served(tmp_path) as (service, _, settings):
        [url] = [
            f["url"] for f in service.archive.listed if f["file_name"].startswith("FY2024_070_")
        ]
        with client(settings) as asking:
            assert len(asking.beginning(url, 500)) == 500
            [exchange] = asking.archive.exchanges()
    assert (exchange.status, exchange.size) == (206, 500)


def test_what_is_no_zip_has_no_header():
    with pytest.raises(ValueError, match="not those of a ZIP"):
        peek(b"<!doctype html>")
