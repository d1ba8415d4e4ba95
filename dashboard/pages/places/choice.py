"""What an address asks of the places, and the rows of them to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.published import place_queries
from analysis.published.build import Build
from analysis.published.reproducible_sql import Where
from analysis.published.selection import of_award_years
from dashboard import facets
from dashboard.downloads import Sheet
from dashboard.url import query
from dashboard.url.query import Filters

PATH = "/places"
SIDES = {
    "performance": "where the work is done",
    "vendor": "the vendor’s address",
}
BY = {"state": "state", "district": "congressional district"}


@dataclass(frozen=True)
class PlacesQuery:
    """A view of the places: the filters, the side, by what, and the place that is looked into."""

    chosen: Filters
    side: str
    by: str
    at: str

    def place(self, **other: str) -> facets.PageAddress:
        """The page as this view has it, with something else chosen."""
        state = {"side": self.side, "by": self.by, "at": self.at, **other}
        return facets.PageAddress(
            PATH, tuple((name, value) for name, value in state.items() if value)
        )

    def address(self, **other: str) -> str:
        """The address of the page with something else chosen."""
        return self.place(**other).address(self.chosen)

    @property
    def query(self) -> str:
        """What stands after `?` in the address of this view."""
        return self.address().partition("?")[2]

    @property
    def wanted(self) -> Where:
        """The rows that the filters hold."""
        return of_award_years(query.selection(self.chosen))


def asked_of(build: Build, search: str) -> tuple[PlacesQuery, facets.Offered]:
    """What an address asks, and what can be chosen; what it names in vain is left out."""
    chosen, offered = facets.chosen_of(build, search, PATH)
    side = query.first(search, "side", "performance")
    by = query.first(search, "by", "state")
    asked = PlacesQuery(
        chosen,
        side if side in SIDES else "performance",
        by if by in BY else "state",
        query.first(search, "at"),
    )
    return asked, offered


def _places(build: Build, search: str) -> Sheet:
    asked, offered = asked_of(build, search)
    return Sheet(
        "places",
        f"Obligations by {BY[asked.by]}: {SIDES[asked.side]}",
        "Net obligations of the actions that state each place on this side. An award counts in "
        "every place that its actions state, so awards must not be added. " + _cautions(),
        place_queries.ranked(build, asked.side, asked.by, asked.wanted),
        facets.in_words(asked.chosen, offered),
        asked.address(),
    )


def _awards(build: Build, search: str) -> Sheet:
    asked, offered = asked_of(build, search)
    return Sheet(
        "place-awards",
        f"Awards of the place {asked.at}: {SIDES[asked.side]}",
        "Each row is one award; obligated_there_usd is what the actions obligate that state this "
        "place, obligated_usd all of the award. " + _cautions(),
        place_queries.awards_at(build, asked.side, asked.at, asked.wanted),
        facets.in_words(asked.chosen, offered),
        asked.address(),
    )


def _cautions() -> str:
    return " ".join(place_queries.CAUTIONS)


SHEETS: dict[str, Callable[[Build, str], Sheet]] = {"places": _places, "place-awards": _awards}
