"""`analysis classify`: class, rule and note added to a CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fetch import console
from fetch.console import AsJson


def classify(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE.csv", exists=True, dir_okay=False, help="A CSV to class."),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="FILE.classified.csv without it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add class, rule and note to a CSV of contracts.

    The CSV uses the official column names.
    """
    from analysis.documents.classify import classify_file

    target = output or path.with_name(f"{path.stem}.classified.csv")
    summary = classify_file(path, target)
    if as_json:
        console.document(summary.as_dict())
    else:
        console.say(f"{target}: {summary}")
