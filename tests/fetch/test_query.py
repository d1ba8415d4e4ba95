"""What a search may ask, and what the service says beside its answers."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from fetch.errors import FilterIgnored, InputError
from fetch.fiscal import DateSpan
from fetch.usaspending import messages
from fetch.usaspending.award.responses import pages_of
from fetch.usaspending.query import FIELDS, Query, halves, named_component
from fetch.usaspending.search.search import BY_AWARD, search
from tests.fetch.serving import served, silent

EVER = DateSpan(date(2022, 10, 1), date(2026, 9, 30))


def told_beside(path, message):
    """An answer with a message beside it."""

    exchange = SimpleNamespace(method="POST", url=f"https://api.example{path}")
    document = {"messages": [message]}
    return SimpleNamespace(read=lambda part: part(document), exchange=exchange)


UNUSED = "The following filters from the request were not used: {%s}. See elsewhere."


@pytest.mark.parametrize(
    "message",
    [UNUSED % "'psc_code'", UNUSED % "'keyword_search'", "Some filters were ignored."],
)
def test_a_filter_that_was_dropped_is_an_error(message):
    with pytest.raises(FilterIgnored):
        messages.require_heeded(told_beside(BY_AWARD, message))


@pytest.mark.parametrize(
    "message",
    [
        UNUSED % "'keyword_search'",
        "‘subawards’ will be deprecated in the future.",
        "For searches, time period start and end dates are currently limited to an earliest date "
        "of 2007-10-01.",
    ],
)
def test_what_is_known_to_be_harmless_is_passed_over(message):
    path = "/api/v2/search/spending_by_transaction/"
    assert messages.require_heeded(told_beside(path, message)) == []


def test_halves_take_the_award_types_first_and_then_the_time():
    filters = {"award_type_codes": ["A", "B", "C"], "time_period": [EVER.as_dict()]}
    types = [half["award_type_codes"] for half in halves(filters)]
    assert types == [["A"], ["B", "C"]]
    periods = [half["time_period"] for half in halves({**filters, "award_type_codes": ["A"]})]
    assert [p["start_date"] for [p] in periods] == ["2022-10-01", "2024-10-01"]
    assert periods[0][0]["end_date"] == "2024-09-30"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"span": DateSpan(date(2007, 9, 30), date(2008, 1, 1))}, "searches begin at 2007-10-01"),
        ({"span": DateSpan(date(2009, 1, 1), date(2008, 1, 1))}, "the end lies before"),
        ({"keywords": ("IT",)}, "at least 3 letters"),
        ({"recipients": ("  A ",)}, "at least 3 letters"),
        ({"psc": ("da01",)}, "1 to 4 capitals"),
        ({"psc": ("DA012",)}, "1 to 4 capitals"),
        ({"naics": ("541",)}, "2, 4 or 6 digits"),
        ({"award_ids": ("70.*",)}, "letters and digits only"),
        ({"sort": "NAICS"}, "a complete walk"),
        ({"sort": "Recipient Name"}, "a complete walk"),
        ({"order": "DESC"}, "in lower case"),
    ],
    ids=str,
)
def test_what_the_service_would_misread_is_refused_before_any_request(tmp_path, asked, words):
    with served(tmp_path) as (_, server, settings):
        with pytest.raises(InputError, match=words):
            search(settings, Query(**{"span": EVER, **asked}), silent, lambda _: None)
        assert server.asked == []


def test_a_component_is_named_as_the_service_names_it_or_not_at_all():
    listed = ["U.S. Coast Guard", "u.s. immigration and customs ENFORCEMENT"]
    assert named_component("ICE", listed) == listed[1]
    assert named_component("7008", listed) == listed[0]
    with pytest.raises(InputError, match="lists no Federal Emergency"):
        named_component("FEMA", listed)
    with pytest.raises(InputError, match="no DHS component"):
        named_component("Nowhere", listed)


def test_every_field_asked_for_is_one_and_the_sort_is_among_them():
    assert FIELDS["idvs"].count("Last Date to Order") == 1
    assert "End Date" not in FIELDS["idvs"]
    assert len(FIELDS["contracts"]) == len(FIELDS["idvs"]) == 15


def test_pages_are_read_in_the_order_of_their_numbers():
    assert pages_of({"page 10": "", "page 2": "", "count": ""}, "page") == ["page 2", "page 10"]
