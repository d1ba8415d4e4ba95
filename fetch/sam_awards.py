"""Asking SAM.gov for records of awards, what is newer than USAspending, and vendors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from fetch.errors import KeyRefused, Refused, Throttled
from fetch.sam_client import now_text
from fetch.sam_errand import (
    MATCHED,
    SamErrand,
    Task,
    asked_before,
    asked_lately,
    held_rows,
    number,
    take_page,
)

AWARDS = "/contract-awards/v1/search"
ENTITIES = "/entity-information/v4/entities"
EXCLUSIONS = "/entity-information/v4/exclusions"
AWARDS_PAGE, ENTITIES_PAGE = 100, 10
LEAST_NEWER = timedelta(days=7)
MOST_VENDORS = 50
EXTRACT_TRIES = 3


def records(errand: SamErrand) -> Iterator[Task]:
    """Records of awards that have a justification; then everything signed since the last action."""
    recent = asked_lately(errand, "award", "piid")
    rows = held_rows(
        errand,
        f"SELECT piid, max(posted_date) FROM ({MATCHED}) GROUP BY piid "
        "ORDER BY 2 DESC NULLS LAST, 1",
    )
    for piid, _ in rows:
        if piid not in recent:
            yield f"SAM.gov's record of {piid}", _award(errand, piid)
    yield from _newer(errand)


def _award(errand: SamErrand, piid: str) -> Callable[[], None]:
    def bring() -> None:
        total, page = 1, 0
        while page * AWARDS_PAGE < total:
            asked = {"piid": piid, "limit": str(AWARDS_PAGE), "offset": str(page)}
            answer = errand.client.get_keyed(AWARDS, asked)
            total = number(answer.document.get("totalRecords"))
            page += 1
            take_page(errand, "award", f"award {piid}, page {page}", answer.sha256, piid=piid)

    return bring


def _newer(errand: SamErrand) -> Iterator[Task]:
    """One extract of what the department signed since the newest action held."""
    rows = held_rows(
        errand, "SELECT max(action_date), max(last_seen)::DATE FROM transactions "
        "WHERE source <> 'sample'"
    )  # fmt: skip
    today = errand.client.clock.now().date()
    asked = [date.fromisoformat(p["to"]) for p in asked_before(errand, "extract")]
    newest = rows[0][0] if rows else None
    if newest is None or newest >= today or (asked and max(asked) > today - LEAST_NEWER):
        return
    yield f"actions since {newest}", lambda: _extract(errand, newest, today)


def _extract(errand: SamErrand, first: date, last: date) -> None:
    """Have an extract made and fetch it; one that is still being made is left for the next run."""
    client = errand.client
    days = f"[{first:%m/%d/%Y},{last:%m/%d/%Y}]"
    code = f"{errand.agency.lstrip('0')}00"
    client.extract_at = None
    client.get_keyed(
        AWARDS, {"contractingDepartmentCode": code, "dateSigned": days, "format": "json"}
    )
    if client.extract_at is None:
        raise Refused(f"actions of {days}", "the answer names no file", "the next run asks again")
    for _ in range(EXTRACT_TRIES):
        client.pause(client.settings.poll_seconds)
        try:
            stored, _name = client.file(client.extract_at)
        except (KeyRefused, Throttled):
            raise
        except Refused as error:  # 400 while the file is being made
            errand.say(f"the extract is not ready: {error.came}")
            continue
        about = {"to": last.isoformat(), "as_of": now_text(client)}
        errand.take(
            "sam_awards", f"extract {days}", {"page": stored.sha256}, service="extract", **about
        )
        return
    errand.notes.append(f"the extract of {days} is still being made; the next run asks again")


def vendors(errand: SamErrand) -> Iterator[Task]:
    """Registration and owners ten vendors a request, then exclusions one by one."""
    rows = held_rows(
        errand,
        "SELECT recipient_uei FROM transactions WHERE recipient_uei IS NOT NULL GROUP BY 1 "
        f"ORDER BY sum(federal_action_obligation) DESC NULLS LAST, 1 LIMIT {MOST_VENDORS}",
    )
    ueis = [uei for (uei,) in rows]
    known = asked_lately(errand, "entity", "ueis")
    wanted = [uei for uei in ueis if uei not in known]
    for start in range(0, len(wanted), ENTITIES_PAGE):
        some = wanted[start : start + ENTITIES_PAGE]
        asked = {
            "ueiSAM": f"[{'~'.join(some)}]",
            "includeSections": "entityRegistration,integrityInformation",
            "size": str(ENTITIES_PAGE),
        }
        yield f"registration of {', '.join(some)}", _vendor(errand, "entity", ENTITIES, asked, some)
    known = asked_lately(errand, "exclusions", "ueis")
    for uei in ueis:
        if uei not in known:
            asked = {"ueiSAM": uei, "size": str(ENTITIES_PAGE)}
            yield f"exclusions of {uei}", _vendor(errand, "exclusions", EXCLUSIONS, asked, [uei])


def _vendor(
    errand: SamErrand, service: str, path: str, asked: dict[str, str], ueis: list[str]
) -> Callable[[], None]:
    def bring() -> None:
        answer = errand.client.get_keyed(path, asked)
        name = f"{service} of {', '.join(ueis)}"
        about = {"ueis": ueis, "as_of": now_text(errand.client)}
        errand.take("sam_vendor", name, {"page": answer.sha256}, service=service, **about)

    return bring
