"""What is made once for all workers of a run, however many ask for it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of one's own with what `make` fills one with; the first worker that asks makes it,
    the others wait and have copies."""
    base = factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made, part = run / f"{name}-made", run / f"{name}-part"
    with (run / f"{name}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            make(part)
            part.rename(made)
    own = factory.mktemp(name)
    shutil.copytree(made, own, symlinks=True, dirs_exist_ok=True)
    return own


def the_sample(folder: Path) -> None:
    """Load and build the embedded sample by the commands that a person would type."""
    for words in (("fetch", "sample"), ("analysis", "build")):
        subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env={**os.environ, "SOLESOURCE_DATA": str(folder)},
            check=True,
            capture_output=True,
        )
