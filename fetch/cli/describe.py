"""`fetch describe`: the tables of a document that are made from the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def describe(
    document: Annotated[Path, typer.Argument(exists=True, help="A document, or a folder.")],
) -> None:
    """Write a document's tables anew from the schema."""
    from fetch.describe import parts, write

    write(document, parts())
