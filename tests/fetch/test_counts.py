"""A download is held against what the service counts, until both agree or a person accepts."""

from __future__ import annotations

from datetime import date, timedelta

from fetch.fiscal import DateSpan, span
from fetch.ingest.acceptance import accept
from fetch.ingest.rebuild import rebuild
from fetch.usaspending.api import LONGEST_BULK
from fetch.usaspending.plan import Came, Lack, lack_of
from tests.fetch.serving import fetch, served, silent, synced
from tests.fetch.test_sync import expected, held
from tests.service import rows
from tests.service.rows import FUNDED

FUNDED_2024 = f"funded, {span(2024).words}"


def asked_by_search(server) -> list[dict]:
    return [r.body for r in server.asked if r.path.endswith("/download/transactions/")]


def test_a_search_short_of_its_count_is_asked_again_at_once_in_another_form(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.desk.reuse = True
        service.desk.loses = [0, 1]  # FY2027 by a custom download, then FY2024
        told = synced(settings)
        assert held(settings) == expected(service)
        first, second = asked_by_search(server)[:2]
    assert told["problems"] == {}
    assert told["checks"] == []
    assert first["filters"] == second["filters"]
    assert first != second


def test_a_span_that_stays_short_is_told_and_asked_for_by_every_sync_until_it_agrees(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.desk.loses = [0, 1, 1]
        told = synced(settings)
        assert "the service counts 1 rows, and 0 came" in told["problems"][FUNDED_2024]
        assert [(c["subject"], c["before"], c["after"]) for c in told["checks"]] == [
            (FUNDED_2024, 1, 0)
        ]
        service.desk.loses = [1, 1]
        said = fetch(settings, server, "sync", "--years", "2023-2027")
        assert said.returncode == 1
        assert "asked for again" in said.stderr
        assert "python -m fetch accept" in said.stderr
        assert synced(settings)["problems"] == {}
        assert held(settings) == expected(service)
        assert not synced(settings)["written"]
        assert rebuild(settings, silent)["equal"]


def test_what_a_person_accepts_is_not_asked_for_again(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.desk.loses = [0, 1, 1]
        synced(settings, parts=("archive", "funded"))
        assert accept(settings)["accepted"] == [
            f"other rows came than the service states: {FUNDED_2024} (1 stated, 0 came)"
        ]
        assert accept(settings)["accepted"] == []
        asked = len(asked_by_search(server))
        assert synced(settings, parts=("archive", "funded"))["problems"] == {}
        assert len(asked_by_search(server)) == asked
        assert held(settings, f"award_id_piid = '{FUNDED}'")[0] == 1


def test_a_custom_download_short_of_its_own_count_is_asked_for_again(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.add(rows.made("70TEST27C00000009", "0", "2026-10-05"))
        service.desk.loses = [1]
        told = synced(settings)
        assert told["problems"] == {}
        assert held(settings) == expected(service)
        bodies = [r.body for r in server.asked if r.path.endswith("bulk_download/awards/")]
    starts = [body["filters"]["date_range"]["start_date"] for body in bodies]
    assert starts == ["2026-10-01", "2026-09-30"]


def test_changes_that_came_short_are_asked_for_by_search(tmp_path):
    with served(tmp_path) as (service, _, settings):
        synced(settings)
        service.today = "2026-10-20"
        service.change(next(iter(service.book.rows)), federal_action_obligation="9.99")
        service.desk.loses = [1]
        told = synced(settings)
        assert told["problems"] == {}
        assert told["checks"] == []
        assert held(settings) == expected(service)


def test_rows_are_compared_with_the_count_of_the_search_and_with_that_of_the_job():
    counted = {"rows_counted": 5, "rows_stated": 7}
    assert lack_of(counted, Came(actions=5, rows=7, beside=True)) is None
    assert lack_of(counted, Came(actions=4, rows=6, beside=True)) == Lack(5, 4)
    assert lack_of(counted, Came(actions=5, rows=6, beside=True)) == Lack(7, 6)
    assert lack_of(counted, Came(actions=5, rows=5, beside=False)) is None
    assert lack_of({"rows_stated": 7}, Came(actions=6, rows=6, beside=False)) == Lack(7, 6)
    assert lack_of({}, Came(actions=6, rows=6, beside=False)) is None
    assert lack_of(counted, None) is None


def test_a_search_of_just_the_services_limit_is_whole_the_second_time_too(tmp_path):
    """The form that asks again has a lower limit, and never one below the rows counted."""
    with served(tmp_path) as (service, server, settings):
        service.download_limit = 1
        service.desk.loses = [1]
        told = synced(settings, years=(2024,), parts=("funded",))
        assert held(settings)[0] == 1
        limits = [body.get("limit") for body in asked_by_search(server)]
    assert told["problems"] == {}
    assert limits == [None, 1]


def test_a_custom_download_of_a_day_more_than_a_year_is_asked_for_in_two():
    """The service refuses a range of more than 366 days."""
    begins = date(2026, 1, 1)
    for days, expected_days in ((365, [365]), (366, [366]), (367, [366, 1]), (732, [366, 366])):
        pieces = list(DateSpan(begins, begins + timedelta(days=days - 1)).pieces(LONGEST_BULK))
        assert [piece.days for piece in pieces] == expected_days
        assert pieces[-1].end == begins + timedelta(days=days - 1)
