"""Every sum in a table leads on, and where it leads to awards they add up to it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from analysis.published import drilldown, grid
from dashboard.app import LISTED, page_for
from dashboard.published_data import PublishedData
from dashboard.text import format as fmt
from dashboard.url import grid_state, paths, query
from dashboard.url.view_request import filters_of
from tests.dashboard.elements import elements, links, said

TOWERS = "CONT_IDV_70B02C20D00000019_7014"
ADDRESSES = [
    *(page.path for page in LISTED),
    "/?component=ICE&class=SOLE_SOURCE",
    "/?rules=csis&money=given",
    "/?dollars=constant&name=PALANTIR+TECHNOLOGIES+INC.",
    f"/?dollars=constant&vehicle={TOWERS}",
    "/awards?component=ICE&fy=2025",
    "/bought?by=vendor&component=ICE",
    "/bought?by=psc_family&days=2021-01-20..2025-01-19",
    "/bought?by=fiscal_year&rules=csis",
    "/bought?by=technology&vendor=palantir",
    "/vendors?under=maker&component=ICE",
    "/vendors?under=seller&fy=2024",
    "/vendor/shadowdragon",
    "/vendor/panamerica",
    "/technology?technology=social+media&component=ICE",
    "/program/immigrationos",
    "/program/raven",
    f"/vehicle/{TOWERS}",
    *(f"/explore?group={by}" for by in ("component", "class", "vendor", "year", "kind")),
    "/check?q=ICE+Palantir+2025+%2481+million",
    "/check?q=ShadowDragon+%241+million",
    "/check?q=CBP+towers+ceiling+%241.8+billion",
]
OF_UNSTATED = ("", "about", "bought", "explore", "technology", "vendors")
WITHOUT = ("/vehicles", "/growth", "/places", "/changes", "/leads", "/method", "/programs",
           "/award", "/explore", "/?dollars", "/program/raven", "/elsewhere")  # fmt: skip
"""Pages on which no table has a sum of several awards."""
UNSTATED = [each for each in ADDRESSES if each[1:].split("?")[0] in OF_UNSTATED]
ENDS = {
    "Obligations by fiscal year and how they were bought, in FY2025 dollars": "",
    "Known figures": "no sum",
    "What these records lack, and where they mislead": "",
    "Names in time": "",
    "Firms counted here, each with its own sum": "",
}
"""Tables of which some sums lead nowhere: constant dollars, which no award is told in, sums that no
record makes, what is counted of all that is held (the SQL below finds it), and sums by a name on
actions, whose awards stand below."""
SUM = re.compile(r"-?\$[\d,]+\.\d\d")


def drawn(held: PublishedData, address: str) -> Any:
    """The page of an address."""
    at = urlsplit(address)
    return page_for(held, at.path, f"?{at.query}" if at.query else "")[0]


def tables(page: Any) -> list[tuple[str, list[Any]]]:
    """Each table by its caption, and its rows."""
    frame = []
    for table in (each for each in elements(page) if each["type"] == "Table"):
        inside = list(elements(table["props"]["children"]))
        [caption] = [
            said(each["props"]["children"]) for each in inside if each["type"] == "Caption"
        ]
        [body] = [each for each in inside if each["type"] == "Tbody"]
        rows = [each for each in elements(body["props"]["children"]) if each["type"] == "Tr"]
        frame.append((caption, [each["props"]["children"] for each in rows]))
    return frame


EVERY = [*(("sample", each) for each in ADDRESSES), *(("unstated", each) for each in UNSTATED)]


@pytest.mark.parametrize(("build", "address"), EVERY)
def test_every_row_with_a_sum_leads_on(request, build, address):
    held = PublishedData(request.getfixturevalue(f"{build}_settings"))
    for caption, rows in tables(drawn(held, address)):
        for row in rows:
            if SUM.search(said(row)) and not links(row):
                assert caption in ENDS or build == "unstated", f"{caption}: {said(row)}"
                assert ENDS.get(caption, "") in said(row)


@pytest.mark.parametrize(("build", "address"), EVERY)
def test_the_awards_behind_every_sum_add_up_to_it(request, build, address):
    held = PublishedData(request.getfixturevalue(f"{build}_settings"))
    frame = 0
    for caption, rows in tables(drawn(held, address)):
        for row in rows:
            sums = [
                (each["props"]["href"], said(each["props"]["children"]))
                for each in elements(row)
                if each["props"].get("href", "").startswith((paths.AWARDS, "/explore?"))
                and SUM.fullmatch(said(each["props"]["children"]))
            ]
            outside = caption == "Every class on its own" and said(row).endswith("no")
            for way, usd in sums:
                assert usd in added_up(held, way, outside=outside), way
            frame += len(sums)
    assert frame or build == "unstated" or address.startswith(WITHOUT)


def added_up(held: PublishedData, way: str, *, outside: bool) -> set[str]:
    """What the awards of an address add up to, and those of them that count in shares.

    `outside`: only those that do not; the list says of each award whether it does.
    """
    build, at = held.build(), urlsplit(way)
    if at.path == paths.EXPLORE:
        asked = grid_state.grid_query(grid_state.read(build, at.query))
        return {fmt.exact(grid.awards(build, asked)["obligated_usd"].sum(min_count=1))}
    filters, _ = filters_of(build, at.query, at.path)
    assert not filters.remarks
    awards = drilldown.awards(build, query.selection(filters))
    rated = awards["in_rates"]
    parts = (awards[~rated],) if outside else (awards, awards[rated])
    return {fmt.exact(each["obligated_here_usd"].sum(min_count=1)) for each in parts}


@pytest.mark.parametrize(
    ("search", "name"),
    [
        ("?name=EXAMPLE+OPTICS+LLC&name=Example+Optics+LLC", "name"),
        ("?counts=EXAMPLE+OPTICS&counts=A+B+C+D", "counts"),
        ("?fy=2024&fy=2023", "fy"),
        ("?component=NOT-STATED&component=7999", "component"),
    ],
)
def test_values_asked_for_beside_each_other_all_hold(unstated, search, name):
    filters, _ = filters_of(unstated, search, paths.AWARDS)
    assert len(filters.of(name)) == 2
    assert not filters.remarks
    every = drilldown.awards(unstated, query.selection(filters))
    each = [
        drilldown.awards(unstated, query.selection(filters.with_values(name, (value,))))
        for value in filters.of(name)
    ]
    assert len(every) == sum(map(len, each)) > min(map(len, each)) > 0
