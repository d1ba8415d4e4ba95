"""Press figures: `press_figures.csv`, computed again at every build."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from analysis.rules import FOLDER, decisions, dossiers, firms
from analysis.rules.row_types import Line, filled, one_of
from fetch import codes

COLUMNS = "figure says vendor programme award components from to measure usd published basis source"
MEASURES = ("obligated", "given", "ceiling")
"""`obligated` is net, `given` what is above zero, `ceiling` base and all options."""


@dataclass(frozen=True)
class Figure:
    """Published amount with its subject, span and source."""

    figure: str
    says: str
    vendor: str
    programme: str
    award: str
    components: tuple[str, ...]
    from_day: date | None
    to_day: date | None
    measure: str
    usd: Decimal
    published: str
    basis: str
    because: str
    source: str
    where: str


@cache
def figures(folder: Path = FOLDER) -> tuple[Figure, ...]:
    """The rows of the table, checked. BrokenRules names file, line and reason."""
    table = decisions.table(folder / "press_figures.csv", COLUMNS, lambda row: _figure(row, folder))
    decisions.once(table, lambda row: row.figure, lambda row: row.usd)
    decisions.once(table, _asked, lambda row: row.figure)
    return table


def _asked(row: Figure) -> tuple[object, ...]:
    span = (row.from_day, row.to_day)
    return (row.vendor, row.programme, row.award, row.components, *span, row.measure, row.usd)


def _figure(row: Line, folder: Path) -> Figure:
    if row["vendor"]:
        decisions.known(row["vendor"], firms.families(folder), "vendor family")
    if row["programme"]:
        decisions.known(row["programme"], dossiers.programs(folder), "programme")
    components = tuple(row["components"].split())
    for code in components:
        decisions.known(code, codes.table("components"), "component")
    texts = {name: filled(row, name) for name in ("says", "published", "source")}
    days = [date.fromisoformat(row[name]) if row[name] else None for name in ("from", "to")]
    if all(days) and days[0] > days[1]:  # type: ignore[operator]
        raise ValueError("the span ends before it begins")
    return Figure(
        figure=decisions.slug(row, "figure"),
        **{name: row[name] for name in ("vendor", "programme", "because", "where")},
        award=decisions.award_key(row),
        components=components,
        from_day=days[0],
        to_day=days[1],
        measure=one_of(row, "measure", MEASURES),
        usd=Decimal(filled(row, "usd")),
        basis=one_of(row, "basis", dossiers.BASES),
        **texts,
    )
