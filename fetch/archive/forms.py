"""Forms of the journals' lines: what an earlier crash, disk or editor left is told from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

SHA256 = re.compile(r"[0-9a-f]{64}")
ARRIVAL = {
    "run_id": str,
    "part_of": str,
    "command": str,
    "reader": str,
    "name": str,
    "objects": dict,
    "about": dict,
}
GIVEN_UP = {"given_up": str, "because": str}
LOST = {"lost": str, "was": str}
EXCHANGE = {
    "run_id": str,
    "at": str,
    "method": str,
    "url": str,
    "body": object,
    "status": int | None,
    "headers": dict,
    "sha256": str | None,
    "size": int | None,
    "problem": str | None,
}


def is_sha256(text: object) -> bool:
    """Whether a text can be the name of an object; no other may become a part of a path."""
    return isinstance(text, str) and SHA256.fullmatch(text) is not None


def is_arrival(line: Mapping[str, Any]) -> bool:
    """Whether a line notes an arrival, or that one was given up."""
    if _has(line, GIVEN_UP):
        return True
    return _has({"about": {}, **line}, ARRIVAL) and all(map(is_sha256, line["objects"].values()))


def is_lost(line: Mapping[str, Any]) -> bool:
    """Whether a line notes an answer whose bytes are gone."""
    return _has(line, LOST) and is_sha256(line["lost"])


def is_exchange(line: Mapping[str, Any]) -> bool:
    """Whether a line notes what was asked and what came."""
    if not _has({"problem": None, **line}, EXCHANGE):
        return False
    return _is_time(line["at"]) and (line["sha256"] is None or is_sha256(line["sha256"]))


def _has(line: Mapping[str, Any], form: Mapping[str, Any]) -> bool:
    return line.keys() == form.keys() and all(isinstance(line[n], k) for n, k in form.items())


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
