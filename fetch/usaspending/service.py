"""USAspending as the client asks it: two addresses, no key, no quota."""

from __future__ import annotations

from fetch.errors import WrongShape
from fetch.http import redaction
from fetch.http.service import Service
from fetch.settings import Settings

OFFICIAL_FILES = "https://files.usaspending.gov"
"""Where listings say that files lie; asked for at the address that is set."""


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
