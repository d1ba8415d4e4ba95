"""One award may follow another: found by rule with its evidence, confirmed only by people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analysis.measures.chains import DEFAULT, Window, chains
from analysis.rules.chain_links import Link
from tests.analysis.lineage import kept, published
from tests.builders import Row, action

END = date(2024, 12, 31)
EARLIER, LATER, THIRD = (
    f"CONT_AWD_{piid}_7012_-NONE-_-NONE-" for piid in ("70EARLIER", "70LATER", "70THIRD")
)


def award(piid: str, start: date, end: date | None, **cells: str) -> Row:
    """The base action of an award of one office and one kind, large enough to be rated."""
    facts = {
        "period_of_performance_start_date": start.isoformat(),
        "period_of_performance_current_end_date": end.isoformat() if end else "",
        "awarding_office_code": "70TEST",
        "product_or_service_code": "D302",
        "recipient_uei": "EXAMPLEUEI01",
        "federal_action_obligation": "400000.00",
        "base_and_all_options_value": "500000.00",
        "extent_competed_code": "C",
        "other_than_full_and_open_competition_code": "ONE",
    }
    return action(piid, **{**facts, **cells})


def earlier(**cells: str) -> Row:
    return award("70EARLIER", date(2023, 1, 1), END, **cells)


def later(days: int = 1, **cells: str) -> Row:
    """An award that starts so many days after the earlier one's end, and runs two years."""
    start = END + timedelta(days=days)
    return award("70LATER", start, start + timedelta(days=729), **cells)


def verdict(one: str, two: str, says: str = "confirmed", programme: str = "EXAMPLE") -> Link:
    reasons = ("a reason", "a source", "2026-11", "a tester", "here")
    return Link(one, two, says, *reasons, programme=programme)


def found(*rows: Row, judged: tuple[Link, ...] = (), window: Window = DEFAULT) -> list[dict]:
    table = chains(published(*rows), judged, window, kept)
    return table.order_by("earlier_key", "later_key").to_pyarrow().to_pylist()


def test_an_award_that_starts_the_day_after_the_others_end_is_a_possible_link():
    [link] = found(earlier(), later())
    assert (link["earlier_piid"], link["later_piid"]) == ("70EARLIER", "70LATER")
    assert link["status"] == "possible"
    assert link["days_after_end"] == 1
    same = ("same_vendor_family", "same_office", "same_psc_family")
    assert [link[name] for name in same] == [True] * 3
    assert link["because"] is None


@pytest.mark.parametrize(("days", "linked"), [(-91, 0), (-90, 1), (180, 1), (181, 0)])
def test_the_window_goes_from_90_days_before_the_end_to_180_after(days, linked):
    assert len(found(earlier(), later(days))) == linked


@pytest.mark.parametrize(("days", "linked"), [(-1, 0), (0, 1), (400, 1), (401, 0)])
def test_the_window_can_be_set(days, linked):
    assert len(found(earlier(), later(days), window=Window(0, 400))) == linked


@pytest.mark.parametrize(
    "other",
    [
        {"awarding_office_code": "70OTHER"},
        {"awarding_office_code": ""},
        {"product_or_service_code": "R425"},
        {"product_or_service_code": ""},
        {"recipient_uei": "EXAMPLEUEI02"},
        {"federal_action_obligation": "900.00", "base_and_all_options_value": "900.00"},
        {"mod": "P00001"},
    ],
    ids=["office", "no office", "kind", "no kind", "vendor", "micro", "base not held"],
)
def test_what_differs_or_is_not_known_is_no_link(other):
    assert not found(earlier(), later(**other))


def test_an_order_does_not_follow_the_vehicle_it_stands_under():
    vehicle = earlier(
        award_or_idv_flag="IDV",
        idv_type_code="B",
        period_of_performance_current_end_date="",
        ordering_period_end_date=END.isoformat(),
    )
    assert not found(vehicle, later(parent="70EARLIER"))
    [link] = found(vehicle, later())
    assert link["earlier_end_from"] == "ordering period"


def test_an_award_ends_when_its_latest_action_says_not_when_its_options_would():
    rows = [
        earlier(period_of_performance_potential_end_date="2027-12-31"),
        earlier(
            mod="P00001",
            action_date="2024-06-01",
            period_of_performance_current_end_date="2024-06-30",
            federal_action_obligation="0.00",
        ),
    ]
    [link] = found(*rows, later(days=-184 + 11))
    assert link["earlier_end_date"] == date(2024, 6, 30)
    assert link["days_after_end"] == 11
    assert link["days_after_potential_end"] < 0


