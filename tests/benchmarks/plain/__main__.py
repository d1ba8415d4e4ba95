"""python -m tests.benchmarks.plain EXPORT FOLDER: the plain tables of an export."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.plain.tables import write

if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
