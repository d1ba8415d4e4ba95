"""The search endpoints: pages of awards by cursor, pages of actions by number, counts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

from tests.builders import Row
from tests.service import filters
from tests.service.book import Award, kind, slug
from tests.service.fields import ACTION, AWARD
from tests.service.refusals import Broken, Refused, Unavailable, need, one_group, one_of, within

Json = dict[str, Any]


def _checked(service: Any, body: Json) -> tuple[Json, int, int]:
    """The filters, the page and its size, after the checks of both searches."""
    need(body, "filters")
    need(body, "filters|award_type_codes")
    limit, page = within(body, "limit", 10, 100), within(body, "page", 1)
    return body["filters"], page, limit


def by_award(service: Any, body: Json) -> Json:
    """A page of awards; by cursor where both its fields are sent, else by number."""
    _fall_over(body)
    asked, page, limit = _checked(service, body)
    one_group(asked["award_type_codes"])
    fields = need(body, "fields")
    sort = body.get("sort") or fields[0]
    if sort not in AWARD:
        raise Refused(400, f"Sort value '{sort}' not found in Contract Award mappings")
    found = sorted(filters.awards(service.book, asked), key=_award_order(sort))
    if body.get("order", "desc") == "desc":
        found.reverse()
    start, total = _place(service, found, body, sort, page, limit)
    rows = found[start : start + limit]
    last = rows[-1] if rows and start + limit < total else None
    return {
        "spending_level": "awards",
        "limit": limit,
        "results": [_award_row(award, fields) for award in rows],
        "page_metadata": {"page": page, "hasNext": bool(last), **_next_cursor(sort, last)},
        "messages": _messages(filters.unknown(asked)),
    }


def _place(
    service: Any, found: list[Award], body: Json, sort: str, page: int, limit: int
) -> tuple[int, int]:
    """Where the page begins, and how many records the service believes there are."""
    cursor = _cursor(body)
    if cursor:
        return _after(found, body, sort, cursor), len(found)
    if page * limit > service.window:
        raise Refused(422, _window_text(page, limit, service.window))
    return (page - 1) * limit, min(len(found), service.hit_limit)


def _next_cursor(sort: str, last: Award | None) -> Json:
    """The last record's number and sort value; on the last page a null and the text "None"."""
    return {
        "last_record_unique_id": last.id if last else None,
        "last_record_sort_value": str(_sort_value(sort, last) if last else None),
    }


def _fall_over(body: Json) -> None:
    """What this endpoint answers by an HTML page in place of a 422."""
    periods = (body.get("filters") or {}).get("time_period", [])
    early = any(period.get("start_date", "9") < filters.EARLIEST for period in periods)
    if body.get("page") == 0 or body.get("order", "desc") not in ("asc", "desc") or early:
        raise Broken


def _cursor(body: Json) -> tuple[int, str] | None:
    """Both fields or neither; one alone, or a null, is more than the service can bear."""
    names = ("last_record_unique_id", "last_record_sort_value")
    if not any(name in body for name in names):
        return None
    if any(body.get(name) is None for name in names):
        raise Broken
    return body["last_record_unique_id"], str(body["last_record_sort_value"])


def _sort_value(sort: str, award: Award) -> Any:
    """Amounts are sorted, and told in the cursor, in whole cents."""
    value = AWARD[sort](award)
    return round(value * 100) if isinstance(value, float) else str(value)


def _award_order(sort: str) -> Callable[[Award], tuple[Any, int]]:
    return lambda award: (_sort_value(sort, award), award.id)


def _after(found: list[Award], body: Json, sort: str, cursor: tuple[int, str]) -> int:
    """Where the records begin that come after the cursor's values, held or not."""
    number, text = cursor
    try:
        value = int(text) if isinstance(AWARD[sort](found[0]), float) else text
    except (ValueError, IndexError):
        raise Broken from None
    places = [_award_order(sort)(award) for award in found]
    if body.get("order", "desc") == "desc":
        return sum(place >= (value, number) for place in places)
    return sum(place <= (value, number) for place in places)


