"""Messages beside an answer: a filter that the service dropped must not go unnoticed.

`unused.csv` has the names that it reports as unused although it heeds them, `messages.csv`
the beginnings of what is harmless, each with the reason.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fetch.errors import FilterIgnored
from fetch.http.client import Response

UNUSED = re.compile(r"filters from the request were not used: \{([^}]*)\}", re.IGNORECASE)
OF_FILTERS = re.compile(r"filter|not used|ignored", re.IGNORECASE)


def require_heeded(answer: Response) -> list[str]:
    """FilterIgnored where a message says so or may say so; answers what else is not known."""
    asked = answer.exchange
    path = urlsplit(asked.url).path
    unknown = []
    for message in answer.read(_listed):
        if dropped := _dropped(str(message), path):
            raise FilterIgnored(f"{asked.method} {asked.url}", dropped)
        if not _is_harmless(str(message)) and not UNUSED.search(str(message)):
            unknown.append(str(message))
    return unknown


def _listed(document: Any) -> list[Any]:
    messages = document.get("messages") or []
    return messages if isinstance(messages, list) else [messages]


def _dropped(message: str, path: str) -> str | None:
    """The filter that a message says was dropped, in words; None for other messages."""
    named = UNUSED.search(message)
    if named:
        names = set(re.findall(r"'([^']*)'", named[1])) - _heeded(path)
        return f"it dropped {', '.join(sorted(names))}: {message}" if names else None
    if _is_harmless(message) or not OF_FILTERS.search(message):
        return None
    return f"it said of filters what is not known: {message}"


def _heeded(path: str) -> set[str]:
    return {row["filter"] for row in _table("unused") if row["path"] == path}


def _is_harmless(message: str) -> bool:
    plain = message.replace("‘", "'").replace("’", "'")
    return any(plain.startswith(row["begins"]) for row in _table("messages"))


@cache
def _table(name: str) -> list[dict[str, Any]]:
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
