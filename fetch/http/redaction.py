"""Redaction of keys, passwords and signatures from whatever is written or printed.

By pattern: a service, a proxy or a store in between may bring names of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote_plus, urlsplit, urlunsplit

LEFT_OUT = "(left out)"
SECRET = re.compile(
    r"token|secret|signature|passw|pwd|credential|cookie|authori[sz]ation|key(?!word)"
    r"|(?<![a-z])(?:sig|o?auth)(?![a-z])",
    re.IGNORECASE,
)
"""Names of headers and of query parameters; `keyword`, `design` and `author` are none."""
VALUE_IN_ADDRESS = re.compile(r"([?&#][^=&#\s\"'<>]+=)[^&#\s\"'<>]+")
USER_IN_ADDRESS = re.compile(r"//[^/?#\s\"'<>]*@")


def is_secret(name: str) -> bool:
    return bool(SECRET.search(name))


def headers(values: Mapping[str, str]) -> dict[str, str]:
    """Headers without what is secret by its name, or stands in an address among them.

    Of such an address no query value stays: a signed one can be of any name.
    """
    return {n: LEFT_OUT if is_secret(n) else elsewhere(value) for n, value in values.items()}


def elsewhere(text: str) -> str:
    """A text with addresses that are not ours, such as `Location`: without users and values."""
    return USER_IN_ADDRESS.sub("//", VALUE_IN_ADDRESS.sub(rf"\1{LEFT_OUT}", text))


def address(url: str) -> str:
    """An address as it was asked, to the letter, but for users and secret values."""
    parts = urlsplit(url)
    query = "&".join(map(_pair, parts.query.split("&")))
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query))


def _pair(pair: str) -> str:
    name, equals, _ = pair.partition("=")
    return f"{name}={LEFT_OUT}" if equals and is_secret(unquote_plus(name)) else pair
