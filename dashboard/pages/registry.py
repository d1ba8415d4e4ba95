"""Registry of the pages, in the order of the navigation, and of their views."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.pages.about import method
from dashboard.pages.about import page as about
from dashboard.pages.award import page as award
from dashboard.pages.awards import page as awards
from dashboard.pages.changes import page as changes
from dashboard.pages.check import page as check
from dashboard.pages.competition import page as competition
from dashboard.pages.elsewhere import page as elsewhere
from dashboard.pages.explore import page as explore
from dashboard.pages.growth import page as growth
from dashboard.pages.leads import page as leads
from dashboard.pages.overview import page as overview
from dashboard.pages.page import Page, SubjectPage
from dashboard.pages.places import page as places
from dashboard.pages.program import listing as programs
from dashboard.pages.program import page as program
from dashboard.pages.technology import page as technology
from dashboard.pages.vehicle import page as vehicle
from dashboard.pages.vendor import page as vendor
from dashboard.pages.vendor import ranking as vendors
from dashboard.views import View
from fetch.errors import InputError

LISTED: tuple[Page, ...] = (
    overview.PAGE,
    explore.PAGE,
    growth.PAGE,
    competition.PAGE,
    vehicle.PAGE,
    programs.PAGE,
    vendors.PAGE,
    technology.PAGE,
    places.PAGE,
    changes.PAGE,
    leads.PAGE,
    check.PAGE,
    method.PAGE,
    about.PAGE,
)
BEHIND: tuple[Page, ...] = (awards.PAGE, elsewhere.PAGE)
"""Pages that others lead to, and that no link in the head names."""
OF_ONE: tuple[SubjectPage, ...] = (award.PAGE, vehicle.ONE, program.PAGE, vendor.PAGE)
PAGES: tuple[Page | SubjectPage, ...] = (*LISTED, *BEHIND, *OF_ONE)
PLAIN: Mapping[str, Page] = {page.path: page for page in (*LISTED, *BEHIND)}
"""Pages whose address is one path."""
VIEWS: Mapping[str, View] = {view.name: view for page in PAGES for view in page.views}
"""Every view by the name of its rows, `/data/NAME.csv`."""


def view_of(name: str) -> View:
    """The view whose rows have a name. InputError where there is none."""
    if name not in VIEWS:
        raise InputError(f"there are no rows called {name!r}; there are: {', '.join(VIEWS)}")
    return VIEWS[name]
