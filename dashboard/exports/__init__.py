"""Exports: one file a format, found by name, in the bar and on the server."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from dashboard.exports.way_out import WayOut


@cache
def ways_out() -> tuple[WayOut, ...]:
    """Every way out, in the order of the bar: what a module of this folder calls `WAYS`."""
    modules = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    found = [way for module in modules for way in getattr(module, "WAYS", ())]
    return tuple(sorted(found, key=lambda way: way.order))


def files() -> dict[str, WayOut]:
    """The kinds of file that rows can be taken in, by the ending of their name."""
    return {way.name: way for way in ways_out() if way.make}
