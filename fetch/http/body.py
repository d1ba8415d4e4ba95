"""Body of an answer, unpacked within bounds: what is sent small may be made to fill the memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

PIECE = 1 << 16
MOST_UNPACKED = 24_000_000
"""Bytes that a packed answer may come to; the services' longest are a few millions."""
MOST_BYTES = 512_000_000
"""Bytes of any answer that is held in memory; longer files are downloads."""
ACCEPTED = "gzip"
GZIP = 16 + zlib.MAX_WBITS


class TooLarge(Exception):
    """An answer beyond its bounds."""


class NotUnpacked(Exception):
    """A packed answer that is cut or altered, or packed in a way that was not asked for."""


def plain(pieces: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """The bytes of an answer as its maker wrote them; TooLarge or NotUnpacked."""
    coding = coding.strip().lower() or "identity"
    if coding not in {"identity", "gzip", "x-gzip"}:
        raise NotUnpacked(f"packed by {coding[:40]}, which was not asked for")
    packed = coding != "identity"
    most, came = MOST_UNPACKED if packed else MOST_BYTES, 0
    for piece in _unpacked(pieces) if packed else pieces:
        came += len(piece)
        if came > most:
            raise TooLarge(f"more than {most:,} bytes")
        yield piece


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A little at a time: the whole of one piece may be a thousand times its size."""
    unpacker = zlib.decompressobj(GZIP)
    empty = True
    for piece in pieces:
        rest = piece
        while rest and not unpacker.eof:
            empty = False
            try:
                yield unpacker.decompress(rest, PIECE)
            except zlib.error as error:
                raise NotUnpacked(str(error)) from error
            rest = unpacker.unconsumed_tail
    if not (empty or unpacker.eof):
        raise NotUnpacked("packed bytes that break off")
