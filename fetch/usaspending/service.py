"""USAspending as the client asks it: two addresses, no key, no quota."""

from __future__ import annotations

from collections.abc import Callable

from fetch.archive.store import Archive
from fetch.errors import WrongShape
from fetch.http import redaction
from fetch.http.client import Client
from fetch.http.retry import Clock
from fetch.http.service import Service
from fetch.settings import Settings

OFFICIAL_FILES = "https://files.usaspending.gov"
"""Host of files in listings; requests go to the address in the settings."""


def usaspending(settings: Settings) -> Service:
    """USAspending at the addresses of the settings."""
    ours = settings.usaspending_files.rstrip("/")

    def file_address(url: str) -> str:
        if url.startswith(f"{OFFICIAL_FILES}/"):
            return ours + url.removeprefix(OFFICIAL_FILES)
        if url.startswith(f"{ours}/"):
            return url
        raise WrongShape(
            redaction.address(url), "a file's address outside the service's own was given"
        )

    return Service(address=settings.usaspending.rstrip("/"), file_address=file_address)


def usaspending_client(
    settings: Settings,
    archive: Archive,
    run_id: str,
    *,
    clock: Clock | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Client:
    """A client of USAspending for one run."""
    return Client(usaspending(settings), settings, archive, run_id, clock=clock, say=say)
