"""`fetch describe`: the tables of a document that are made from the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def describe(
    document: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Such as DATA.md.")],
) -> None:
    """Write a document's tables anew from the schema."""
    from fetch.describe import fill, parts

    document.write_text(fill(document.read_text("utf-8"), parts()), "utf-8")
