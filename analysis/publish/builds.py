"""Builds in their folder: made aside, numbered, swapped in, and the oldest removed."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from analysis.publish.staleness import manifest_of
from analysis.published import seal
from fetch.warehouse.database import replace_link

KEPT_BUILDS = 3
UNFINISHED = ".building-"


@contextmanager
def unfinished(where: Path, build_id: str) -> Iterator[Path]:
    """Folder for the tables of one build, locked while it is made; gone where it fails."""
    with _turn(where):
        _remove_abandoned(where)
        folder = where / f"{UNFINISHED}{build_id}"
        folder.mkdir()
        held = _locked(folder)
    try:
        yield folder
    # also on Ctrl-C: a half-written folder is never left beside the builds
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        if held is not None:
            os.close(held)


@contextmanager
def _turn(where: Path) -> Iterator[None]:
    """Wait for the right to add and remove builds: one command at a time, for moments."""
    with suppress(FileExistsError):
        where.mkdir(parents=True, exist_ok=True)
    if not where.is_dir():
        where.unlink()  # a file of this name is no build, and hides them all
        where.mkdir()
    with (where / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _locked(folder: Path) -> int | None:
    """A lock on a folder that ends with its process; None where another process has it."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    return held


def _remove_abandoned(where: Path) -> None:
    """Remove what killed builds left: nobody holds their lock, whatever their age."""
    for left in where.glob(f"{UNFINISHED}*"):
        held = _locked(left)
        if held is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(held)


def publish(where: Path, folder: Path, made: dict[str, Any]) -> dict[str, Any]:
    """Number, seal and swap in a finished build; the two before it stay for their readers.

    Builds are numbered in the order in which they are published: names tell a time, and a
    clock may have been ahead.
    """
    current = where / "current"
    with _turn(where):
        before = current.resolve() if current.is_symlink() and current.exists() else None
        numbers = _numbers(where)
        made = {**made, "number": 1 + max(numbers.values(), default=0)}
        (folder / "build.json").write_text(json.dumps(made, indent=2), "utf-8")
        seal.write(folder)
        new = folder.rename(where / str(made["build_id"]))
        if current.is_dir() and not current.is_symlink():
            shutil.rmtree(current)  # no link, so no build of ours
        replace_link(current, new.name)
        older = sorted(numbers, key=lambda old: (old == before, numbers[old], old.name))
        for old in older[: 1 - KEPT_BUILDS]:
            shutil.rmtree(old)
    return made


def _numbers(where: Path) -> dict[Path, int]:
    """Finished builds with their numbers; 0 for one that has none or cannot be read."""
    found = {}
    for path in where.iterdir():
        if path.is_dir() and not path.is_symlink() and path.name[0] != ".":
            number = (manifest_of(path) or {}).get("number")
            found[path.resolve()] = number if isinstance(number, int) else 0
    # a folder called `current` is a link that somebody copied
    found.pop(where.resolve() / "current", None)
    return found
