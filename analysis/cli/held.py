"""Build of a command: the one in use, and a word on what is not in it."""

from __future__ import annotations

from analysis.published import build, coverage
from fetch import console
from fetch.reports.unread import HOW_TO_LIST


def current() -> build.Build:
    """The build in use; rows that could not be read are told beside every answer."""
    held = build.current()
    if line := coverage.unread_line(held):
        console.say(f"{line}; {HOW_TO_LIST} lists what")
    return held
