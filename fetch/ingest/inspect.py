"""Inspection of a file at the door: its CSVs, their layouts, its scope and its time.

Made once and passed on: the header is parsed here and nowhere else on a file's way in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fetch.errors import DamagedFile, FileRefused, InputError, SoleSourceError
from fetch.ingest.types import CsvMember, InspectedCsv, Inspection
from fetch.ingest.zip_members import WholeStream, members
from fetch.schema.file_names import stated_time
from fetch.schema.headers import encoding_of, header_of, layout_of, stated_separator
from fetch.warehouse import closures

LONGEST_REASON = 200
"""Characters of a library's own words in a refusal."""
BEGINNING = 400
"""Bytes that tell a text's encoding."""
LONGEST_HEADER = 1 << 22
"""Bytes of a first line that are read at most."""


def inspect(path: Path, called: str = "") -> Inspection:
    """A file as it lies at `path`; `called` is its publisher's name where it lies under another.

    DamagedFile for a ZIP that cannot be opened safely, FileRefused for what is neither ZIP
    nor text. A CSV whose header is not one that is read is among `left_out`, with the reason.
    """
    called = called or plain_name(path)
    with named_if_unreadable(called):
        return _inspection(path, called)


@contextmanager
def named_if_unreadable(name: str) -> Iterator[None]:
    """Whatever a library makes of hostile bytes is one DamagedFile that names the file.

    Not failures of the machine, and not what is a sentence already.
    """
    try:
        yield
    except (SoleSourceError, MemoryError):
        raise
    except Exception as error:
        # an error of the disk has a number; bz2 and gzip raise an OSError without one
        if isinstance(error, OSError) and error.errno:
            raise
        words = " ".join(str(error).split())[:LONGEST_REASON]
        kind = type(error).__name__
        raise DamagedFile(f"{name}: cannot be read ({kind}: {words})") from error


def _inspection(path: Path, called: str) -> Inspection:
    before = stamp(path)
    csvs, left_out = [], {}
    found, others = members(path, called)
    for member in found:
        try:
            csvs.append(_inspected(member))
        except FileRefused as error:
            again = f" ({member.place + 1})" if member.inside in left_out else ""
            left_out[f"{member.inside}{again}"] = str(error)
    left_out |= others
    name = called or path.name
    return Inspection(name, before, tuple(csvs), left_out, closures.stated_by(name))


def plain_name(path: Path) -> str:
    """A file's name as text, where its bytes are none as well."""
    return os.fsencode(path.name).decode(errors="replace")


def stamp(path: Path) -> tuple[int, int]:
    """Size and time of change of a file, in bytes and nanoseconds."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _inspected(member: CsvMember) -> InspectedCsv:
    with WholeStream(member) as stream:
        begins = stream.readline(BEGINNING)
    member = replace(member, encoding=encoding_of(begins))
    with WholeStream(member) as stream:
        preamble, first = b"", stream.readline(LONGEST_HEADER)
        separator = stated_separator(first)
        if separator:
            preamble, first = first, stream.readline(LONGEST_HEADER)
    layout = layout_of(member.name, header_of(member.name, first, separator))
    as_of = stated_time(member.inside, member.outside)
    return InspectedCsv(member, first, layout, as_of, preamble)


def candidates(paths: list[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file to look at, and whether it was named itself (not met in a folder)."""
    for path in paths:
        if path.is_dir():
            # sorted, so that two imports of a folder read it in one order
            inside = (p for p in sorted(path.rglob("*")) if p.is_file() and not _hidden(p, path))
            yield from ((p, False) for p in inside)
        elif path.is_file():
            yield path, True
        elif path.exists():
            # a pipe would be waited on for ever
            raise InputError(f"{path}: neither a file nor a folder")
        else:
            raise InputError(f"{path}: no such file or folder")


def _hidden(path: Path, under: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.relative_to(under).parts)
