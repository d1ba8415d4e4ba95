"""Each bar, point and sum leads to awards that add up to it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from analysis import rules
from analysis.documents import technology as technology_document
from analysis.documents import technology_shares
from analysis.documents import vendor as vendors_told
from analysis.published import drilldown, queries
from analysis.published.component_years import component_years
from analysis.published.grid import GridQuery, grouped
from analysis.published.grid import awards as listed_awards
from dashboard.charts import base, small_multiples
from dashboard.charts.figure import leads
from dashboard.components import drilldown as components_drilldown
from dashboard.components import grid
from dashboard.facets import AS_IN_HEADLINE
from dashboard.pages.competition import page as competition
from dashboard.pages.explore import page as explore
from dashboard.pages.technology import by_year
from dashboard.pages.vendor import page as vendor
from dashboard.pages.vendor import ranking as vendors
from dashboard.published_data import rows
from dashboard.url import grid_state, paths, query
from dashboard.url.view_request import filters_of, view_request
from tests.dashboard.elements import elements, links


def addresses(found: Any, address: components_drilldown.Address) -> list[str]:
    """Where the rows of a table lead."""
    return [row["address"] for row in components_drilldown.with_addresses(found, address)]


def summed(build: Any, address: str) -> Decimal:
    """What the awards at an address add up to."""
    path, _, search = address.partition("?")
    assert path == paths.AWARDS
    filters, _ = filters_of(build, search, path)
    assert not filters.remarks
    return drilldown.awards(build, query.selection(filters))["obligated_here_usd"].sum()


@pytest.mark.parametrize(
    "search",
    ["", "?component=ICE&class=SOLE_SOURCE&class=COMPETED", "?rules=csis", "?money=given&fy=2024"],
)
def test_each_bar_of_the_first_page_leads_to_its_awards(sample, search):
    filters, offered = filters_of(sample, search)
    years = queries.years(sample, query.selection(filters))
    ways = addresses(years, components_drilldown.of(filters, offered))
    assert ways
    for address, usd in zip(ways, years["obligated_usd"], strict=True):
        assert summed(sample, address) == usd


def test_each_bar_of_a_panel_leads_to_its_awards(sample):
    filters, offered = filters_of(sample, "?fy=2025", paths.BOUGHT)
    frame = component_years(sample, query.selection(filters))
    for address, usd in zip(
        addresses(frame, components_drilldown.of(filters, offered)),
        frame["obligated_usd"],
        strict=True,
    ):
        assert summed(sample, address) == usd


@pytest.mark.parametrize("search", ["", "?technology=person+look-up"])
def test_each_bar_of_a_technology_leads_to_its_awards(sample, search):
    section = by_year.section(view_request(sample, search, paths.TECHNOLOGY))
    bars = [trace for trace in drawn(section) if trace["type"] == "bar"]
    assert bars
    for trace in bars:
        for address, (usd, _) in zip(trace["ids"], trace["customdata"], strict=True):
            assert f"${summed(sample, address):,.2f}".replace("$-", "-$") == usd


@pytest.mark.parametrize("by", competition.BY_WORDS)
@pytest.mark.parametrize("held", ["sample", "unstated"])
def test_each_point_of_a_share_leads_to_awards_of_its_dollars(request, held, by):
    made = request.getfixturevalue(held)
    search = "?component=ICE&class=SOLE_SOURCE" if held == "sample" else ""
    filters, offered = filters_of(made, search, paths.BOUGHT)
    frame, _ = queries.competition(made, query.selection(filters), by)
    every = filters.with_values("class", ())
    ways = addresses(frame, components_drilldown.of(every, offered, {"value": competition.OF[by]}))
    assert len(ways) > 1 or by == "component" or held == "unstated"
    document = [(way, usd) for way, usd in zip(ways, frame["obligated_usd"], strict=True) if way]
    assert len(ways) - len(document) == (2 if (by, held) == ("component", "unstated") else 0)
    for address, usd in document:
        assert rated(made, address) == usd


def rated(build: Any, address: str) -> Decimal:
    filters, _ = filters_of(build, address.partition("?")[2], paths.AWARDS)
    frame = drilldown.awards(build, query.selection(filters))
    return frame[frame["in_rates"]]["obligated_here_usd"].sum()


def drawn(section: Any) -> list[dict[str, Any]]:
    """The traces of the chart of a section."""
    stores = [each["props"] for each in elements(section) if each["type"] == "Store"]
    [sent] = [each["data"] for each in stores if each["id"]["part"] == "drawn"]
    return sent["data"]


def test_what_no_filter_chooses_leads_nowhere_and_is_still_drawn(frames):
    years = frames.years((2023, "sole source", "1.00"), (2024, "sole source", "2.00"))
    drawing = base.obligations_by_year(
        years.assign(address=["", "/awards?fy=2024"]), frames.shares(), "2024-06-01", "A source."
    )
    [bars] = [trace for trace in drawing.data if trace["type"] == "bar"]
    assert bars["ids"] == ["nowhere-0", "/awards?fy=2024"]
    assert leads(rows(years)) == {}
    assert components_drilldown.link("1.00", "") == "$1.00"
    assert links(components_drilldown.link("1.00", "/awards")) == ["/awards"]


def test_a_headline_leads_to_its_classes_and_those_alone_that_are_chosen(sample):
    filters, offered = filters_of(sample, "?class=SOLE_SOURCE&class=COMPETED")
    headline = rules.load().headline()
    assert (
        components_drilldown.of_classes(filters, offered, headline) == "/awards?class=SOLE_SOURCE"
    )
    every, offered = filters_of(sample, "")
    # the classes alone have awards whose record contradicts itself too
    chosen = every.with_values("headline", (AS_IN_HEADLINE,))
    address = components_drilldown.of_classes(chosen, offered, headline)
    assert summed(sample, address) == queries.totals(sample)["headline_usd"]
    assert components_drilldown.of_classes(every, offered, ["NO_SUCH_CLASS"]) == ""


@pytest.mark.parametrize("rule_set", ["csis", "fpds2011"])
def test_the_headline_of_other_rules_leads_to_its_awards(sample, rule_set):
    filters, offered = filters_of(sample, f"?rules={rule_set}")
    names = [name for name, each in rules.load().classes.items() if each.not_competed == "yes"]
    wanted = queries.totals(sample, query.selection(filters))["not_competed_usd"]
    assert summed(sample, components_drilldown.of_classes(filters, offered, names)) == wanted


@pytest.mark.parametrize(("under", "whose"), [("seller", "vendor"), ("maker", "counts")])
@pytest.mark.parametrize("held", ["sample", "unstated"])
def test_each_vendor_of_a_ranking_leads_to_its_awards_of_the_view(request, held, under, whose):
    made = request.getfixturevalue(held)
    search = "?component=ICE&fy=2022" if held == "sample" else ""
    filters, offered = filters_of(made, search, paths.VENDORS)
    frame = vendors_told.ranking(made, under, query.selection(filters), vendors.MOST)
    ways = addresses(frame, components_drilldown.of(filters, offered, {"family": whose}))
    assert len(ways) > 3 or held == "unstated"
    assert [summed(made, way) for way in ways] == list(frame["obligated_usd"])


@pytest.mark.parametrize("family", ["shadowdragon", "panamerica", "palantir"])
def test_what_one_sold_that_another_made_leads_to_its_awards(sample, family):
    document = vendors_told.document(sample, family)
    sold = [(vendor._sold(row["seller"], family), row) for row in document["sellers"]]
    sold += [(vendor._sold(family, row["maker"]), row) for row in document["makers"]]
    for address, row in sold:
        assert str(summed(sample, address)) == row["obligated_usd"]
    assert sold


def asked_of(build: Any, search: str) -> GridQuery:
    """The question of an address of the grid."""
    return grid_state.grid_query(grid_state.read(build, search))


@pytest.mark.parametrize("by", explore.GROUP_WORDS)
@pytest.mark.parametrize("held", ["sample", "unstated"])
@pytest.mark.parametrize("search", ["?size=under-250k", '?narrow=[["piid","contains","70"]]'])
def test_each_group_of_the_grid_leads_to_its_awards(request, held, by, search):
    made = request.getfixturevalue(held)
    filters, offered = filters_of(made, search, paths.EXPLORE)
    state, _ = grid_state.state_of(f"{search}&group={by}", explore.GROUP_WORDS, grid.HEADINGS)
    asked = asked_of(made, search)
    for value, awards, usd in grouped(made, asked, by)[["value", "awards", "obligated_usd"]].values:
        address = explore._members(filters, offered, state, value)
        if not address:
            assert value.startswith("Example ")  # a name of two codes, or a code of two names
            continue
        there = asked_of(made, address.partition("?")[2])
        assert there.sort == asked.sort
        frame = listed_awards(made, there)
        assert (len(frame), frame["obligated_usd"].sum()) == (awards, usd)


@pytest.mark.parametrize("search", ["?fy=2022", "?money=taken-back", "?days=2025-01-20.."])
def test_the_awards_of_a_kind_add_up_to_its_row(sample, search):
    filters, _ = filters_of(sample, search, paths.TECHNOLOGY)
    selection = query.selection(filters)
    kinds = technology_document.kinds(sample, selection)
    assert len(kinds)
    for kind, usd in zip(kinds["technology"], kinds["obligated_usd"], strict=True):
        frame = technology_shares.awards(sample, replace(selection, technology=kind))
        assert frame["obligated_here_usd"].sum() == usd


def test_no_two_marks_of_a_trace_lead_to_the_same_place(sample):
    """Plotly draws the first alone of marks with the same id."""
    frame = component_years(sample)
    filters, offered = filters_of(sample, "")
    bars = components_drilldown.with_addresses(frame, components_drilldown.of(filters, offered))
    drawing = small_multiples.panels(bars, sample.as_of, "A title", "A source.")
    for trace in drawing.data:
        assert len(set(trace["ids"])) == len(trace["x"])
