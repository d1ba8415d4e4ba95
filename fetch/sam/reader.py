"""Readers of SAM.gov's keyed services: opportunities, attachments, award records, vendors.

A reader sees the arrival and the archive, no network: the same arrival always reads the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from fetch import pii
from fetch.archive.store import Arrival
from fetch.ingest.runs import run_of, write_run
from fetch.ingest.types import Run, RunContext
from fetch.sam import bulk_csv, notices, pdf_text, record_counts
from fetch.sam import documents as sam_documents
from fetch.sam.records import LISTS, contract_record, vendor_rows
from fetch.warehouse.database import Warehouse

Row = dict[str, Any]


def read_opportunities(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: the department's notices of a page of the Opportunities service, and their links."""
    found = _records(arrival, place, "opportunitiesData")
    ours = [one for one in found if one.get("noticeId") and _is_ours(one, arrival)]
    file_id = arrival.objects["page"]
    rows = [notices.version(_cells(one), "opportunities", arrival, file_id) for one in ours]

    def take() -> int:
        for one in ours:
            for url in _links(one):
                _attach(store, arrival, str(one["noticeId"]).lower(), url)
        return notices.take_official(store, run, rows)

    run = run_of(arrival)
    run.add({"rows_read": len(rows)})
    _note_others(run, found, arrival)
    return _written(store, run, take)


def _note_others(run: Run, found: list[Row], arrival: Arrival) -> None:
    """Count the notices passed over; a page of others alone is noted as odd."""
    nameless = [one for one in found if not one.get("noticeId")]
    others = [one for one in found if one.get("noticeId") and not _is_ours(one, arrival)]
    if nameless:
        run.note("notices without an id, passed over", [str(len(nameless))])
    if others:
        codes = Counter(str(one.get("fullParentPathCode")).split(".")[0] for one in others)
        listed = [f"{code} ({count:,})" for code, count in codes.most_common(5)]
        run.note("notices of other departments, passed over", listed)


