"""Every sum in a table leads on, and where it leads to awards they add up to it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from analysis import explore, within
from dashboard import behind, facets, filters, view, words
from dashboard.app import LISTED, page_for
from dashboard.data import Held
from tests.dashboard.elements import elements, links, said

TOWERS = "CONT_IDV_70B02C20D00000019_7014"
ADDRESSES = [
    *(page.PATH for page in LISTED),
    "/?component=ICE&class=SOLE_SOURCE",
    "/?rules=csis&money=given",
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
ENDS = {
    "Known figures": "no sum",
    "What these records lack, and where they mislead": "",
    "Names in time": "",
}
"""Tables of which some sums lead nowhere: those that no record makes, what is counted of all that
is held (the SQL below finds it), and sums by a name on actions, whose awards stand below."""
SUM = re.compile(r"-?\$[\d,]+\.\d\d")


def drawn(held: Held, address: str) -> Any:
    """The page of an address."""
    at = urlsplit(address)
    return page_for(held, at.path, f"?{at.query}" if at.query else "")[0]


def tables(page: Any) -> list[tuple[str, list[Any]]]:
    """Each table by its caption, and its rows."""
    found = []
    for table in (each for each in elements(page) if each["type"] == "Table"):
        inside = list(elements(table["props"]["children"]))
        [caption] = [
            said(each["props"]["children"]) for each in inside if each["type"] == "Caption"
        ]
        [body] = [each for each in inside if each["type"] == "Tbody"]
        rows = [each for each in elements(body["props"]["children"]) if each["type"] == "Tr"]
        found.append((caption, [each["props"]["children"] for each in rows]))
    return found


EVERY = [
    *(("sample", each) for each in ADDRESSES),
    *(("unstated", each) for each in ADDRESSES[:20]),
]


@pytest.mark.parametrize(("build", "address"), EVERY)
def test_every_row_with_a_sum_leads_on(request, build, address):
    held = Held(request.getfixturevalue(f"{build}_settings"))
    for caption, rows in tables(drawn(held, address)):
        for row in rows:
            if SUM.search(said(row)) and not links(row):
                assert caption in ENDS, f"{caption}: {said(row)}"
                assert ENDS[caption] in said(row)


@pytest.mark.parametrize(("build", "address"), EVERY)
def test_the_awards_behind_every_sum_add_up_to_it(request, build, address):
    held = Held(request.getfixturevalue(f"{build}_settings"))
    found = [
        (each["props"]["href"], said(each["props"]["children"]))
        for each in elements(drawn(held, address))
        if each["props"].get("href", "").startswith((behind.PATH, "/explore?"))
        and SUM.fullmatch(said(each["props"]["children"]))
    ]
    for way, usd in found:
        assert usd in added_up(held, way), way


def added_up(held: Held, way: str) -> set[str]:
    """What the awards of an address add up to, those that count in shares, and those that do not:
    the list says of each award whether it does."""
    build, at = held.build(), urlsplit(way)
    if at.path == view.PATH:
        asked, _ = view.asked_of(build, at.query)
        return {words.exact(explore.awards(build, asked)["obligated_usd"].sum(min_count=1))}
    chosen, _ = facets.chosen_of(build, at.query, at.path)
    assert not chosen.remarks
    awards = within.awards(build, filters.selection(chosen))
    parts = (awards, awards[awards["in_rates"]], awards[~awards["in_rates"]])
    sums = (each["obligated_here_usd"].sum(min_count=1) for each in parts)
    return {words.exact(usd) for usd in sums}
