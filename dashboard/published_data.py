"""Published data: access to the current build, resolved per request.

A build swapped in while the pages are open shows on the next click, without a restart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from analysis.published import build
from analysis.published.build import Build
from fetch.settings import Settings

Row = Mapping[str, Any]
"""One row of an answer, by the names of its columns."""
Table = pd.DataFrame | list[Row]
"""An answer, or its rows as they were read."""


@dataclass(frozen=True)
class PublishedData:
    """Where the published builds are."""

    settings: Settings

    def build(self) -> Build:
        """The build in use now. NothingHeld where none was published."""
        return build.current(self.settings)


def rows(table: Table, columns: Sequence[str] | None = None, most: int | None = None) -> list[Row]:
    """The rows of a table, by the names of its columns; what is missing is None.

    Of a frame only some columns, and of either the first rows, where a page needs no more. A frame
    takes long to read: what a page tells in several places it reads once, and hands on the rows.
    """
    if isinstance(table, list):
        return table[:most]
    request = table.columns if columns is None else columns
    cells = {str(name): _cells(each, most) for name, each in table.items() if name in request}
    # by columns: pandas makes a Series of each row it hands out
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]


def _cells(column: pd.Series, most: int | None) -> list[Any]:
    """The values of a column; of one that is Arrow's at once, a third of the time of one by one."""
    if isinstance(column.dtype, pd.ArrowDtype):
        values: list[Any] = pa.array(column.array)[:most].to_pylist()
        return values
    others: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    return others[:most]