def read_attachment(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: an attached file, its text page by page where it has any."""
    sha256, about = arrival.objects["file"], arrival.about
    found = pdf_text.read(place.archive.read(sha256))
    name = arrival.name or about["url"].rsplit("/", 1)[-1]

    def take() -> int:
        _forget(store, about["notice_id"], about["url"])
        _attach(
            store,
            arrival,
            about["notice_id"],
            about["url"],
            name=name,
            sha256=sha256,
            pages=found.pages,
            text_state=found.state,
        )
        texts = [(name, page, pii.masked(text)) for page, text in found.texts]
        _insert_texts(store, arrival, texts)
        return 1

    run = run_of(arrival)
    run.add({"rows_read": len(found.texts), "rows_new": len(found.texts)})
    return _written(store, run, take)


def read_description(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: the description of a notice whose text no bulk file has."""
    document = json.loads(place.archive.read(arrival.objects["page"]))  # asked for by its shape
    text = pii.masked(bulk_csv.plain(str(document.get("description") or "")))

    def take() -> int:
        _forget(store, arrival.about["notice_id"], arrival.about["url"])
        _insert_texts(store, arrival, [("description", None, text)] if text else [])
        return 1

    run = run_of(arrival)
    run.add({"rows_read": 1, "rows_new": 1})
    return _written(store, run, take)


def read_awards(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: records of the Contract Awards service, each in place of what it said before."""
    found = _records(arrival, place, "awardSummary")
    rows = [row for one in found if (row := contract_record(one))]
    unique = {row["action_key"]: {**row, **_stamp(arrival)} for row in rows}

    def take() -> int:
        for key in unique:
            store.execute("DELETE FROM contract_records WHERE action_key = ?", [key])
        store.insert_many("contract_records", list(unique.values()))
        return 1

    run = run_of(arrival)
    run.add({"rows_read": len(found), "rows_new": len(unique)})
    if len(rows) < len(found):
        run.note("records without a key, passed over", [f"{len(found) - len(rows):,}"])
    if not found:
        run.note("no record came", ["the answer counts none"])
    return _written(store, run, take)


def read_vendor(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: what a service says of the vendors that it was asked about, none included."""
    about = arrival.about
    found = _records(arrival, place, LISTS[about["service"]])
    rows = vendor_rows(about["service"], about["ueis"], found)

    def take() -> int:
        for row in rows:
            store.execute(
                "DELETE FROM vendor_standing WHERE recipient_uei = ? AND service = ?",
                [row["recipient_uei"], row["service"]],
            )
        store.insert_many("vendor_standing", [{**row, **_stamp(arrival)} for row in rows])
        return 1

    run = run_of(arrival)
    run.add({"rows_read": len(rows), "rows_new": len(rows)})
    return _written(store, run, take)


def _written(store: Warehouse, run: Run, take: Callable[[], int]) -> Run:
    write_run(store, run, take)
    return run


def _records(arrival: Arrival, place: RunContext, listed: str) -> list[Row]:
    """The records of every page of an arrival; FileRefused where one has another shape."""
    pages = [place.archive.read(sha256) for sha256 in arrival.objects.values()]
    return [one for page in pages for one in sam_documents.records(page, listed, arrival.name)]


def _stamp(arrival: Arrival) -> Row:
    at = datetime.fromisoformat(arrival.about["as_of"])
    return {"asked_at": at.astimezone(UTC).replace(tzinfo=None), "run_id": arrival.run_id}


def _is_ours(one: Row, arrival: Arrival) -> bool:
    """By the first part of the path of organizations: the department's code, else its name."""
    code = str(one.get("fullParentPathCode") or "").split(".")[0]
    name = str(one.get("fullParentPathName") or "").upper().split(".")[0]
    wanted = str(arrival.about["agency"])
    known = record_counts.DEPARTMENTS.get(wanted)
    return code.zfill(3) == wanted or bool(known and known in name) or wanted == "all"


def _cells(one: Row) -> dict[str, str]:
    """A notice of the API under our names; what is null, "null" or an object is left out."""
    award = _object(one.get("award"))
    awardee = _object(award.get("awardee"))
    codes = [*str(one.get("fullParentPathCode") or "").split("."), "", "", ""]
    names = [*str(one.get("fullParentPathName") or "").split("."), "", "", ""]
    place = one.get("placeOfPerformance") or {}
    found = {
        "notice_id": one.get("noticeId"),
        "title": one.get("title"),
        "solicitation_number": one.get("solicitationNumber"),
        "department": names[0],
        "cgac": codes[0],
        "sub_tier": names[1],
        "sub_tier_code": codes[1],
        "office": names[2],
        "office_code": codes[2],
        "posted_date": one.get("postedDate"),
        "notice_type": one.get("type"),
        "base_type": one.get("baseType"),
        "archive_type": one.get("archiveType"),
        "archive_date": one.get("archiveDate"),
        "set_aside_code": _first(one.get("typeOfSetAside")),
        "set_aside": _first(one.get("typeOfSetAsideDescription")),
        "response_deadline": one.get("responseDeadLine"),
        "naics_code": one.get("naicsCode"),
        "product_or_service_code": one.get("classificationCode"),
        "place_city": _named(place, "city"),
        "place_state": _named(place, "state"),
        "place_country": _named(place, "country"),
        "active": one.get("active"),
        "award_number": award.get("number"),
        "award_date": award.get("date"),
        "award_amount_usd": award.get("amount"),
        "awardee": awardee.get("name"),
        "organization_type": one.get("organizationType"),
        "additional_info_link": one.get("additionalInfoLink"),
        "link": one.get("uiLink"),
    }
    return {name: str(v) for name, v in found.items() if isinstance(v, str | int | float)}


def _object(value: Any) -> Row:
    return value if isinstance(value, dict) else {}


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _named(place: Any, what: str) -> Any:
    inner = place.get(what) if isinstance(place, dict) else None
    return inner.get("name") if isinstance(inner, dict) else inner


def _links(one: Row) -> Iterator[str]:
    """Addresses of attachments, without their queries: those have a place for the key."""
    for url in one.get("resourceLinks") or []:
        if isinstance(url, str) and url.startswith("http"):
            yield url.split("?")[0]


def _attach(store: Warehouse, arrival: Arrival, notice_id: str, url: str, **known: Any) -> None:
    """A row of `attachments`; one that is there already is left as it is."""
    there = store.rows(
        "SELECT 1 FROM attachments WHERE notice_id = ? AND url = ?", [notice_id, url]
    )
    if not there:
        row = {"notice_id": notice_id, "url": url, "text_state": "not fetched", **known}
        store.insert("attachments", {**row, **_stamp(arrival)})


def _forget(store: Warehouse, notice_id: str, url: str) -> None:
    for table in ("attachments", "notice_texts"):
        store.execute(f"DELETE FROM {table} WHERE notice_id = ? AND url = ?", [notice_id, url])


def _insert_texts(
    store: Warehouse, arrival: Arrival, texts: Sequence[tuple[str, int | None, str]]
) -> None:
    about = {"notice_id": arrival.about["notice_id"], "url": arrival.about["url"]}
    for found_in, page, text in texts:
        row = {**about, "found_in": found_in, "page": page, "text": text}
        store.insert("notice_texts", {**row, **_stamp(arrival)})
