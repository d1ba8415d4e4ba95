"""The address of a view and what it stands for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.published import drilldown, queries
from analysis.published.build import Build
from analysis.published.facet_values import choices
from analysis.published.selection import Selection
from dashboard.components import filter_bar
from dashboard.facets import BY_NAME, FACETS, MOST_VENDORS, Facet
from dashboard.pages.page import FilteredPage
from dashboard.pages.registry import BEHIND, LISTED, view_of
from dashboard.url import query
from dashboard.url import view_request as view_requests
from dashboard.url.view_request import filters_of, in_words, options, view_request
from tests.dashboard.elements import said

CHOICES = {
    "columns": {},
    "components": [
        ("7012", "ICE", "Ice Example Office", "ICE"),
        ("7999", "", "Example Bureau", "Example Bureau"),
    ],
    "classes": [("SOLE_SOURCE", "Sole source"), ("UNKNOWN", "Unknown")],
    "technologies": ["biometrics", "social media", "not known"],
    "rules": ["extent_only", "csis"],
    "fiscal_years": [2023, 2024, 2025],
    "dollars": [2025],
    "vendors": {f"vendor-{n}": f"Example Vendor {n}" for n in range(40)},
    "makers": {"vendor-1": "Example Vendor 1"},
    "programs": [("example", "Example programme")],
}
OFFERED = options(CHOICES)


def chosen_values(facet: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Any choice within one facet, in the order it is offered."""
    values = [option.value for option in OFFERED[facet]]
    return st.sets(st.sampled_from(values)).map(
        lambda some: tuple(value for value in values if value in some)
    )


NAMES = ("component", "class", "fy", "technology", "vendor", "kind", "size")
ANY = st.fixed_dictionaries({name: chosen_values(name) for name in NAMES}).map(query.Filters)


@given(ANY)
def test_an_address_restores_the_filters_it_was_made_from(chosen: query.Filters) -> None:
    assert query.parse(query.to_search(chosen), OFFERED) == (chosen, [])


@given(ANY, st.sampled_from(["component", "class", "fy"]))
def test_a_choice_made_twice_is_no_choice(chosen: query.Filters, facet: str) -> None:
    value = OFFERED[facet][0].value
    once = query.toggled(chosen, facet, value, OFFERED)
    assert once != chosen
    assert query.toggled(once, facet, value, OFFERED) == chosen


@given(st.text())
def test_no_address_is_an_error(anything: str) -> None:
    filters, _ = query.parse(f"?{anything}", OFFERED)
    assert query.parse(query.to_search(filters), OFFERED) == (filters, [])


@given(st.text(min_size=1).filter(lambda text: text.strip() and "," not in text))
def test_a_value_that_no_record_has_is_named(text: str) -> None:
    known = {name.upper() for o in OFFERED["component"] for name in (o.value, *o.also)}
    _, remarks = query.parse(f"?{urlencode({'component': text})}", OFFERED)
    assert len(remarks) == (text.strip().upper() not in known)
    assert all("\n" not in remark for remark in remarks)


@pytest.mark.parametrize(
    "search",
    [
        "?component=ICE&component=7999",
        "?component=ice,7999",
        "component=7012&component=7999",
        "?component=7999,ICE,ICE",
    ],
)
def test_values_may_repeat_or_stand_between_commas_in_any_case(search: str) -> None:
    assert query.parse(search, OFFERED)[0].of("component") == ("ICE", "7999")


def test_other_parts_of_an_address_are_left_alone() -> None:
    assert query.parse("?utm=1&fy=2024", OFFERED) == (query.Filters({"fy": ("2024",)}), [])


def test_nothing_chosen_needs_no_question_mark() -> None:
    assert query.to_search(query.NONE) == ""


def test_clearing_one_filter_keeps_the_others() -> None:
    filters = query.Filters({"component": ("ICE",), "class": ("SOLE_SOURCE",), "fy": ("2024",)})
    assert query.without(filters, "class").facets == ("component", "fy")