def test_money_added_after_the_current_end_shows_that_the_award_ran_on_to_its_potential_end():
    rows = [
        earlier(period_of_performance_potential_end_date="2025-06-30"),
        earlier(
            mod="P00001",
            action_date="2025-01-02",
            period_of_performance_current_end_date="",
            federal_action_obligation="5.00",
        ),
    ]
    [link] = found(*rows, later(days=182))
    assert link["earlier_end_from"] == "potential end"
    assert link["days_after_end"] == 1


def test_an_award_whose_start_is_not_stated_starts_when_it_was_signed():
    [link] = found(earlier(), later(period_of_performance_start_date="", action_date="2025-01-10"))
    assert link["later_start_from"] == "day of signature"
    assert link["days_after_end"] == 10


def test_words_that_two_descriptions_share_are_evidence_but_those_of_every_award_are_not():
    [link] = found(
        earlier(transaction_description="SUPPORT SERVICES FOR THE EXAMPLE GLASS SYSTEM"),
        later(transaction_description="EXAMPLE-GLASS: SUPPORT, SERVICES AND THE LIKE"),
    )
    assert link["words_in_common"] == "EXAMPLE GLASS"


def test_a_confirmed_link_stands_whatever_the_window_the_office_or_the_code():
    far = later(900, awarding_office_code="", product_or_service_code="")
    [link] = found(earlier(), far, judged=(verdict(EARLIER, LATER),))
    assert link["status"] == "confirmed"
    assert link["programme"] == "EXAMPLE"
    assert link["because"] == "a reason"
    assert link["in_window"] is False
    assert link["same_office"] is None


def test_a_rejected_link_is_no_candidate_any_more_and_keeps_its_reason():
    [link] = found(earlier(), later(), judged=(verdict(EARLIER, LATER, "rejected", ""),))
    assert link["status"] == "rejected"
    assert link["because"] == "a reason"


def test_awards_of_one_programme_meet_although_their_offices_differ():
    """Here the second and the third, of which each was confirmed to follow the first."""
    third = award("70THIRD", END + timedelta(days=740), None, awarding_office_code="70OTHER")
    assert not [link for link in found(later(), third) if link["status"] == "possible"]
    judged = (verdict(EARLIER, LATER), verdict(EARLIER, THIRD))
    possible = [
        (link["earlier_piid"], link["later_piid"])
        for link in found(earlier(), later(), third, judged=judged)
        if link["status"] == "possible"
    ]
    assert possible == [("70LATER", "70THIRD")]


def test_a_verdict_on_an_award_that_is_not_held_is_passed_over():
    assert not found(earlier(), judged=(verdict(EARLIER, LATER),))


def test_of_many_that_could_follow_the_nearest_five_are_kept_and_all_are_counted():
    many = [award(f"70MANY{day}", END + timedelta(days=day), None) for day in range(1, 9)]
    links_ = [link for link in found(earlier(), *many) if link["earlier_piid"] == "70EARLIER"]
    assert [link["days_after_end"] for link in links_] == [1, 2, 3, 4, 5]
    assert {link["candidates_of_earlier"] for link in links_} == {8}


def bridge(**cells: str) -> dict:
    """The middle of three: it starts after the first and ends before the third."""
    start = END + timedelta(days=1)
    end = cells.pop("end", (start + timedelta(days=364)).isoformat())
    middle = award("70LATER", start, date.fromisoformat(end), **cells)
    third = award("70THIRD", date.fromisoformat(end) + timedelta(days=1), None)
    return {link["later_piid"]: link for link in found(earlier(), middle, third)}["70LATER"]


def test_a_short_award_without_competition_between_two_others_is_a_possible_bridge():
    link = bridge()
    assert link["later_days"] == 365
    assert link["possible_bridge"] is True


def test_what_runs_longer_than_a_year_or_was_competed_is_no_bridge():
    assert bridge(end="2026-01-02")["later_days"] == 367
    assert bridge(end="2026-01-02")["possible_bridge"] is False
    competed = {
        "extent_competed_code": "A",
        "other_than_full_and_open_competition_code": "",
        "number_of_offers_received": "3",
    }
    assert bridge(**competed)["possible_bridge"] is False


def test_a_short_award_that_nothing_follows_is_no_bridge_and_the_record_says_which_part_fails():
    short = award("70LATER", END + timedelta(days=1), END + timedelta(days=90))
    [link] = found(earlier(), short)
    assert (link["later_is_short"], link["later_not_competed"]) == (True, True)
    assert link["later_is_followed"] is False
    assert link["possible_bridge"] is False


def test_an_award_whose_end_is_not_known_is_not_called_short():
    [link] = found(earlier(), award("70LATER", END + timedelta(days=1), None))
    assert link["later_is_short"] is None
    assert link["possible_bridge"] is False
