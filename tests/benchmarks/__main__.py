"""`make bench`: speed and memory, each as a ratio within one run.

python -m tests.benchmarks [rows]: the warehouse ends with twice as many.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from fetch.importer import import_paths
from fetch.settings import Settings
from tests.benchmarks.generate import csv_of, zip_of
from tests.benchmarks.measure import measured
from tests.benchmarks.notices import bulk_notices

DUCKDB_ALONE = """
import duckdb, sys
con = duckdb.connect(config={"preserve_insertion_order": "false",
    "temp_directory": sys.argv[2] + ".spilled"})
rows = f"SELECT * FROM read_csv('{sys.argv[1]}', all_varchar = true)"
con.execute(f"COPY ({rows}) TO '{sys.argv[2]}'")
"""
"""With all the memory it wants: under our own limit it takes ten times as long."""

TURNS = 5
"""How often the small change is made each way; the median counts."""


def main(rows: int) -> None:
    """Import `rows` actions, build, import as many again, change 1,000; against DuckDB alone.

    Then a bulk file of SAM.gov.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spent = first_load(folder, rows)
        built, peak = measured(sys.executable, "-m", "analysis", "build", data=folder / "data")
        print(f"build: {built:.1f} s, {built / rows * 1e6:.1f} µs an action; peak {peak:,.0f} MB")
        spent += second_load(folder, rows)
        small_change(folder, spent, 2 * rows)
        bulk_notices(folder)
    print(
        f"peak of this script: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"
    )


def first_load(folder: Path, rows: int) -> float:
    """Seconds to import an official-layout ZIP into an empty warehouse.

    Named like a custom download: a Full file of the archive holds one fiscal year alone.
    """
    table = csv_of(folder / "All_Contracts_PrimeTransactions_1.csv", rows)
    archive = zip_of(folder / "All_PrimeTransactions_2026-10-06_H00M00S00.zip", table)
    print(f"{rows:,} rows, {table.stat().st_size / 1e9:.2f} GB as CSV")
    alone = str(folder / "alone.parquet")
    bare, _ = measured(sys.executable, "-c", DUCKDB_ALONE, str(table), alone, data=folder)
    print(f"DuckDB alone, CSV to Parquet: {bare:.1f} s")
    table.unlink()
    spent, peak = imported(archive, folder)
    print(f"import of the ZIP: {spent:.1f} s, {spent / bare:.2f} of it; peak {peak:,.0f} MB")
    return spent


def second_load(folder: Path, rows: int) -> float:
    """Seconds to import as many actions again, none of them held yet."""
    table = csv_of(folder / "All_Contracts_PrimeTransactions_2.csv", rows, first=rows)
    archive = zip_of(folder / "All_PrimeTransactions_2026-10-06_H00M00S01.zip", table)
    table.unlink()
    spent, peak = imported(archive, folder)
    print(f"{rows:,} more on top: {spent:.1f} s; peak {peak:,.0f} MB")
    return spent


def small_change(folder: Path, loading: float, rows: int) -> None:
    """1,000 changed rows, spread over the whole warehouse: applied, and with a command's start."""
    turns = [delta(folder, turn, rows) for turn in range(2 * TURNS)]
    os.sync()  # the loads before are on the disk, and do not slow what follows
    for what, change, tables in (
        ("applied", in_process, turns[:TURNS]),
        ("as a command", imported, turns[TURNS:]),
    ):
        spent = sorted(change(table, folder)[0] for table in tables)
        print(
            f"1,000 changed rows among {rows:,}, {what}: {spent[0]:.2f} to {spent[-1]:.2f} s, "
            f"median {median(spent):.2f} s, {median(spent) / loading:.2%} of the load"
        )


def delta(folder: Path, turn: int, rows: int) -> Path:
    """A Delta file of 1,000 changed actions; each turn another thousand."""
    table = csv_of(
        folder / f"FY(All)_070_Contracts_Delta_202611{turn + 6:02}_1.csv",
        1_000,
        first=500 + turn,
        step=rows // 1_000 - 1,
    )
    table.write_text(table.read_text().replace("EXAMPLE GOODS", "CHANGED GOODS"))
    return table


def imported(path: Path, folder: Path) -> tuple[float, float]:
    return measured(sys.executable, "-m", "fetch", "import", str(path), data=folder / "data")


def in_process(path: Path, folder: Path) -> tuple[float, float]:
    begun = time.perf_counter()
    outcome = import_paths(Settings(data=folder / "data"), [path])
    assert outcome.runs[0].counts["rows_changed"] == 1_000
    return time.perf_counter() - begun, 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
