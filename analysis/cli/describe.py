"""`analysis describe`: rule tables in the documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def describe(
    document: Annotated[Path, typer.Argument(exists=True, help="A document, or a folder.")],
) -> None:
    """Write a document's tables anew from the rules."""
    from analysis.docs.describe import parts
    from fetch.describe import write

    write(document, parts())