def test_one_rule_set_holds_at_a_time():
    filters, remarks = query.parse("?rules=csis,extent_only&rules=gao", OFFERED)
    assert filters.rule_set == "extent_only"
    assert remarks == [
        "There is no rule set “gao” to choose, so that filter was left out.",
        "Of rule set one holds at a time: the others were left out.",
    ]
    other = query.toggled(filters, "rules", "csis", OFFERED)
    assert query.to_search(other) == "?rules=csis"
    assert query.toggled(other, "rules", "csis", OFFERED).rule_set == "default"


def test_the_rules_are_known_before_the_rest_of_the_address():
    assert query.rule_set_of("?component=ICE&rules=csis") == "csis"
    assert query.rule_set_of("?rules=gao") == query.rule_set_of("") == "default"


def test_dollars_are_nominal_unless_the_address_asks_for_those_of_a_year():
    assert query.parse("", OFFERED)[0].of("dollars") == ()
    filters, _ = query.parse("?dollars=constant", OFFERED)
    assert (filters.of("dollars"), query.to_search(filters)) == (("constant",), "?dollars=constant")
    assert query.words(filters, "dollars", OFFERED) == ["of FY2025"]
    assert query.toggled(filters, "dollars", "constant", OFFERED) == query.NONE


def test_a_vendor_that_is_not_among_the_most_obligated_can_be_asked_for() -> None:
    assert len(OFFERED["vendor"]) == MOST_VENDORS
    search = "?vendor=vendor-39&vendor=nobody"
    filters, remarks = query.parse(search, options(CHOICES, search))
    assert filters.of("vendor") == ("vendor-39",)
    assert remarks == list(filters.remarks)
    assert "vendor “nobody”" in remarks[0]


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        ("2025-01-20..", ("2025-01-20", None)),
        ("..2025-01-19", (None, "2025-01-19")),
        ("2024-02-29..2024-03-01", ("2024-02-29", "2024-03-01")),
    ],
)
def test_a_span_of_days_may_be_open_at_either_end(
    days: str, asked: tuple[str | None, str | None]
) -> None:
    search = f"?days={days}"
    filters, remarks = query.parse(search, options(CHOICES, search))
    assert not remarks
    assert query.to_search(filters) == search
    selection = query.selection(filters)
    assert (selection.since, selection.until) == asked


@pytest.mark.parametrize(
    "days", ["..", "2025-02-30..", "2025-03-01..2025-02-01", "2025-01-20", "20250120..", "x..y"]
)
def test_a_span_of_days_that_cannot_be_is_left_out_and_named(days: str) -> None:
    search = f"?days={days}"
    filters, remarks = query.parse(search, options(CHOICES, search))
    assert not filters.of("days")
    assert days in remarks[0]


VALUES = {
    "class": "SOLE_SOURCE",
    "days": "2025-01-20..",
    "dollars": "constant",
    "fy": "2024",
    "money": "given",
    "program": "immigrationos",
    "rules": "csis",
}


@pytest.mark.parametrize(
    ("path", "facet"), [(path, each.name) for each in FACETS for path in sorted(each.ignored_on)]
)
def test_a_filter_that_a_page_does_not_heed_is_not_named_as_applied(
    sample: Build, path: str, facet: str
) -> None:
    search = f"?component=ICE&{facet}={VALUES[facet]}"
    filters, offered = filters_of(sample, search, path)
    assert filters == filters_of(sample, "?component=ICE", path)[0]
    assert in_words(filters, offered) == "component ICE"
    assert filters.remarks == (f"Not narrowed here by {BY_NAME[facet].label}.",)
    heeded, _ = filters_of(sample, search)
    assert heeded.of(facet) == (VALUES[facet],)
    assert heeded.remarks == ()


@pytest.mark.parametrize(
    ("name", "facet", "sums"),
    [
        ("awards", "money", "obligated_usd"),
        ("rates", "class", "obligated_usd"),
        ("watched", "class", "obligated_usd"),
    ],
)
def test_a_file_names_no_filter_that_its_rows_do_not_follow(
    sample: Build, name: str, facet: str, sums: str
) -> None:
    plain = view_of(name).sheet(sample, "component=ICE")
    request = view_of(name).sheet(sample, f"component=ICE&{facet}={VALUES[facet]}")
    assert request.filters == plain.filters == "component ICE"
    assert request.frame[sums].sum() == plain.frame[sums].sum()


