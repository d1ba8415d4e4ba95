"""A bulk file of SAM.gov as large as the real ones: `python -m tests.benchmarks.notices`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measure import measured
from tests.fetch.test_notices import SYNCING
from tests.service.notices import big_bulk

SIZE = 300_000_000
MOST_MEGABYTES = 500


def bulk_notices(folder: Path, size: int = SIZE) -> float:
    """Print time and peak memory of keeping and reading a bulk file; the peak in megabytes."""
    path = folder / "ContractOpportunitiesFullCSV.csv"
    ours = big_bulk(path, size)
    spent, peak = measured(sys.executable, "-c", SYNCING, str(path), data=folder / "data")
    print(
        f"bulk file of {path.stat().st_size / 1e6:,.0f} MB, {ours:,} notices of ours: "
        f"{spent:.1f} s; peak {peak:,.0f} MB"
    )
    return peak


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.exit(bulk_notices(Path(name)) > MOST_MEGABYTES)
