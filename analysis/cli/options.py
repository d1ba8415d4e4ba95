"""Options of several commands, and the CSV and JSON formats."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from analysis.serialise import harmless
from fetch.errors import plainly

Component = Annotated[list[str] | None, typer.Option(help="ICE, 7012 or the official name.")]
Class = Annotated[list[str] | None, typer.Option("--class", help="Such as SOLE_SOURCE.")]
Fiscal = Annotated[list[int] | None, typer.Option("--fy", help="Fiscal years of the actions.")]
Top = Annotated[int, typer.Option(min=1, help="How many.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV on stdout.")]
Key = Annotated[str, typer.Argument(metavar="KEY_OR_PIID", help="The official key, or the number.")]


def one_format(as_json: bool, as_csv: bool) -> None:
    """BadParameter for two formats at once."""
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv are two formats; choose one")


def write_csv(rows: Iterable[dict[str, Any]], fields: Iterable[str], coverage: str) -> None:
    """Rows as CSV on stdout, with what is held on each, for rows are copied without their file.

    Formulas, and signs that steer a terminal, are neutralized.
    """
    writer = csv.DictWriter(sys.stdout, [*fields, "coverage"], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        cells = {name: _neutral(value) for name, value in row.items()}
        writer.writerow({**cells, "coverage": coverage})


def _neutral(value: Any) -> Any:
    return plainly(harmless(value)) if isinstance(value, str) else harmless(value)
