"""One name for one thing: what stands twice has a reason that is written here."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.conftest import ROOT

BY_SOURCE = "each source has its own, by the same name"
MODULES = {
    "__init__": "Python's own",
    "page": "each folder of a page has one",
    **dict.fromkeys(("doctor", "pagination", "reader", "readers"), BY_SOURCE),
    **dict.fromkeys(("client", "responses", "sync", "sync_run"), BY_SOURCE),
    **dict.fromkeys(("award", "program", "vehicle", "vendor"), "a document and its type"),
    "service": "the record, and a source’s own value of it",
    "checks": "those that sources share, and a source's own",
    "probe": "that which sources share, and a source's own",
}
"""Names that stand twice in one phase."""
CLASSES = {"Column": "of a table of the warehouse, and of a table on a page"}
PHASES = (
    "analysis/rules", "analysis/measures", "analysis/publish", "analysis/published",
    "analysis/documents", "analysis/docs", "analysis", "dashboard/components", "dashboard/charts",
    "dashboard/exports", "dashboard/pages", "dashboard", "fetch",
)  # fmt: skip
"""The same noun stands in every phase: growth is measured, published, documented and shown."""


def modules() -> list[str]:
    return [
        each.relative_to(ROOT).as_posix()
        for folder in ("fetch", "analysis", "dashboard")
        for each in sorted((ROOT / folder).rglob("*.py"))
    ]


def twice(named: dict[str, list[str]], known: dict[str, str]) -> dict[str, list[str]]:
    return {name: places for name, places in named.items() if len(places) > 1 and name not in known}


def test_no_class_stands_twice_without_a_reason():
    named: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in ast.parse((ROOT / path).read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                named[node.name].append(path)
    assert len(named) > 100
    assert twice(named, CLASSES) == {}


def test_no_module_of_a_phase_stands_twice_without_a_reason():
    named: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        room, _, name = path.removesuffix(".py").rpartition("/")
        if not room.endswith("/cli"):  # a command has the name of what it is of
            phase = next(each for each in PHASES if f"{room}/".startswith(f"{each}/"))
            named[f"{phase}: {name}"].append(path)
    found = {each.split(": ")[1]: places for each, places in named.items() if len(places) > 1}
    assert len(named) > 200
    assert {name: places for name, places in found.items() if name not in MODULES} == {}
    assert set(MODULES) - set(found) == set(), "a reason for a name that stands once"
