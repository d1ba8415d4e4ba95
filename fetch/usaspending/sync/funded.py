"""Part `funded` of a sync: what the agency pays for and others sign, year by year.

Much of it is published late (Defense: after 90 days) and under the old day of change, and no
Delta tells of it. So every sync ends by holding the service's counts against what is held,
and asks again where they differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fetch import fiscal
from fetch.errors import NothingHeld
from fetch.fiscal import DateSpan
from fetch.usaspending import api, plan
from fetch.usaspending.api import EVERY_AGENCY
from fetch.usaspending.plan import Holdings
from fetch.usaspending.sync.searches import BY_CHANGE, ActionSearch, ask_count, by_search, count
from fetch.usaspending.sync.sync_run import SyncRun
from fetch.warehouse import closures
from fetch.warehouse.closures import AWARDING_AGENCY
from fetch.warehouse.database import Warehouse

UNLISTED = "funded, of no listed signer"


def bring_funded(run: SyncRun) -> None:
    """Every year that is not held; with `full` every year."""
    held = run.held()
    for span in _spans(run):
        if run.scope.full or not held.covers("funded", span):
            run.attempt(_named(span), _bring_year, run, span, run.scope.full)


def _spans(run: SyncRun) -> list[DateSpan]:
    """The fiscal years to bring that have begun; none where every agency's actions are."""
    spans = [fiscal.span(year) for year in run.scope.years]
    return [s for s in spans if s.start <= run.until and run.agency != EVERY_AGENCY]


def _named(span: DateSpan) -> str:
    return f"funded, {span.words}"


def _elsewhere(run: SyncRun) -> list[dict[str, str]]:
    return api.funded_elsewhere(run.agency, run.listed)


def _bring_year(run: SyncRun, span: DateSpan, again: bool) -> None:
    """A year whole: what it no longer has, signed elsewhere or deleted, is closed."""

    def whole(asked: DateSpan, rows: int) -> dict[str, Any] | None:
        if asked != fiscal.span(fiscal.of(asked.end)):
            return None
        signers = run.listed.keys() - {run.agency.code}
        return closures.paid_for(run.agency.code, signers, fiscal.of(asked.end), rows)

    ask = ActionSearch("funded", _elsewhere(run), again=again, whole=whole)
    counted = by_search(run, ask, span)
    if counted is not None:
        run.counted[span.start] = counted


def bring_changed_elsewhere(run: SyncRun, held: Holdings) -> None:
    """Changes of what others sign, since the day to which each year is complete."""
    told_to = [held.funded_covered_to(year) for year in run.scope.years]
    span = plan.recent_span(told_to, run.until, plan.FUNDED_OVERLAP)
    if not span:
        return
    by_search(run, ActionSearch("recent funded", _elsewhere(run), BY_CHANGE), span)
    late = Unlisted(
        run, BY_CHANGE, _days_held(run, BY_CHANGE, listed=False), run.until - plan.OVERLAP
    )
    late.bring(span, late.count(span))


def compare_funded(run: SyncRun) -> None:
    """Hold the service's counts against what is held, and ask again where they differ."""
    spans, held = _spans(run), run.held()
    days = _days_held(run, "action_date", listed=True) if spans else {}
    for span in spans:
        if _named(span) not in run.problems:
            run.attempt(_named(span), _compare_year, run, held, span, days)
    if spans:
        run.attempt(UNLISTED, _compare_unlisted, run, held, DateSpan(spans[0].start, spans[-1].end))


def _compare_year(run: SyncRun, held: Holdings, span: DateSpan, days: dict[date, int]) -> None:
    """Compare one year; `days` are actions held by day, and are counted anew after a download."""
    brought = span.start in run.counted
    if not brought:
        ask = ActionSearch("funded", _elsewhere(run))
        run.counted[span.start] = count(run, ask.filters(span))[0]
    counted, ours = run.counted[span.start], _number_in(days, span)
    if held.accepts("funded", span, counted):
        return
    if counted != ours and not brought and not held.is_known(_named(span), counted, ours):
        run.say(f"{_named(span)}: {_compared(counted, ours)}; asked for again")
        _bring_year(run, span, again=True)
        if not run.counted[span.start]:
            _take_nothing(run, span)
        # an action may have moved into or out of another year
        days.clear()
        days.update(_days_held(run, "action_date", listed=True))
        counted, ours = run.counted[span.start], _number_in(days, span)
    _note_difference(run, held, _named(span), counted, ours)


