"""Places of the archive: what lies where something else belongs is moved beside, never removed."""

from __future__ import annotations

import uuid
from pathlib import Path

from fetch.errors import ArchiveDamaged


def folder(path: Path) -> Path:
    """The folder at a path, made where there is none; a file in its place gives way."""
    if not path.is_dir():
        _give_way(path)
        path.mkdir(parents=True, exist_ok=True)
    return path


def file(path: Path) -> Path:
    """The path of a file; a folder in its place gives way."""
    if path.is_dir():
        _give_way(path)
    return path


def _give_way(path: Path) -> None:
    """ArchiveDamaged for a link that leads nowhere: a disk that is not mounted, perhaps."""
    if path.is_symlink() and not path.exists():
        raise ArchiveDamaged(
            f"{path}: a link that leads nowhere; mount what it leads to, or remove the link, and "
            "then `python -m fetch rebuild --anyway`"
        )
    if path.exists():
        path.rename(path.with_name(f"{path.name}.displaced-{uuid.uuid4().hex[:8]}"))
