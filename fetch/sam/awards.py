"""Tasks for award records, newer actions, other transactions and vendors at SAM.gov."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from fetch import codes
from fetch.errors import CountsDiffer, FilterIgnored, KeyRefused, RequestRefused, Throttled
from fetch.sam import documents as sam_documents
from fetch.sam.client import now_text
from fetch.sam.records import LISTS, UEI, at, code, text
from fetch.sam.sync_run import (
    MATCHED,
    SamSyncRun,
    Task,
    asked_before,
    asked_lately,
    held_rows,
    take_page,
)

AWARDS, LIST = "/contract-awards/v1/search", "awardSummary"
TYPE = "awardOrIDVTypeCode"
ENTITIES = "/entity-information/v4/entities"
EXCLUSIONS = "/entity-information/v4/exclusions"
AWARDS_PAGE, ENTITIES_PAGE = 100, 10
LEAST_NEWER = timedelta(days=7)
MOST_VENDORS = 50
EXTRACT_TRIES = 3


def records(run: SamSyncRun) -> Iterator[Task]:
    """Records of awards that have a justification; then everything signed since the last action."""
    recent = asked_lately(run, "award", "piid")
    rows = held_rows(
        run,
        f"SELECT piid, max(posted_date) FROM ({MATCHED}) GROUP BY piid "
        "ORDER BY 2 DESC NULLS LAST, 1",
    )
    for piid, _ in rows:
        if piid not in recent:
            yield f"SAM.gov's record of {piid}", _award(run, piid)
    yield from _newer(run)


def _award(run: SamSyncRun, piid: str) -> Callable[[], None]:
    return lambda: _every_page(run, f"award {piid}", {"piid": piid}, "award", piid=piid)


def _every_page(
    run: SamSyncRun, called: str, wanted: dict[str, str], service: str, **about: str
) -> None:
    """Every page of a search for records of awards; CountsDiffer where some do not come.

    Where the service does not say how many there are, a page that is full is not the last.
    """
    page, came, more = 0, 0, True
    while more:
        params = {**wanted, "limit": str(AWARDS_PAGE), "offset": str(page)}
        answer = run.sam.get_keyed(AWARDS, params)
        page += 1
        name = f"{called}, page {page}"
        content = run.pipeline.archive.read(answer.sha256)
        page_records = sam_documents.records(content, LIST, name)
        total = sam_documents.total(content, name)
        came += len(page_records)
        if kind := wanted.get(TYPE):
            _require_only(
                name, {code(at(one, "coreData.awardOrIDVType")) for one in page_records}, [kind]
            )
        take_page(run, service, name, answer.sha256, **about)
        more = len(page_records) == AWARDS_PAGE if total is None else page * AWARDS_PAGE < total
    if total is not None and came < total:
        raise CountsDiffer(called, f"{came:,} of {total:,} records came", "what came is kept")


def other_transactions(run: SamSyncRun) -> Iterator[Task]:
    """The department's agreements outside the acquisition rules, by the codes of their types."""
    recent = asked_lately(run, "others", "code")
    for kind, row in codes.table("other_transaction").items():
        if kind not in recent:
            yield f"other transactions: {row['meaning']}", _others(run, kind)


def _others(run: SamSyncRun, kind: str) -> Callable[[], None]:
    wanted = {"contractingDepartmentCode": _department(run), TYPE: kind}
    called = f"other transactions of type {kind}"
    return lambda: _every_page(run, called, wanted, "others", code=kind)


def _department(run: SamSyncRun) -> str:
    """The department's four digits in this service: inferred from those of other departments."""
    return f"{run.agency.lstrip('0')}00"


def _newer(run: SamSyncRun) -> Iterator[Task]:
    """One extract of what the department signed since the newest action held."""
    rows = held_rows(
        run, "SELECT max(action_date), max(last_seen)::DATE FROM transactions "
        "WHERE source <> 'sample'"
    )  # fmt: skip
    today = run.client.clock.now().date()
    params = [date.fromisoformat(p["to"]) for p in asked_before(run, "extract")]
    newest = rows[0][0] if rows else None
    if newest is None or newest >= today or (params and max(params) > today - LEAST_NEWER):
        return
    yield f"actions since {newest}", lambda: _extract(run, newest, today)


