"""Part `recent` of a sync: what was changed since, by the day a record was last modified."""

from __future__ import annotations

from fetch.errors import ServiceError
from fetch.fiscal import DateSpan
from fetch.usaspending import api, plan
from fetch.usaspending.api import BULK, EVERY_AGENCY, LONGEST_BULK
from fetch.usaspending.sync.funded import bring_changed_elsewhere
from fetch.usaspending.sync.searches import BY_CHANGE, ActionSearch, by_search
from fetch.usaspending.sync.sync_run import SyncRun


def bring_recent(run: SyncRun) -> None:
    """Fetch changes since the day to which each year is complete, Deltas or not."""
    held, years = run.held(), run.scope.years
    told_to = [held.covered_to(year) for year in years]
    if not any(told_to):
        run.notes.append("recent: nothing is held to start from; the part archive brings it")
    span = plan.recent_span(told_to, run.until)
    for piece in span.pieces(LONGEST_BULK) if span else ():
        _changed_in(run, piece)
    if run.agency != EVERY_AGENCY:
        bring_changed_elsewhere(run, held)


def _changed_in(run: SyncRun, span: DateSpan) -> None:
    """Records changed in a span; by search where the service cannot make the download."""
    body = api.bulk(run.agency, BY_CHANGE, span)
    before = set(run.lacking)
    try:
        lack = run.take_made(run.jobs.make(BULK, body), "recent", span)
        why = lack.words if lack else None
    except ServiceError as error:
        why = error.short
    if why:
        run.say(f"recent, {span.words}: {why}; asked for by search instead")
        departments = [] if run.agency == EVERY_AGENCY else [run.agency.awarding()]
        by_search(run, ActionSearch("recent", departments, BY_CHANGE), span)
        run.replace(run.lacking.keys() - before)