@pytest.mark.parametrize("search", ["rules=CSIS", "rules=xx,csis", "rules=csis&rules=extent_only"])
def test_the_classes_offered_are_those_of_the_rules_that_are_read(
    sample: Build, search: str
) -> None:
    filters, offered = filters_of(sample, search)
    of_rules = choices(sample, filters.rule_set)["classes"]
    assert [option.value for option in offered["class"]] == [name for name, _ in of_rules]


def test_a_second_value_of_a_filter_that_takes_one_is_said_to_be_left_out(sample: Build) -> None:
    filters, _ = filters_of(sample, "money=given,taken-back")
    assert len(filters.of("money")) == 1
    assert "Of obligations one holds at a time" in filters.remarks[0]


@pytest.mark.parametrize(
    ("money", "says"),
    [("", "Net obligations"), ("given", "Obligations given"), ("taken-back", "Obligations taken")],
)
@pytest.mark.parametrize("name", ["years", "technology", "panels", "vendors"])
def test_a_file_says_whether_its_obligations_are_net(
    sample: Build, name: str, money: str, says: str
) -> None:
    sheet = view_of(name).sheet(sample, f"money={money}" if money else "")
    assert sheet.definition.startswith(says)


@pytest.mark.parametrize("span", ["2026-01-01..2025-01-01", "2025-02-30..", "2025", ".."])
def test_a_span_that_cannot_be_is_told_how_to_write_one(span):
    filters, [remark] = query.parse(f"?days={span}", OFFERED)
    assert not filters.of("days")
    assert remark.startswith(f"“{span}” is no span of days: write the first and the last day")


def test_a_filter_of_a_plain_column_is_one_row(sample: Build) -> None:
    facet = Facet("product", "product code", column="product_or_service_code", more=True)
    held = choices(sample, columns=(facet.column,))
    stated = [option.value for option in facet.choices(held, ["not-stated"])]
    assert stated[-1] == "not-stated"
    assert len(stated) > 2
    for value in stated:
        filters = Selection(columns=((facet.column, (value,)),))
        assert facet.selection((value,)) == {"columns": {facet.column: (value,)}}
        condition = "IS NULL" if value == "not-stated" else f"= '{value}'"
        awards = f"(SELECT award_key FROM awards WHERE product_or_service_code {condition})"
        wanted = sample.query(
            f"SELECT sum(obligated_usd) AS usd FROM actions WHERE award_key IN {awards}"
        )
        assert queries.totals(sample, filters)["obligated_usd"] == wanted["usd"][0]
        years = queries.years(sample, filters)
        assert years["obligated_usd"].sum() == wanted["usd"][0]
        behind = drilldown.awards(sample, filters)
        assert behind["obligated_here_usd"].sum() == wanted["usd"][0]


def test_a_filter_of_a_plain_column_holds_on_every_page(sample: Build, monkeypatch: Any) -> None:
    facet = Facet("set-aside", "set-aside", column="type_of_set_aside_code", more=True)
    for module in (query, view_requests):
        monkeypatch.setattr(module, "FACETS", (*FACETS, facet))
        monkeypatch.setattr(module, "BY_NAME", {**BY_NAME, facet.name: facet})
    monkeypatch.setattr(filter_bar, "BY_NAME", {**BY_NAME, facet.name: facet})
    monkeypatch.setattr(view_requests, "COLUMNS", (facet.column,))
    for page in (*LISTED, *BEHIND):
        if isinstance(page, FilteredPage):
            bar, results = page.view(sample, "?set-aside=NONE")
            assert "set-aside NONE" in said(bar)
            assert said(results)
    for name in ("years", "growth", "sized", "rates", "awards", "behind", "technology", "places"):
        assert view_of(name).sheet(sample, "set-aside=NONE").filters == "set-aside NONE"


def test_a_page_can_ignore_a_filter_itself(sample: Build) -> None:
    request = view_request(sample, "?component=ICE&size=over-100m", "/new", ignores=("size",))
    assert request.in_words == "component ICE"
    assert request.filters.remarks == ("Not narrowed here by size of award.",)
