"""Vendors and makers by what was obligated, counted under who made it or who sold it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.documents import vendor as vendor_document
from analysis.published.build import Build
from dashboard import views
from dashboard.components import drilldown, filter_bar, subjects
from dashboard.html.elements import Element
from dashboard.pages.page import FilteredPage
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import VENDORS as PATH
from dashboard.url.view_request import PageAddress, ViewRequest, kept_of, view_request
from dashboard.views import Column, Shown, Table, View

MOST = 100
"""Vendors in the ranking, on the page and in its file."""
UNDER = {
    "seller": "who is paid: the vendor of the record",
    "maker": "whose product it is: the maker that the text names",
}


def _read(build: Build, search: str) -> ViewRequest:
    return view_request(build, search, PATH, kept_of(search, "under", tuple(UNDER)))


def _under(asked: ViewRequest) -> str:
    return asked.state("under")


def _rows(asked: ViewRequest) -> pd.DataFrame:
    return vendor_document.ranking(asked.build, _under(asked), asked.selection, MOST)


def _leads(asked: ViewRequest) -> drilldown.Address:
    # Counted under the maker, other awards count than a filter by maker chooses.
    whose = "vendor" if _under(asked) == "seller" else "counts"
    return drilldown.of(asked.chosen, asked.offered, {"family": whose})


def _name(row: Row, _: Shown) -> Any:
    return subjects.vendor_link(row["name"], row["family"])


RANKING = View(
    "vendors",
    lambda shown: f"Vendors by obligations, counted under the {_under(shown.asked)}",
    lambda shown: (
        f"{query.sums_of(shown.asked.chosen)} of actions. Counted under the maker, an award of a "
        "reseller counts under the maker that its text names; sums under maker and seller are "
        "never added."
    ),
    _rows,
    PATH,
    read=_read,
    takes="This ranking",
    leads=_leads,
    tables=[
        Table(
            lambda shown: f"Counted under the {_under(shown.asked)}",
            [
                Column("Vendor", _name),
                views.led_usd(),
                views.number("awards", "Awards"),
                views.usd("through_resellers_usd", "Of it through others", "none held"),
                Column(
                    "Is its maker known",
                    lambda row, _: "yes" if row["maker_known"] else "not of every award",
                ),
            ],
            "vendors-table",
        )
    ],
    cite=lambda shown: (
        f"Vendors by obligations, counted under the {_under(shown.asked)}: "
        f"{shown.asked.in_words}. {citations.leading(shown.frame, 'name', citations.OF_VIEW)}"
    ),
)


def _says(asked: ViewRequest, found: pd.DataFrame) -> str:
    whole = len(found) < MOST
    cut = fmt.count(len(found), "vendor") if whole else f"The {MOST} most obligated"
    return f"{cut}: {asked.in_words}."


def _switch(asked: ViewRequest) -> Element:
    return filter_bar.switch(
        "Count under",
        "under",
        UNDER,
        _under(asked),
        lambda way: PageAddress(PATH, (("under", way),)).address(asked.chosen),
    )


def _sections(asked: ViewRequest, found: pd.DataFrame) -> list[Element]:
    shown = RANKING.shown(asked, found)
    table, source = RANKING.figures(shown)
    cautions = subjects.cautions(vendor_document.CAUTIONS)
    return [_switch(asked), table, cautions, source, RANKING.take(shown)]


PAGE = FilteredPage(
    PATH,
    "Vendors",
    "Vendors and makers",
    "A reseller is paid for what another made. Count under the seller or under the maker: "
    "the same dollars, told twice, never to be added.",
    "vendors",
    read=_read,
    measure=_rows,
    says=_says,
    empty=lambda asked, found: None if len(found) else [filter_bar.nothing(asked)],
    sections=_sections,
    views=[RANKING],
)
