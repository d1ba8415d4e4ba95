"""Coverage line: one line on the records held, for every figure."""

from __future__ import annotations

from typing import Any

from analysis.published import coverage
from analysis.published.build import Build
from dashboard.text import format as fmt


def line(build: Build) -> str:
    """What is held and what could not be read: the sample says that it is not all of DHS."""
    return coverage.line(build)


def source(build: Build, view: str = fmt.EVERYTHING, as_of: Any = None) -> str:
    """The source line of a figure with that sentence.

    `view`: the filters of the figure in words. `as_of`: the day of its own record, where that is
    another than the build's.
    """
    return f"{fmt.source_line(fmt.day(as_of, build.as_of), build.build_id, view)} {line(build)}"
