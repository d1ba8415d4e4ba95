"""Searches for actions, brought in pieces that the service can make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fetch.errors import CountsDiffer
from fetch.fiscal import DateSpan
from fetch.http.client import Response
from fetch.usaspending import api, plan
from fetch.usaspending.api import BY_SEARCH, COUNT
from fetch.usaspending.sync.sync_run import SyncRun

BY_CHANGE = "last_modified_date"


@dataclass(frozen=True)
class ActionSearch:
    """A search for actions: for which part, of which departments, by which day.

    `again` asks for what is held as well. `whole` gives the scope of which a span holds
    everything, with the number of its actions; None where it is no such span.
    """

    part: str
    departments: list[dict[str, str]]
    date_type: str = "action_date"
    again: bool = False
    whole: Callable[[DateSpan, int], dict[str, Any] | None] = lambda _, __: None

    def filters(self, span: DateSpan) -> dict[str, Any]:
        return api.by_search(self.departments, span, self.date_type)


def by_search(run: SyncRun, ask: ActionSearch, span: DateSpan) -> int | None:
    """Bring a span by search downloads, halved until the service's limit holds each piece.

    The number of actions counted in it; None where a part was held and not counted.
    """
    by_day = ask.date_type == "action_date" and not ask.again
    if by_day and run.held().covers(ask.part, span):
        return None
    filters = ask.filters(span)
    rows, limit = count(run, filters)
    if rows > limit:
        _require_divisible(ask, span, rows, limit)
        for half in span.halves():
            by_search(run, ask, half)
    elif rows:

        def bring(again: bool) -> plan.Lack | None:
            counted = count(run, filters)[0] if again else rows
            # never below the rows counted: a lower limit would cut them
            body = api.search_download(filters, max(counted, limit - 1) if again else None)
            other = api.search_download(filters, max(counted, limit - (3 if again else 2)))
            made = run.jobs.make(BY_SEARCH, body, other)
            return run.take_made(made, ask.part, span, counted, ask.whole(span, counted))

        run.bring_whole(f"{ask.part}, {span.words}", bring)
    else:
        run.nothing_in.append(run.piece(ask.part, span))
    return rows


def _require_divisible(ask: ActionSearch, span: DateSpan, rows: int, limit: int) -> None:
    if span.days == 1:
        came = f"{rows:,} actions on one day, and a download takes {limit:,}"
        raise CountsDiffer(f"{ask.part}, {span.start}", came, "ask for fewer agencies")


def count(run: SyncRun, filters: dict[str, Any]) -> tuple[int, int]:
    """Actions that a search would find, and the most that a download takes."""
    answer = ask_count(run, filters)
    return answer["calculated_count"], answer["maximum_limit"]


def ask_count(run: SyncRun, filters: dict[str, Any]) -> Response:
    return run.client.post(COUNT, {"filters": filters}, shape=api.COUNT_SHAPE)
