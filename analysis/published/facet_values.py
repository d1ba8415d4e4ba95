"""Facet values: the choices of each filter in a build."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis import rules
from analysis.published import vendor_index
from analysis.published.build import Build, opened
from analysis.published.dollars import base_years
from analysis.rules import dossiers, firms
from analysis.rules.lookups import technologies
from analysis.rules.rule_sets import DEFAULT, class_column, names


def choices(build: Build, rule_set: str = DEFAULT, columns: tuple[str, ...] = ()) -> dict[str, Any]:
    """Choices of every filter; classes by one rule set.

    Components (`_components`), fiscal years, technology, the other rule
    sets, the latest fiscal year for constant dollars; vendors and makers by what was obligated
    (short name to name), and the programmes of which an action is held. `columns`: of these columns
    of `awards` the values, under that name. `family_of` gives the family of any name or number of a
    vendor, or None where none or several bear it.
    """
    classes = _classes(build.directory, rule_set)
    plain = {column: _stated(build.directory, column) for column in columns}
    return {
        **_by_all_rules(build.directory),
        "classes": classes,
        "columns": plain,
        "family_of": lambda value: _family_of(build.directory, value),
    }


@lru_cache(maxsize=1024)
def _family_of(directory: Path, value: str) -> str | None:
    families = {firm.family for firm in vendor_index.firms_of(opened(directory), value)}
    return families.pop() if len(families) == 1 else None


@lru_cache(maxsize=64)
def _stated(directory: Path, column: str) -> list[str]:
    """Values of a column of awards, in order."""
    build = opened(directory)
    return [
        str(value) for value in _values(build, f'SELECT DISTINCT "{column}" FROM awards ORDER BY 1')
    ]


@lru_cache(maxsize=16)
def _classes(directory: Path, rule_set: str) -> list[tuple[str, str]]:
    build = opened(directory)
    # only classes that occur are offered: no choice leads to an empty page
    present = set(_values(build, f"SELECT DISTINCT {class_column(rule_set)} FROM awards"))
    return [(name, each.label) for name, each in rules.load().classes.items() if name in present]


@lru_cache(maxsize=4)
def _by_all_rules(directory: Path) -> dict[str, Any]:
    build = opened(directory)
    kinds = set(_values(build, "SELECT DISTINCT technology FROM awards"))
    years = _values(build, "SELECT DISTINCT fiscal_year FROM actions ORDER BY 1")
    return {
        "components": _components(build),
        "fiscal_years": [int(year) for year in years],
        "technologies": [each for each in technologies() if each in kinds],
        "rules": list(names()[1:]),
        "dollars": base_years(build)[-1:],
        "vendors": _vendors(build),
        "makers": _makers(build),
        "programs": _programs(build),
    }


def _values(build: Build, sql: str) -> list[Any]:
    return list(build.query(sql).iloc[:, 0].dropna())


def _components(build: Build) -> list[tuple[str, str, str, str]]:
    """Code, abbreviation, name and name in figures of each component; empty text where missing.

    The name in figures is given only where it belongs to one code and the code has no other.
    """
    held = build.query("SELECT DISTINCT component_code, component, component_name FROM awards")
    texts = held.astype("object").where(held.notna(), "").itertuples(index=False, name=None)
    codes_of, of_code = defaultdict(set), defaultdict(list)
    for code, called, name in sorted(texts):
        codes_of[called].add(code)
        of_code[code].append((called, name))
    components = []
    for code, rows in of_code.items():
        calls = {called for called, _ in rows}
        # a name that two codes share cannot lead back to one of them
        alone = len(calls) == 1 and len(codes_of[rows[0][0]]) == 1
        name = max(name for _, name in rows)
        short = next((each for each in calls if each not in (code, *(n for _, n in rows))), "")
        components.append((code, short, name, rows[0][0] if alone else ""))
    stated = [each for each in components if each[0]]
    return sorted(stated, key=lambda each: (each[1] or each[2] or each[0], each[0]))


def _vendors(build: Build) -> dict[str, str]:
    frame = build.query(
        "SELECT vendor_family, any_value(vendor_name ORDER BY vendor_name) AS name FROM awards "
        "WHERE vendor_family IS NOT NULL GROUP BY 1 ORDER BY sum(obligated_usd) DESC NULLS LAST, 1"
    )
    rows = frame.itertuples(index=False, name=None)
    return {family: str(family) if name is None else str(name) for family, name in rows}


def _makers(build: Build) -> dict[str, str]:
    makers = _values(
        build,
        "SELECT maker FROM awards WHERE maker IS NOT NULL GROUP BY 1 "
        "ORDER BY sum(obligated_usd) DESC NULLS LAST, 1",
    )
    book = firms.families()
    return {family: book[family].name if family in book else family for family in makers}


def _programs(build: Build) -> list[tuple[str, str]]:
    keys = set(_values(build, "SELECT DISTINCT programme FROM program_actions"))
    return [(key, each.name) for key, each in dossiers.programs().items() if key in keys]
