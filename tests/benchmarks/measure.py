"""What a command costs: time, and the most memory it held at once."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

OFTEN = 0.02  # seconds between two looks at what a command holds


def measured(*words: str, data: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a command; SystemExit where it fails.

    The peak is the process's own high-water mark (`VmHWM`): what the system hands over at its
    end (`ru_maxrss`) is never below what the process that started it held.
    """
    begun, peak = time.perf_counter(), 0
    process = subprocess.Popen(words, env=environment(data))
    while process.poll() is None:
        peak = max(peak, _high_water(process.pid))
        time.sleep(OFTEN)
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(words)}")
    return time.perf_counter() - begun, peak / 1024


def environment(data: Path) -> dict[str, str]:
    """What a command sees, with the folder of its data."""
    return {**os.environ, "SOLESOURCE_DATA": str(data)}


def _high_water(pid: int) -> int:
    """Kilobytes; 0 of a process that has just ended."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    marks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(marks[0]) if marks else 0
