"""What a command costs: time, and the most memory it held at once."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path


def measured(*words: str, data: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a command."""
    begun = time.perf_counter()
    process = subprocess.Popen(words, env={**os.environ, "SOLESOURCE_DATA": str(data)})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(words)}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024
