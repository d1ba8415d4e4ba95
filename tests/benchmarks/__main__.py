"""`make bench`: speed and memory, each as a ratio within one run.

python -m tests.benchmarks [rows]: the warehouse ends with four times as many.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from fetch import sources
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from tests.analysis.labels import printed
from tests.benchmarks import figures, technology
from tests.benchmarks.generate import csv_of, zip_of
from tests.benchmarks.measure import measured
from tests.benchmarks.notices import bulk_notices
from tests.benchmarks.pages import pages
from tests.benchmarks.plain.equal import differences

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
    """Load against DuckDB alone, 1,000 changed rows, and builds of a fifth to four times `rows`.

    Before that, what the rules of technology get right on labelled awards, by count and by money
    and with a half held out, and which printed figures are confirmed; then the pages over
    twice `rows` in Chromium, and at the end a bulk file of SAM.gov.
    """
    printed()
    technology.printed()
    figures.printed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spent = first_load(folder, rows)
        spent += load_more(folder, rows, 1)
        small_change(folder, spent, 2 * rows)
        few = few_actions(folder, rows // 5)
        many, peak = built(folder / "data", 2 * rows)
        against_plain_pandas(folder, many, peak)
        pages(folder / "data")
        for turn in (2, 3):
            load_more(folder, rows, turn)
        most, _ = built(folder / "data", 4 * rows)
        print(
            f"an action costs, of what it costs among {rows // 5:,}: "
            f"{many / 10 / few:.2f} among {2 * rows:,}, {most / 20 / few:.2f} among {4 * rows:,}"
        )
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


def load_more(folder: Path, rows: int, turn: int) -> float:
    """Seconds to import as many actions again, none of them held yet."""
    named = f"All_Contracts_PrimeTransactions_{turn + 1}.csv"
    table = csv_of(folder / named, rows, first=turn * rows)
    archive = zip_of(folder / f"All_PrimeTransactions_2026-10-06_H00M00S0{turn}.zip", table)
    table.unlink()
    spent, peak = imported(archive, folder)
    print(f"{rows:,} more on top: {spent:.1f} s; peak {peak:,.0f} MB")
    return spent


def few_actions(folder: Path, rows: int) -> float:
    """Seconds to build a warehouse of few actions."""
    data, table = folder / "few", csv_of(folder / "All_Contracts_PrimeTransactions_9.csv", rows)
    measured(sys.executable, "-m", "fetch", "import", str(table), data=data)
    return built(data, rows)[0]


def built(data: Path, rows: int) -> tuple[float, float]:
    """Seconds and peak megabytes of a build."""
    spent, peak = measured(sys.executable, "-m", "analysis", "build", data=data)
    each = spent / rows * 1e6
    print(f"build of {rows:,}: {spent:.1f} s, {each:.1f} µs an action; peak {peak:,.0f} MB")
    return spent, peak


def against_plain_pandas(folder: Path, spent: float, peak: float) -> None:
    """The same measures in plain pandas over an export, and whether they are the same."""
    data = folder / "data"
    measured(sys.executable, "-m", "fetch", "export", data=data)
    words = ["-m", "tests.benchmarks.plain", str(data / "export"), str(folder / "plain")]
    slow, wide = measured(sys.executable, *words, data=data)
    if found := differences(folder / "plain", data / "published" / "current"):
        raise SystemExit("the plain measures differ:\n" + "\n".join(found))
    print(
        f"the same measures in plain pandas: {slow:.0f} s, peak {wide:,.0f} MB; the build is "
        f"{slow / spent:.1f} times as fast in {peak / wide:.2f} of the memory; every table is equal"
    )


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
    sources.load()
    outcome = import_paths(Settings(data=folder / "data"), [path])
    assert outcome.runs[0].counts["rows_changed"] == 1_000
    return time.perf_counter() - begun, 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
