"""Parts `funded` and `recent` of a sync: searches, in pieces that the service can make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fetch import fiscal
from fetch.errors import CountsDiffer, ServiceError
from fetch.fiscal import DateSpan
from fetch.usaspending import api, plan
from fetch.usaspending.api import BULK, BY_SEARCH, COUNT, EVERY_AGENCY, LONGEST_BULK
from fetch.usaspending.sync.sync_run import SyncRun


@dataclass(frozen=True)
class ActionSearch:
    """A search for actions: for which part, of which departments, by which day."""

    part: str
    departments: list[dict[str, str]]
    date_type: str = "action_date"


def bring_funded(run: SyncRun) -> None:
    if run.agency == EVERY_AGENCY:
        return
    held = run.held()
    spans = [fiscal.span(year) for year in run.scope.years]
    lacking = [s for s in spans if s.start <= run.until and not held.covers("funded", s)]
    if not lacking:
        return
    departments = _departments_elsewhere(run, DateSpan(lacking[0].start, lacking[-1].end))
    for span in lacking:
        what = f"funded, {span.start} to {span.end}"
        run.attempt(what, _by_search, run, ActionSearch("funded", departments), span)


def _departments_elsewhere(
    run: SyncRun, span: DateSpan, date_type: str = "action_date"
) -> list[dict[str, str]]:
    """Departments for actions the agency funds and others sign, if counts prove nothing is lost."""
    elsewhere = api.funded_elsewhere(run.agency, run.listed)
    both = [run.agency.funding(), run.agency.awarding()]
    everything, own, others = (
        _count(run, api.by_search(departments, span, date_type))[0]
        for departments in ([run.agency.funding()], both, elsewhere)
    )
    if everything == own + others:
        return elsewhere
    run.notes.append(
        f"funded: {everything:,} actions, {own:,} signed by the agency and {others:,} by other "
        "listed agencies; the rest has no listed signer, so all are taken"
    )
    return [run.agency.funding()]


def _by_search(run: SyncRun, ask: ActionSearch, span: DateSpan) -> None:
    """A span by search downloads, halved until the service's limit holds each piece."""
    if ask.date_type == "action_date" and run.held().covers(ask.part, span):
        return
    filters = api.by_search(ask.departments, span, ask.date_type)
    rows, limit = _count(run, filters)
    if rows > limit:
        _require_divisible(ask, span, rows, limit)
        for half in span.halves():
            _by_search(run, ask, half)
    elif rows:
        body = api.search_download(filters)
        made = run.jobs.make(BY_SEARCH, body)
        run.take_made(made, ask.part, span, rows)
    else:
        run.nothing_in.append(run.piece(ask.part, span))


def _require_divisible(ask: ActionSearch, span: DateSpan, rows: int, limit: int) -> None:
    if span.days == 1:
        came = f"{rows:,} actions on one day, and a download takes {limit:,}"
        raise CountsDiffer(f"{ask.part}, {span.start}", came, "ask for fewer agencies")


def _count(run: SyncRun, filters: dict[str, Any]) -> tuple[int, int]:
    """Actions that a search would find, and the most that a download takes."""
    answer = run.client.post(COUNT, {"filters": filters}, shape=api.COUNT_SHAPE)
    return answer["calculated_count"], answer["maximum_limit"]


def bring_recent(run: SyncRun) -> None:
    """Fetch changes since the day to which each year is complete, Deltas or not."""
    held, years = run.held(), run.scope.years
    covered_to = [held.covered_to(year) for year in years]
    if not any(covered_to):
        run.notes.append("recent: nothing is held to start from; the part archive brings it")
    span = plan.recent_span(covered_to, run.until)
    for piece in span.pieces(LONGEST_BULK) if span else ():
        _changed_in(run, piece)
    if run.agency != EVERY_AGENCY:
        span = plan.recent_span(map(held.funded_covered_to, years), run.until)
        if span:
            by = "last_modified_date"
            departments = _departments_elsewhere(run, span, by)
            _by_search(run, ActionSearch("recent funded", departments, by), span)


def _changed_in(run: SyncRun, span: DateSpan) -> None:
    """Records changed in a span; by search where the service cannot make the download."""
    body = api.bulk(run.agency, "last_modified_date", span)
    try:
        made = run.jobs.make(BULK, body)
    except ServiceError as error:
        run.say(f"{error}; asked for by search instead")
        departments = [] if run.agency == EVERY_AGENCY else [run.agency.awarding()]
        _by_search(run, ActionSearch("recent", departments, "last_modified_date"), span)
    else:
        run.take_made(made, "recent", span)
