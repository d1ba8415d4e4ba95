"""`make bench`: speed and memory, each as a ratio within one run.

python -m tests.benchmarks [rows]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.generate import csv_of, zip_of

DUCKDB_ALONE = """
import duckdb, sys
con = duckdb.connect(config={"memory_limit": "1200MB", "preserve_insertion_order": "false"})
rows = f"SELECT * FROM read_csv('{sys.argv[1]}', all_varchar = true)"
con.execute(f"COPY ({rows}) TO '{sys.argv[2]}'")
"""


def measured(*words: str, data: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a command."""
    begun = time.perf_counter()
    process = subprocess.Popen(words, env={**os.environ, "SOLESOURCE_DATA": str(data)})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(words)}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def main(rows: int) -> None:
    """Import `rows` actions, change 1,000, build; against DuckDB alone on the same file."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = csv_of(folder / "FY2024_070_Contracts_Full_20261006_1.csv", rows)
        archive = zip_of(folder / "FY2024_070_Contracts_Full_20261006.zip", table)
        alone = folder / "alone.parquet"
        bare, _ = measured(python, "-c", DUCKDB_ALONE, str(table), str(alone), data=folder)
        print(f"{rows:,} rows, {table.stat().st_size / 1e9:.2f} GB as CSV")
        print(f"DuckDB alone, CSV to Parquet: {bare:.1f} s")
        spent, peak = measured(python, "-m", "fetch", "import", str(archive), data=folder / "data")
        print(f"import of the ZIP: {spent:.1f} s, {spent / bare:.2f} of it; peak {peak:,.0f} MB")
        small = csv_of(folder / "FY2024_070_Contracts_Full_20261106_1.csv", 1_000, first=500)
        small.write_text(small.read_text().replace("EXAMPLE GOODS", "CHANGED GOODS"))
        changed, _ = measured(python, "-m", "fetch", "import", str(small), data=folder / "data")
        print(f"1,000 changed rows: {changed:.1f} s, {changed / spent:.3f} of the load")
        spent, peak = measured(python, "-m", "analysis", "build", data=folder / "data")
        print(f"build: {spent:.1f} s, {spent / rows * 1e6:.1f} µs an action; peak {peak:,.0f} MB")
    print(
        f"peak of this script: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
