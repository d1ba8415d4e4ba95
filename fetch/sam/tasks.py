"""What to ask SAM.gov with a key, the most useful first, until the day's requests are used up.

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
"""How far back half-years are asked for; ours. Archived notices are in the bulk files anyway."""


def bring_keyed(errand: SamSyncRun) -> None:
    """Every step in order; the first throttle, or a refused key, ends them all for today."""
    for step in STEPS:
        for what, task in step(errand):
            errand.attempt(what, task)
            if errand.waits_until or errand.key_refused:
                return


def _justifications(errand: SamSyncRun) -> Iterator[Task]:
    today = errand.client.clock.now().date()
    asked = [p["to"] for p in asked_before(errand, "opportunities") if p.get("whole")]
    since = date.fromisoformat(max(asked)) - OVERLAP if asked else today - LONGEST_WINDOW
    if asked and date.fromisoformat(max(asked)) >= today:
        return
    yield _window(errand, max(since, today - LONGEST_WINDOW), today)


def _earlier(errand: SamSyncRun) -> Iterator[Task]:
    whole = {(p["from"], p["to"]) for p in asked_before(errand, "opportunities") if p.get("whole")}
    empty = in_vain(errand, 404)
    today = errand.client.clock.now().date()
    for year in range(today.year, FIRST_YEAR - 1, -1):
        for start, end in (("07-01", "12-31"), ("01-01", "06-30")):
            first, last = (date.fromisoformat(f"{year}-{day}") for day in (start, end))
            if last >= today or (first.isoformat(), last.isoformat()) in whole:
                continue
            if not any(urlencode(posted_between(first, last)) in url for url in empty):
                yield _window(errand, first, last)


def posted_between(first: date, last: date) -> dict[str, str]:
    """The days between which notices were posted, as the service asks for them."""
    return {"postedFrom": f"{first:%m/%d/%Y}", "postedTo": f"{last:%m/%d/%Y}"}


def _window(errand: SamSyncRun, first: date, last: date) -> Task:
    what = f"justifications of {first} to {last}"
    return what, lambda: _bring_window(errand, first, last)


def _bring_window(errand: SamSyncRun, first: date, last: date) -> None:
    """Every page of a window; those that an earlier run brought today are not asked again."""
    span = {"from": first.isoformat(), "to": last.isoformat()}
    params = {
        **posted_between(first, last),
        "ptype": "u",
        "organizationName": f"{DEPARTMENTS.get(errand.agency, '')}, DEPARTMENT OF".lstrip(", "),
    }
    pages = Pages(errand, span, PAGE)
    while (page := pages.next()) is not None:
        asked = {**params, "limit": str(pages.limit), "offset": str(page)}
        answer = errand.sam.get_keyed(OPPORTUNITIES, asked, SHAPE)
        ids = [one.get("noticeId") for one in answer["opportunitiesData"] if isinstance(one, dict)]
        pages.came(page, number(answer.document.get("totalRecords")), ids)
        take_page(errand, "opportunities", f"{span['from']} to {span['to']}, page {page + 1}",
              answer.sha256, **span, **pages.about(page))  # fmt: skip
    pages.require_whole()
    if not pages.total:
        errand.notes.append(f"{pages.asked}: the service counts none")


def _attachments(errand: SamSyncRun) -> Iterator[Task]:
    """Files and texts of matched justifications that are not fetched yet, the newest first."""
    rows = held_rows(
        errand,
        f"SELECT a.notice_id, a.url FROM attachments a JOIN ({MATCHED}) m USING (notice_id) "
        "WHERE a.text_state = 'not fetched' ORDER BY m.posted_date DESC NULLS LAST, a.url",
    )
    failed = {url.split("?")[0] for url in in_vain(errand, 400, 404)}
    for notice_id, url in rows:
        if url not in failed:
            yield f"the attachment {url}", _attachment(errand, notice_id, url)


def _attachment(errand: SamSyncRun, notice_id: str, url: str) -> Callable[[], None]:
    def bring() -> None:
        stored, name = errand.sam.file(url)
        about = {"notice_id": notice_id, "url": url, "as_of": now_text(errand.client)}
        errand.take("sam_attachment", name, {"file": stored.sha256}, service="attachment", **about)

    return bring


def _one_by_one(errand: SamSyncRun) -> Iterator[Task]:
    """Matched justifications of which nobody has asked where their attachments lie."""
    asked = {p["notice_id"] for p in asked_before(errand, "notice")}
    rows = held_rows(
        errand,
        f"SELECT m.notice_id, m.posted_date FROM ({MATCHED}) m WHERE m.posted_date IS NOT NULL "
        "AND m.notice_id NOT IN (SELECT notice_id FROM attachments) "
        "ORDER BY m.posted_date DESC, m.notice_id",
    )
    for notice_id, posted in rows:
        if notice_id not in asked:
            yield f"the notice {notice_id}", _notice(errand, notice_id, posted)
    yield from _attachments(errand)
    yield from _descriptions(errand)


def _notice(errand: SamSyncRun, notice_id: str, posted: date) -> Callable[[], None]:
    def bring() -> None:
        day = posted_between(posted - OVERLAP, posted + OVERLAP)
        asked = {**day, "noticeid": notice_id, "limit": "1", "offset": "0"}
        answer = errand.sam.get_keyed(OPPORTUNITIES, asked, {"opportunitiesData": list})
        take_page(errand, "notice", f"notice {notice_id}", answer.sha256, notice_id=notice_id)

    return bring


def _descriptions(errand: SamSyncRun) -> Iterator[Task]:
    """Texts of matched justifications that came by the API alone: it gives an address for them."""
    asked = {p["notice_id"] for p in asked_before(errand, "description")}
    rows = held_rows(
        errand,
        f"SELECT n.notice_id FROM notices n JOIN ({MATCHED}) m USING (notice_id) "
        "WHERE n.source = 'opportunities' ORDER BY n.posted_date DESC NULLS LAST, n.notice_id",
    )
    for (notice_id,) in rows:
        if notice_id not in asked:
            yield f"the text of {notice_id}", _description(errand, notice_id)


def _description(errand: SamSyncRun, notice_id: str) -> Callable[[], None]:
    def bring() -> None:
        path = "/prod/opportunities/v1/noticedesc"
        url = f"{errand.client.settings.sam.rstrip('/')}{path}"
        about = {"notice_id": notice_id, "url": url, "as_of": now_text(errand.client)}
        try:
            answer = errand.sam.get_keyed(path, {"noticeid": notice_id}, {"description": str})
        except UnknownRecord:
            errand.notes.append(f"{notice_id}: the service has no text of it")
            return
        errand.take(
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
