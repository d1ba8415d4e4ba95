"""Spellings of a secret: as it is, or with signs escaped for JSON, an address or a page."""

from __future__ import annotations

import html.entities
import re
from functools import lru_cache

NAMED = {code: name for name, code in html.entities.name2codepoint.items()}


@lru_cache(maxsize=8)
def of_text(secret: str) -> re.Pattern[str]:
    """Matches a secret with each of its signs in any of its spellings."""
    return re.compile("".join(map(_sign, secret)))


@lru_cache(maxsize=8)
def of_bytes(secret: str) -> re.Pattern[bytes]:
    """The same over the bytes of an answer."""
    return re.compile("".join(map(_sign, secret)).encode())


def _sign(sign: str) -> str:
    code = ord(sign)
    units = sign.encode("utf-16-be")
    escaped = "".join(rf"\\+u(?i:{units[at : at + 2].hex()})" for at in range(0, len(units), 2))
    # "%25" is a percent sign that was escaped again
    percent = "".join(f"%(?:25)*(?i:{byte:02x})" for byte in sign.encode())
    ways = [
        rf"\\*{re.escape(sign)}",
        escaped,
        percent,
        rf"&(?:amp;)*#(?:0*{code}|[xX]0*(?i:{code:x}));?",
    ]
    if code in NAMED:
        ways.append(f"&(?:amp;)*{NAMED[code]};?")
    if sign == " ":
        ways.append(r"\+")
    return f"(?:{'|'.join(ways)})"