def _window_text(page: int, limit: int, window: int) -> str:
    return (
        f"Page #{page} with limit {limit} is over the maximum result limit {window}. Please "
        "provide the 'last_record_sort_value' and 'last_record_unique_id'"
    )


def _award_row(award: Award, fields: list[str]) -> Json:
    row = {name: AWARD[name](award) if name in AWARD else None for name in fields}
    row |= {"internal_id": award.id, "generated_internal_id": award.key}
    if "Awarding Agency" in fields:
        department = award.department
        row |= {"awarding_agency_id": award.component.agency_id, "agency_slug": slug(department)}
    return row


def _messages(unused: set[str]) -> list[str]:
    return [filters.BOILER_PLATE, *([filters.not_used(unused)] if unused else [])]


def by_transaction(service: Any, body: Json) -> Json:
    """A page of actions by number. Where ties are unstable, each page is sorted anew."""
    asked, page, limit = _checked(service, body)
    filters.check_times(asked)
    one_of(body.get("order", "desc"), "order", ["asc", "desc"])
    fields, sort = need(body, "fields"), need(body, "sort")
    one_of(fields, "fields", ACTION)
    if sort not in fields:
        raise Refused(400, "Sort value not found in fields: " + sort)
    if page * limit > service.window:
        text = f"Page #{page} of size {limit} is over the maximum result limit ({service.window})."
        raise Refused(422, text)
    if page * limit == service.window:
        raise Unavailable  # it asks its search engine for one record more than that can give
    found = filters.actions(service.book, asked)
    ordered(service, found, ACTION[sort], body.get("order", "desc"))
    rows, metadata = paged(found, page, limit)
    return {
        "limit": limit,
        "results": [_action_row(service, row, fields) for row in rows],
        "page_metadata": metadata,
        # the service's own name for keywords, reported as unused whenever they are used
        "messages": _messages({"keyword_search"} if "keywords" in asked else set()),
    }


def ordered(service: Any, rows: list[Any], value: Callable[[Any], Any], order: str) -> None:
    """Sort in place; equal values keep their order, unless the service's ties are unstable."""
    if service.unstable_ties:
        random.Random(next(service.turns)).shuffle(rows)
    rows.sort(key=lambda row: (value(row) is not None, value(row)), reverse=order == "desc")


def paged(found: list[Any], page: int, limit: int) -> tuple[list[Any], Json]:
    """The rows of a page, with what the service tells about pages."""
    more = page * limit < len(found)
    metadata = {
        "page": page,
        "next": page + 1 if more else None,
        "previous": page - 1 if page > 1 else None,
        "hasNext": more,
        "hasPrevious": page > 1,
    }
    return found[(page - 1) * limit : page * limit], metadata


def _action_row(service: Any, row: Row, fields: list[str]) -> Json:
    number = service.book.id(row["contract_award_unique_key"])
    key = row["contract_award_unique_key"]
    told = {name: ACTION[name](row) for name in fields}
    return {**told, "generated_internal_id": key, "internal_id": number}


def _counted(kinds: Iterable[str]) -> Json:
    idvs = [code.startswith("IDV") for code in kinds]
    empty = dict.fromkeys(("grants", "loans", "direct_payments", "other"), 0)
    return {"contracts": idvs.count(False), "idvs": idvs.count(True), **empty}


def award_count(service: Any, body: Json) -> Json:
    asked = need(body, "filters")
    filters.check_times(asked)
    found = filters.awards(service.book, asked)
    return {
        "results": _counted(award.kind for award in found),
        "spending_level": "awards",
        "messages": _messages(filters.unknown(asked)),
    }


def transaction_count(service: Any, body: Json) -> Json:
    if not body.get("filters"):
        raise Broken
    filters.check_times(body["filters"])
    found = filters.actions(service.book, body["filters"])
    return {"results": _counted(kind(row) for row in found)}
