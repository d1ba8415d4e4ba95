"""Table of known press figures, made after every other table of a build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from analysis.documents.press.check import figures_table
from analysis.published.build import finished

MONEY = ("usd", "nearest_usd", "differs_by_usd")


def write_figures(folder: Path, manifest: dict[str, Any]) -> None:
    """Write `press_figures` into the folder of a build not yet in use."""
    frame = figures_table(finished(folder, manifest))
    texts = [name for name in frame.columns if name not in MONEY]
    kinds = {**dict.fromkeys(texts, pa.string()), **dict.fromkeys(MONEY, pa.decimal128(18, 2))}
    # given, for a column without any value would have no type
    schema = pa.schema([pa.field(name, kinds[name]) for name in frame.columns])
    table = pa.Table.from_pylist(frame.to_dict("records"), schema)
    parquet.write_table(table, folder / "press_figures.parquet")
