"""The rows behind charts of one award."""

from __future__ import annotations

from collections.abc import Callable

from analysis.published.build import Build
from analysis.published.waterfall import waterfall
from dashboard.components import common
from dashboard.downloads import Sheet
from dashboard.url import query
from fetch.errors import InputError


def _waterfall(build: Build, search: str) -> Sheet:
    named = query.first(search, "award")
    if not named:
        raise InputError("say which award: ?award= and its key")
    award = build.award(named)
    return Sheet(
        "waterfall",
        f"The ceiling of {award['piid']}, from the first to now",
        "The base action's ceiling, the ceiling changes of all later actions summed by kind of "
        "action, and the ceiling now; unstated counts actions that state no change.",
        waterfall(build, award["award_key"]),
        f"award {award['award_key']}",
        common.award_path(award["award_key"]),
    )


SHEETS: dict[str, Callable[[Build, str], Sheet]] = {"waterfall": _waterfall}
