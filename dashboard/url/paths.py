"""Paths of the pages. Pure."""

from __future__ import annotations

from urllib.parse import quote

EMBED = "/embed"
"""What stands before the path of a page that others show in a frame."""
AWARD, VEHICLE, PROGRAM, VENDOR = "/award/", "/vehicle/", "/program/", "/vendor/"
"""Pages of one thing: what stands after it is its key or name."""
HOME, AWARDS, EXPLORE = "/", "/awards", "/explore"
BOUGHT, GROWTH, TECHNOLOGY, PLACES = "/bought", "/growth", "/technology", "/places"
VEHICLES, PROGRAMS, VENDORS = "/vehicles", "/programs", "/vendors"
ELSEWHERE = "/elsewhere"
CHANGES, LEADS, CHECK, METHOD, ABOUT = "/changes", "/leads", "/check", "/method", "/about"


def award(award_key: str) -> str:
    """The address of an award's page."""
    return AWARD + quote(award_key, safe="")


def vehicle(vehicle_key: str) -> str:
    """The address of a vehicle's page."""
    return VEHICLE + quote(vehicle_key, safe="")


def program(key: str) -> str:
    """The address of a program's page."""
    return PROGRAM + quote(key, safe="")


def vendor(family: str) -> str:
    """The address of a vendor's or maker's page."""
    return VENDOR + quote(family, safe="")
