"""What DHS pays for and others sign arrives however late it is published."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fetch import fiscal
from fetch.http.retry import Clock
from fetch.ingest.rebuild import rebuild
from fetch.usaspending.sync.sync import sync
from fetch.usaspending.sync.sync_run import SyncScope
from fetch.warehouse.database import Warehouse
from tests.fetch.serving import YEARS, opened_once, served, silent, synced
from tests.fetch.test_sync import expected, held
from tests.service import rows

LATE = "47TEST26F00000091"


def late(day: str, changed: str) -> dict[str, str]:
    """An action that GSA signs and DHS pays for."""
    return {**rows.made(LATE, "0", day, "4732"), "last_modified_date": changed}


def searches(server) -> list[dict]:
    return [r.body["filters"] for r in server.asked if r.path.endswith("download/transactions/")]


def of_an_unlisted_agency() -> dict[str, str]:
    """An action that an agency signs which the service does not list."""
    cells = {"awarding_agency_name": "Example Agency In No List", "awarding_agency_code": "999"}
    return rows.made("99TEST24F00000001", "0", "2024-03-01", "4732", **cells)


@pytest.mark.parametrize("signed", ["2026-09-20", "2026-01-05"])
def test_what_is_published_months_after_its_day_of_change_comes(tmp_path, signed):
    with served(tmp_path) as (service, _, settings):
        synced(settings)
        service.today = "2026-12-20"
        service.add(late(signed, signed))
        told = synced(settings)
        assert (told["problems"], told["rows_new"]) == ({}, 1)
        assert held(settings) == expected(service)


def test_what_is_published_though_the_services_day_stands_still_comes(tmp_path):
    with served(tmp_path) as (service, _, settings):
        synced(settings)
        service.add(late("2026-01-05", "2026-01-05"))
        synced(settings)
        assert held(settings) == expected(service)
        assert not synced(settings)["written"]


def test_a_change_thirteen_days_before_the_sync_that_was_not_there_then_comes(tmp_path):
    key = late("2026-01-05", "2026-01-05")["contract_transaction_unique_key"]
    with served(tmp_path) as (service, _, settings):
        service.add(late("2026-01-05", "2026-01-05"))
        service.today = "2026-10-20"
        synced(settings)
        service.today = "2026-10-21"
        service.change(key, federal_action_obligation="7.00", last_modified_date="2026-10-08")
        synced(settings)
        assert held(settings) == expected(service)


def test_a_row_that_cannot_be_read_does_not_make_its_year_come_with_every_sync(tmp_path):
    with served(tmp_path) as (service, server, settings):
        odd = {**late("2026-01-05", "2026-01-05"), "federal_action_obligation": "a lot"}
        service.add(odd)
        told = synced(settings)
        assert told["rows_quarantined"] == 1
        asked = len(searches(server))
        again = synced(settings)
        assert len(searches(server)) == asked
        assert (again["written"], again["problems"]) == (False, {})
        note = "the service counts 1 actions, and 0 are held"
        assert note in str(told["notes"])
        assert note in str(again["notes"])


def test_a_signer_in_no_list_makes_one_day_come_and_not_a_whole_year(tmp_path):
    unlisted = of_an_unlisted_agency()
    with served(tmp_path) as (service, server, settings):
        service.add(unlisted)
        synced(settings)
        assert held(settings) == expected(service)
        whole = [f for f in searches(server) if len(f["agencies"]) == 1]
        assert [f["time_period"][0]["start_date"] for f in whole] == ["2024-03-01"]
        assert whole[0]["time_period"][0]["end_date"] == "2024-03-01"
        asked = len(searches(server))
        assert not synced(settings)["written"]
        assert len(searches(server)) == asked


def test_full_asks_for_every_year_that_has_actions_again(tmp_path):
    with served(tmp_path) as (_, server, settings):
        synced(settings)
        asked = len(searches(server))
        synced(settings, full=True)
        days = [f["time_period"][0]["start_date"] for f in searches(server)[asked:]]
    assert days == [str(fiscal.span(year).start) for year in (2024, 2025)]


def states(settings, piid: str) -> list[tuple]:
    """The contents of an award's base action, with how each ended."""
    with Warehouse(settings.warehouse, read_only=True) as store:
        return store.rows(
            "SELECT version_state, because FROM transaction_versions LEFT JOIN closures "
            "USING (contract_transaction_unique_key) WHERE award_id_piid = ? AND "
            "modification_number = '0' ORDER BY first_seen",
            [piid],
        )


LATER = Clock(now=lambda: datetime(2026, 11, 25, tzinfo=UTC))


def synced_later(settings) -> dict:
    """A sync whose clock stands after the files that the fictional service made."""
    with opened_once(settings):
        return sync(settings, SyncScope("070", YEARS), silent, lambda _: None, clock=LATER)


GONE = [("closed", "left out of a whole file")]
GSA = {"funding_agency_code": "047", "funding_agency_name": "General Services Administration"}


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("how", ["deleted", "paid for by another"])
def test_what_leaves_the_agencys_money_or_is_deleted_elsewhere_closes(tmp_path, how, alone):
    with served(tmp_path) as (service, _, settings):
        row = late("2024-03-05", "2024-03-05")
        key = row["contract_transaction_unique_key"]
        service.add(row)
        if alone:  # the year has nothing else that GSA signs: its count falls to zero
            service.remove("4732_-NONE-_47TEST24F00000003_0_-NONE-_0")
        synced_later(settings)
        assert states(settings, LATE) == [("current", None)]
        if how == "deleted":
            service.remove(key)
        else:
            service.change(key, **GSA)
        told = synced_later(settings)
        assert (told["problems"], told["rows_closed"]) == ({}, 1)
        assert states(settings, LATE) == GONE
        assert held(settings) == expected(service)
        assert not synced_later(settings)["written"]
        assert rebuild(settings, silent)["equal"]


def test_what_was_closed_comes_back_when_it_is_paid_for_again(tmp_path):
    with served(tmp_path) as (service, _, settings):
        row = late("2024-03-05", "2024-03-05")
        service.add(row)
        synced_later(settings)
        service.remove(row["contract_transaction_unique_key"])
        synced_later(settings)
        service.add(row)
        synced_later(settings)
        assert states(settings, LATE) == [("current", None)]
        assert held(settings) == expected(service)


def test_a_search_short_of_its_count_closes_nothing(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.add(late("2024-03-05", "2024-03-05"))
        synced_later(settings)
        service.add(rows.made("47TEST26F00000092", "0", "2024-04-05", "4732"))
        service.desk.loses = [2, 2]
        told = synced_later(settings)
        assert told["rows_closed"] == 0
        assert states(settings, LATE) == [("current", None)]


def test_what_an_unlisted_department_signs_is_not_closed_by_a_search_for_the_listed(tmp_path):
    unlisted = of_an_unlisted_agency()
    with served(tmp_path) as (service, _, settings):
        service.add(unlisted)
        synced_later(settings)
        service.add(late("2024-03-05", "2024-03-05"))
        synced_later(settings)
        assert held(settings) == expected(service)
