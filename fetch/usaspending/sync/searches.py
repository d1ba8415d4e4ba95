"""What a sync asks for by search and by the day of change, in pieces the service can make."""

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


def bring_funded(errand: SyncRun) -> None:
    if errand.agency == EVERY_AGENCY:
        return
    held = errand.held()
    spans = [fiscal.span(year) for year in errand.scope.years]
    lacking = [s for s in spans if s.start <= errand.until and not held.covers("funded", s)]
    if not lacking:
        return
    departments = _departments_elsewhere(errand, DateSpan(lacking[0].start, lacking[-1].end))
    for span in lacking:
        what = f"funded, {span.start} to {span.end}"
        errand.attempt(what, _by_search, errand, ActionSearch("funded", departments), span)


def _departments_elsewhere(
    errand: SyncRun, span: DateSpan, date_type: str = "action_date"
) -> list[dict[str, str]]:
    """What the agency funds and others sign, if the counts prove that nothing is lost."""
    elsewhere = api.funded_elsewhere(errand.agency, errand.listed)
    both = [errand.agency.funding(), errand.agency.awarding()]
    everything, own, others = (
        _count(errand, api.by_search(departments, span, date_type))[0]
        for departments in ([errand.agency.funding()], both, elsewhere)
    )
    if everything == own + others:
        return elsewhere
    errand.notes.append(
        f"funded: {everything:,} actions, {own:,} signed by the agency and {others:,} by other "
        "listed agencies; the rest has no listed signer, so all are taken"
    )
    return [errand.agency.funding()]


def _by_search(errand: SyncRun, ask: ActionSearch, span: DateSpan) -> None:
    """A span by search downloads, halved until the service's limit holds each piece."""
    if ask.date_type == "action_date" and errand.held().covers(ask.part, span):
        return
    filters = api.by_search(ask.departments, span, ask.date_type)
    rows, limit = _count(errand, filters)
    if rows > limit:
        _require_divisible(ask, span, rows, limit)
        for half in span.halves():
            _by_search(errand, ask, half)
    elif rows:
        body = api.search_download(filters)
        made = errand.jobs.make(BY_SEARCH, body)
        errand.take_made(made, ask.part, span, rows)
    else:
        errand.nothing_in.append(errand.piece(ask.part, span))


def _require_divisible(ask: ActionSearch, span: DateSpan, rows: int, limit: int) -> None:
    if span.days == 1:
        came = f"{rows:,} actions on one day, and a download takes {limit:,}"
        raise CountsDiffer(f"{ask.part}, {span.start}", came, "ask for fewer agencies")


def _count(errand: SyncRun, filters: dict[str, Any]) -> tuple[int, int]:
    """Actions that a search would find, and the most that a download takes."""
    answer = errand.client.post(COUNT, {"filters": filters}, shape=api.COUNT_SHAPE)
    return answer["calculated_count"], answer["maximum_limit"]


def bring_recent(errand: SyncRun) -> None:
    """What was changed since the day to which each year held is told, Deltas or not."""
    held, years = errand.held(), errand.scope.years
    told_to = [held.told_to(year) for year in years]
    if not any(told_to):
        errand.notes.append("recent: nothing is held to start from; the part archive brings it")
    span = plan.recent_span(told_to, errand.until)
    for piece in span.pieces(LONGEST_BULK) if span else ():
        _changed_in(errand, piece)
    if errand.agency != EVERY_AGENCY:
        span = plan.recent_span(map(held.funded_told_to, years), errand.until)
        if span:
            by = "last_modified_date"
            departments = _departments_elsewhere(errand, span, by)
            _by_search(errand, ActionSearch("recent funded", departments, by), span)


def _changed_in(errand: SyncRun, span: DateSpan) -> None:
    """Records changed in a span; by search where the service cannot make the download."""
    body = api.bulk(errand.agency, "last_modified_date", span)
    try:
        made = errand.jobs.make(BULK, body)
    except ServiceError as error:
        errand.say(f"{error}; asked for by search instead")
        departments = [] if errand.agency == EVERY_AGENCY else [errand.agency.awarding()]
        _by_search(errand, ActionSearch("recent", departments, "last_modified_date"), span)
    else:
        errand.take_made(made, "recent", span)
