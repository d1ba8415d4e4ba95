"""What is made once for all workers of a run, however many ask for it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import run


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
        done = run(*words, data=folder)
        assert done.code == 0, done.err
