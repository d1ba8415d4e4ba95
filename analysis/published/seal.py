"""Seal of a build: the SHA-256 of each of its files, as `sha256sum -c SHA256SUMS` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fetch.errors import SoleSourceError, StoreDamaged

MANIFEST = "build.json"
SEAL = "SHA256SUMS"


def write(folder: Path) -> None:
    """Seal what a finished build holds."""
    (folder / SEAL).write_text(_sums(folder), "utf-8")


def is_whole(folder: Path) -> bool:
    """Whether a build is as it was sealed; False for one without a seal."""
    try:
        return (folder / SEAL).read_bytes() == _sums(folder).encode()
    except OSError:
        return False


@contextmanager
def told_where_broken(folder: Path) -> Iterator[None]:
    """StoreDamaged for any failure to read a finished build that is not as it was sealed.

    Asked only after a failure: readers should not wait for every file to be hashed.
    """
    try:
        yield
    except SoleSourceError:
        raise
    except Exception as error:
        # while a build is made it has no manifest, and what fails is no damage
        if (folder / MANIFEST).exists() and not is_whole(folder):
            raise broken(folder, error) from error
        raise


def broken(folder: Path, error: object) -> StoreDamaged:
    """The sentence for a build that cannot be read."""
    why = str(error).strip().split("\n")[0]
    return StoreDamaged(
        f"{folder}: this build was cut short or altered ({why}); `python -m analysis build` "
        "makes it again"
    )


def _sums(folder: Path) -> str:
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != SEAL:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            lines.append(f"{digest}  {path.relative_to(folder)}\n")
    return "".join(lines)
