"""Registry of sources: their readers and files, so that ingestion imports none of them.

`fetch.sources.load()` registers all. An arrival of one source may be left for a command of
another to read, so a pipeline runs only once every source is registered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fetch.ingest.types import Reader


@dataclass(frozen=True)
class FileKind:
    """A kind of file that a person can bring, apart from USAspending's own.

    `recognizes` looks at no more than the header; `about` is what the arrival says of itself.
    """

    reader: str
    recognizes: Callable[[Path], bool]
    about: Callable[[Path], dict[str, Any]]


@dataclass(frozen=True)
class Source:
    """A source of records: its readers by kind of arrival, its files, its part of the sample.

    `samples` gives the reader of each embedded sample file.
    """

    readers: Mapping[str, Reader]
    files: tuple[FileKind, ...] = ()
    samples: Mapping[str, Path] = field(default_factory=dict)


_SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; registered again, it takes its own place."""
    _SOURCES[name] = source


def registered() -> tuple[Source, ...]:
    """Every source, in the order registered; RuntimeError before `fetch.sources.load()`."""
    if not _SOURCES:
        raise RuntimeError("no source is registered: call fetch.sources.load() first")
    return tuple(_SOURCES.values())


def reader_of(kind: str) -> Reader | None:
    """The reader of a kind of arrival; None for a kind that no source has."""
    for source in registered():
        if kind in source.readers:
            return source.readers[kind]
    return None


def file_kind(path: Path) -> FileKind | None:
    """The kind of a file that a source recognizes; None leaves it to the official layouts."""
    for source in registered():
        for kind in source.files:
            if kind.recognizes(path):
                return kind
    return None


def samples() -> list[tuple[str, Path]]:
    """The embedded sample files of every source, each with the kind of its reader."""
    return [pair for source in registered() for pair in source.samples.items()]
