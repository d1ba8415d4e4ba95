"""Tasks for a key of SAM.gov, the most useful first, until the day's quota is used up.

1. justifications posted since the last time: where their attachments lie
2. attachments of justifications whose award number is that of an award held, newest first
3. the same for justifications that only a bulk file has, one by one: first their links
4. SAM.gov's records of awards that have a justification, then what is newer than USAspending
5. registration, owners and exclusions of the vendors with the most obligations
6. other transactions, which USAspending lacks
7. justifications of earlier half-years, back to the first

What was asked and what came is known from the arrivals: the next run goes on where this one
ended, by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from fetch.errors import UnknownRecord
from fetch.http.responses import Shape
from fetch.sam import awards as sam_awards
from fetch.sam.client import now_text
from fetch.sam.pagination import Pages
from fetch.sam.record_counts import DEPARTMENTS
from fetch.sam.sync_run import (
    MATCHED,
    SamSyncRun,
    Task,
    asked_before,
    held_rows,
    in_vain,
    number,
    take_page,
)

OPPORTUNITIES = "/opportunities/v2/search"
SHAPE: Shape = {"opportunitiesData": list, "totalRecords": (int, str)}
PAGE = 1000
LONGEST_WINDOW = timedelta(days=363)
"""A span of 364 days is taken, one of 365 refused; one day of slack."""
OVERLAP = timedelta(days=7)
FIRST_YEAR = 2019
"""First year whose half-years are requested; our choice: older notices are in the bulk files."""


def bring_keyed(run: SamSyncRun) -> None:
    """Every step in order; the first throttle, or a refused key, ends them all for today."""
    for step in STEPS:
        for what, task in step(run):
            run.attempt(what, task)
            if run.waits_until or run.key_refused:
                return


def _justifications(run: SamSyncRun) -> Iterator[Task]:
    today = run.client.clock.now().date()
    query = [p["to"] for p in asked_before(run, "opportunities") if p.get("whole")]
    since = date.fromisoformat(max(query)) - OVERLAP if query else today - LONGEST_WINDOW
    if query and date.fromisoformat(max(query)) >= today:
        return
    yield _window(run, max(since, today - LONGEST_WINDOW), today)


def _earlier(run: SamSyncRun) -> Iterator[Task]:
    whole = {(p["from"], p["to"]) for p in asked_before(run, "opportunities") if p.get("whole")}
    empty = in_vain(run, 404)
    today = run.client.clock.now().date()
    for year in range(today.year, FIRST_YEAR - 1, -1):
        for start, end in (("07-01", "12-31"), ("01-01", "06-30")):
            first, last = (date.fromisoformat(f"{year}-{day}") for day in (start, end))
            if last >= today or (first.isoformat(), last.isoformat()) in whole:
                continue
            if not any(urlencode(posted_between(first, last)) in url for url in empty):
                yield _window(run, first, last)


def posted_between(first: date, last: date) -> dict[str, str]:
    """The days between which notices were posted, as the service asks for them."""
    return {"postedFrom": f"{first:%m/%d/%Y}", "postedTo": f"{last:%m/%d/%Y}"}


def _window(run: SamSyncRun, first: date, last: date) -> Task:
    what = f"justifications of {first} to {last}"
    return what, lambda: _bring_window(run, first, last)


def _bring_window(run: SamSyncRun, first: date, last: date) -> None:
    """Every page of a window; those that an earlier run brought today are not asked again."""
    span = {"from": first.isoformat(), "to": last.isoformat()}
    params = {
        **posted_between(first, last),
        "ptype": "u",
        "organizationName": f"{DEPARTMENTS.get(run.agency, '')}, DEPARTMENT OF".lstrip(", "),
    }
    pages = Pages(run, span, PAGE)
    while (page := pages.next()) is not None:
        query = {**params, "limit": str(pages.limit), "offset": str(page)}
        answer = run.sam.get_keyed(OPPORTUNITIES, query, SHAPE)
        ids = [one.get("noticeId") for one in answer["opportunitiesData"] if isinstance(one, dict)]
        pages.came(page, number(answer.document.get("totalRecords")), ids)
        take_page(run, "opportunities", f"{span['from']} to {span['to']}, page {page + 1}",
              answer.sha256, **span, **pages.about(page))  # fmt: skip
    pages.require_whole()
    if not pages.total:
        run.notes.append(f"{pages.asked}: the service counts none")


def _attachments(run: SamSyncRun) -> Iterator[Task]:
    """Files and texts of matched justifications that are not fetched yet, the newest first."""
    rows = held_rows(
        run,
        f"SELECT a.notice_id, a.url FROM attachments a JOIN ({MATCHED}) m USING (notice_id) "
        "WHERE a.text_state = 'not fetched' ORDER BY m.posted_date DESC NULLS LAST, a.url",
    )
    failed = {url.split("?")[0] for url in in_vain(run, 400, 404)}
    for notice_id, url in rows:
        if url not in failed:
            yield f"the attachment {url}", _attachment(run, notice_id, url)


def _attachment(run: SamSyncRun, notice_id: str, url: str) -> Callable[[], None]:
    def bring() -> None:
        stored, name = run.sam.file(url)
        about = {"notice_id": notice_id, "url": url, "as_of": now_text(run.client)}
        run.take("sam_attachment", name, {"file": stored.sha256}, service="attachment", **about)

    return bring


def _one_by_one(run: SamSyncRun) -> Iterator[Task]:
    """Matched justifications of which nobody has asked where their attachments lie."""
    query = {p["notice_id"] for p in asked_before(run, "notice")}
    rows = held_rows(
        run,
        f"SELECT m.notice_id, m.posted_date FROM ({MATCHED}) m WHERE m.posted_date IS NOT NULL "
        "AND m.notice_id NOT IN (SELECT notice_id FROM attachments) "
        "ORDER BY m.posted_date DESC, m.notice_id",
    )
    for notice_id, posted in rows:
        if notice_id not in query:
            yield f"the notice {notice_id}", _notice(run, notice_id, posted)
    yield from _attachments(run)
    yield from _descriptions(run)


def _notice(run: SamSyncRun, notice_id: str, posted: date) -> Callable[[], None]:
    def bring() -> None:
        day = posted_between(posted - OVERLAP, posted + OVERLAP)
        query = {**day, "noticeid": notice_id, "limit": "1", "offset": "0"}
        answer = run.sam.get_keyed(OPPORTUNITIES, query, {"opportunitiesData": list})
        take_page(run, "notice", f"notice {notice_id}", answer.sha256, notice_id=notice_id)

    return bring


def _descriptions(run: SamSyncRun) -> Iterator[Task]:
    """Texts of matched justifications that came by the API alone: it gives an address for them."""
    query = {p["notice_id"] for p in asked_before(run, "description")}
    rows = held_rows(
        run,
        f"SELECT n.notice_id FROM notices n JOIN ({MATCHED}) m USING (notice_id) "
        "WHERE n.source = 'opportunities' ORDER BY n.posted_date DESC NULLS LAST, n.notice_id",
    )
    for (notice_id,) in rows:
        if notice_id not in query:
            yield f"the text of {notice_id}", _description(run, notice_id)


def _description(run: SamSyncRun, notice_id: str) -> Callable[[], None]:
    def bring() -> None:
        path = "/prod/opportunities/v1/noticedesc"
        url = f"{run.client.settings.sam.rstrip('/')}{path}"
        about = {"notice_id": notice_id, "url": url, "as_of": now_text(run.client)}
        try:
            answer = run.sam.get_keyed(path, {"noticeid": notice_id}, {"description": str})
        except UnknownRecord:
            run.notes.append(f"{notice_id}: the service has no text of it")
            return
        run.take(
            "sam_description", notice_id, {"page": answer.sha256}, service="description", **about
        )

    return bring


STEPS = (
    _justifications,
    _attachments,
    _one_by_one,
    sam_awards.records,
    sam_awards.vendors,
    sam_awards.other_transactions,
    _earlier,
)
