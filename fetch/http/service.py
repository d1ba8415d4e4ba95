"""Service: what differs between the services that the one client asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fetch.http import responses
from fetch.http.responses import RawResponse, Request


def _usual(request: Request, raw: RawResponse, _: datetime) -> None:
    responses.require_good(request, raw)


def _free(_: Request, __: datetime) -> None:
    """Requests without a quota."""


@dataclass(frozen=True)
class Service:
    """A service: its addresses, the cost of its requests, and the form of its errors.

    `address` is the base of its paths. The functions:

    file_address   an address of a file as it is asked; WrongShape for one of another host
    require_good   nothing, or the error of the tree that an answer stands for
    spend          counts a request before it is sent; Throttled where none is left
    clean          an answer's bytes as they may be kept: without a key
    redact         a text without a key: an address, a header, a message
    require_host   WrongShape for an address that an answer may not send on to; without the
                   function no answer is followed
    """

    address: str
    file_address: Callable[[str], str]
    require_good: Callable[[Request, RawResponse, datetime], None] = _usual
    spend: Callable[[Request, datetime], None] = _free
    clean: Callable[[bytes], bytes] = bytes
    redact: Callable[[str], str] = str
    require_host: Callable[[str], None] | None = None