def _extract(run: SamSyncRun, first: date, last: date) -> None:
    """Have an extract made and fetch it; one that is still being made is left for the next run."""
    sam, access = run.sam, run.sam.access
    days = f"[{first:%m/%d/%Y},{last:%m/%d/%Y}]"
    wanted = {"contractingDepartmentCode": _department(run), "dateSigned": days}
    access.extract_at = None
    sam.get_keyed(AWARDS, {**wanted, "format": "json"})
    if access.extract_at is None:
        raise RequestRefused(
            f"actions of {days}", "the answer names no file", "the next run asks again"
        )
    for _ in range(EXTRACT_TRIES):
        sam.client.pause(sam.client.settings.poll_seconds)
        try:
            stored, _name = sam.file(access.extract_at)
        except (KeyRefused, Throttled):
            raise
        except RequestRefused as error:  # 400 while the file is being made
            run.say(f"the extract is not ready: {error.answer}")
            continue
        about = {"to": last.isoformat(), "as_of": now_text(sam.client)}
        run.take(
            "sam_awards", f"extract {days}", {"page": stored.sha256}, service="extract", **about
        )
        return
    run.notes.append(f"the extract of {days} is still being made; the next run asks again")


def vendors(run: SamSyncRun) -> Iterator[Task]:
    """Registration and owners ten vendors a request, then exclusions one by one."""
    rows = held_rows(
        run,
        "SELECT recipient_uei FROM transactions WHERE recipient_uei IS NOT NULL GROUP BY 1 "
        f"ORDER BY sum(federal_action_obligation) DESC NULLS LAST, 1 LIMIT {MOST_VENDORS}",
    )
    ueis = [uei for (uei,) in rows]
    known = asked_lately(run, "entity", "ueis")
    wanted = [uei for uei in ueis if uei not in known]
    for start in range(0, len(wanted), ENTITIES_PAGE):
        some = wanted[start : start + ENTITIES_PAGE]
        params = {
            "ueiSAM": f"[{'~'.join(some)}]",
            "includeSections": "entityRegistration,integrityInformation",
            "size": str(ENTITIES_PAGE),
        }
        yield f"registration of {', '.join(some)}", _vendor(run, "entity", ENTITIES, params, some)
    known = asked_lately(run, "exclusions", "ueis")
    for uei in ueis:
        if uei not in known:
            params = {"ueiSAM": uei, "size": str(ENTITIES_PAGE)}
            yield f"exclusions of {uei}", _vendor(run, "exclusions", EXCLUSIONS, params, [uei])


def _vendor(
    run: SamSyncRun, service: str, path: str, params: dict[str, str], ueis: list[str]
) -> Callable[[], None]:
    """Every page of what a service has of some vendors: one can have several registrations."""

    def bring() -> None:
        name = f"{service} of {', '.join(ueis)}"
        pages: dict[str, str] = {}
        whole = False
        while not whole:
            answer = run.sam.get_keyed(path, {**params, "page": str(len(pages))})
            content = run.pipeline.archive.read(answer.sha256)
            page_records = sam_documents.records(content, LISTS[service], name)
            _require_only(name, {text(one, UEI[service]) for one in page_records}, ueis)
            pages[f"page {len(pages)}"] = answer.sha256
            whole = len(pages) * ENTITIES_PAGE >= (sam_documents.total(content, name) or 0)
        about = {"ueis": ueis, "as_of": now_text(run.client)}
        run.take("sam_vendor", name, pages, service=service, **about)

    return bring


def _require_only(name: str, came: set[str | None], wanted: Collection[str]) -> None:
    """FilterIgnored where a record of others came: then silence says nothing of those asked."""
    others = sorted(came - {None} - set(wanted))  # type: ignore[type-var]
    if others:
        raise FilterIgnored(name, f"records of others, such as {others[0]}")
