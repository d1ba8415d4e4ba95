"""The pages there are, in the order of the head of every page."""

from __future__ import annotations

from types import ModuleType

from dashboard.pages import (
    about,
    award,
    awards,
    buying,
    changed,
    check,
    explore,
    growth,
    leads,
    method,
    overview,
    places,
    program,
    programs,
    technology,
    vehicle,
    vendor,
    vendors,
)

LISTED: tuple[ModuleType, ...] = (
    overview,
    explore,
    growth,
    buying,
    vehicle,
    programs,
    vendors,
    technology,
    places,
    changed,
    leads,
    check,
    method,
    about,
)
BEHIND: tuple[ModuleType, ...] = (awards,)
"""Pages that others lead to, and that no link in the head names."""
OF_ONE: tuple[ModuleType, ...] = (award, vehicle, program, vendor)
PAGES = tuple(dict.fromkeys((*LISTED, *BEHIND, *OF_ONE)))
PLAIN = {page.PATH: page for page in (*LISTED, *BEHIND)}
"""Pages whose address is one path."""