def _take_nothing(run: SyncRun, span: DateSpan) -> None:
    """A count of zero, in the place of a file without rows: what is held of the year is closed."""
    answer = ask_count(run, ActionSearch("funded", _elsewhere(run)).filters(span))
    if answer["calculated_count"]:
        return
    signers, year = run.listed.keys() - {run.agency.code}, fiscal.of(span.end)
    about = {"agency": run.agency.code, "asked_at": answer.exchange.at}
    about |= closures.paid_for(run.agency.code, signers, year, 0)
    taken = run.pipeline.take("nothing", f"{_named(span)}: none", {"count": answer.sha256}, about)
    run.runs.append(taken)


def _compare_unlisted(run: SyncRun, held: Holdings, span: DateSpan) -> None:
    """The same of what departments sign that the service does not list."""
    found = Unlisted(run, "action_date", _days_held(run, "action_date", listed=False))
    counted, ours = found.count(span), found.held_in(span)
    if counted != ours and not held.is_known(UNLISTED, counted, ours):
        run.notes.append(
            f"funded: {counted:,} actions have no listed signer, {ours:,} are held; the days on "
            "which they differ are asked for"
        )
        found.bring(span, counted)
        ours = Unlisted(run, "action_date", _days_held(run, "action_date", listed=False)).held_in(
            span
        )
    _note_difference(run, held, UNLISTED, counted, ours)


def _note_difference(run: SyncRun, held: Holdings, what: str, counted: int, ours: int) -> None:
    """Note what asking again did not mend, so that the next sync does not ask for the same."""
    if counted != ours:
        run.notes.append(f"{what}: {_compared(counted, ours)}; a whole download left it so")
    differs = [counted, ours] if counted != ours else []
    if differs != held.differences.get(what, []):
        run.differs[what] = differs


def _compared(counted: int, ours: int) -> str:
    return f"the service counts {counted:,} actions, and {ours:,} are held"


@dataclass(frozen=True)
class Unlisted:
    """Actions that the agency funds and a department signs that the service does not list.

    No filter names them. They are counted as the rest, and the days on which there are others
    than `days` has of those held are found by halving: a day's whole search is little. Days
    from `always` on are asked for whatever is held of them.
    """

    run: SyncRun
    date_type: str
    days: Mapping[date, int]
    always: date = date.max

    def count(self, span: DateSpan) -> int:
        agency = self.run.agency
        everyone = [other.awarding() for other in self.run.listed.values()]
        everything, listed = (
            count(self.run, ActionSearch("", departments, self.date_type).filters(span))[0]
            for departments in ([agency.funding()], [agency.funding(), *everyone])
        )
        return everything - listed

    def held_in(self, span: DateSpan) -> int:
        return sum(number for day, number in self.days.items() if span.holds(day))

    def bring(self, span: DateSpan, counted: int) -> None:
        """Bring the days within a span on which other numbers are counted than held."""
        afresh = counted and span.end >= self.always
        if counted == self.held_in(span) and not afresh:
            return
        if span.days == 1:
            part = "unlisted" if self.date_type == "action_date" else "recent unlisted"
            departments = [self.run.agency.funding()]
            by_search(self.run, ActionSearch(part, departments, self.date_type, True), span)
            return
        earlier, later = span.halves()
        in_earlier = self.count(earlier)
        self.bring(earlier, in_earlier)
        self.bring(later, counted - in_earlier)


def _number_in(days: Mapping[date, int], span: DateSpan) -> int:
    return sum(number for day, number in days.items() if span.holds(day))


def _days_held(run: SyncRun, column: str, *, listed: bool) -> dict[date, int]:
    """Actions held that the agency funds and another signs, by day; of (un)listed signers."""
    elsewhere = f"funding_agency_code = ? AND {AWARDING_AGENCY} IS DISTINCT FROM ?"
    among = f"coalesce(list_contains(?::VARCHAR[], {AWARDING_AGENCY}), false)"
    code = run.agency.code
    try:
        with Warehouse(run.pipeline.settings.warehouse, read_only=True) as store:
            rows = store.rows(
                f"SELECT {column}, count(*) FROM transactions WHERE source <> 'sample' "
                f"AND {elsewhere} AND {among} = ? AND {column} IS NOT NULL GROUP BY 1",
                [code, code, list(run.listed), listed],
            )
    except NothingHeld:
        return {}
    return dict(rows)
