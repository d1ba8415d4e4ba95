"""The door to what is published. Every request asks anew, so that a build that is swapped
in while the pages are open is shown on the next click, without a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from analysis import published
from analysis.published import Build
from fetch.settings import Settings

Row = dict[str, Any]
"""One row of an answer, by the names of its columns."""


@dataclass(frozen=True)
class Held:
    """Where the published builds are."""

    settings: Settings

    def build(self) -> Build:
        """The build in use now. NothingHeld where none was published."""
        return published.current(self.settings)


def rows(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame, by the names of its columns; what is missing is None."""
    names = [str(name) for name in frame.columns]
    columns = [_cells(column) for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _cells(column: pd.Series) -> list[Any]:
    """The values of a column; of one that is Arrow's at once, a third of the time of one by one."""
    if isinstance(column.dtype, pd.ArrowDtype):
        return pa.array(column.array).to_pylist()
    return column.astype(object).where(column.notna(), None).tolist()
