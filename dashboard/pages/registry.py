"""The pages there are, in the order of the head of every page."""

from __future__ import annotations

from types import ModuleType

from dashboard.pages.about import method
from dashboard.pages.about import page as about
from dashboard.pages.award import page as award
from dashboard.pages.awards import page as awards_page
from dashboard.pages.changes import page as changes
from dashboard.pages.check import page as check
from dashboard.pages.competition import page as competition
from dashboard.pages.explore import page as explore
from dashboard.pages.growth import page as growth
from dashboard.pages.leads import page as leads
from dashboard.pages.overview import page as overview
from dashboard.pages.places import page as places_page
from dashboard.pages.program import listing as programs
from dashboard.pages.program import page as program
from dashboard.pages.technology import page as technology
from dashboard.pages.vehicle import page as vehicle
from dashboard.pages.vendor import page as vendor
from dashboard.pages.vendor import ranking as vendors

LISTED: tuple[ModuleType, ...] = (
    overview,
    explore,
    growth,
    competition,
    vehicle,
    programs,
    vendors,
    technology,
    places_page,
    changes,
    leads,
    check,
    method,
    about,
)
BEHIND: tuple[ModuleType, ...] = (awards_page,)
"""Pages that others lead to, and that no link in the head names."""
OF_ONE: tuple[ModuleType, ...] = (award, vehicle, program, vendor)
PAGES = tuple(dict.fromkeys((*LISTED, *BEHIND, *OF_ONE)))
PLAIN = {page.PATH: page for page in (*LISTED, *BEHIND)}
"""Pages whose address is one path."""
