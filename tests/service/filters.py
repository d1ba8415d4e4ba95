"""The filter object: which actions and which awards a search takes.

Every filter that the tool uses is answered as the service answers it. A name that is not
known is passed over, as the service does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.builders import Row
from tests.service.book import Award, Book, kind
from tests.service.refusals import Refused

EARLIEST = "2007-10-01"
BOILER_PLATE = (
    "For searches, time period start and end dates are currently limited to an earliest date "
    f"of {EARLIEST}. (The fictional service says so in every answer.)"
)


def not_used(names: set[str]) -> str:
    listed = ", ".join(repr(name) for name in sorted(names))
    return (
        f"The following filters from the request were not used: {{{listed}}}. "
        "(The fictional service passed over them.)"
    )


def _words(row: Row) -> str:
    columns = ("award_id_piid", "recipient_name", "transaction_description")
    more = ("naics_description", "product_or_service_code_description")
    return " | ".join(row.get(column, "") for column in columns + more).upper()


def _keywords(row: Row, words: list[str]) -> bool:
    return any(word.upper() in _words(row) for word in words)


def _recipient(row: Row, texts: list[str]) -> bool:
    columns = ("recipient_name", "recipient_uei", "recipient_parent_name", "recipient_parent_uei")
    names = " | ".join(row.get(column, "") for column in columns).upper()
    return any(text.upper() in names for text in texts)


def _agencies(row: Row, entries: list[dict[str, str]]) -> bool:
    """Entries of one type are alternatives; awarding and funding must both hold."""
    kinds = {entry["type"] for entry in entries}
    return all(
        any(_agency(row, entry) for entry in entries if entry["type"] == kind_) for kind_ in kinds
    )


def _agency(row: Row, entry: dict[str, str]) -> bool:
    department = f"{entry['type']}_agency_name"
    if entry["tier"] == "toptier":
        return row.get(department) == entry["name"]
    within = entry.get("toptier_name", row.get(department))
    component = row.get(f"{entry['type']}_sub_agency_name")
    return component == entry["name"] and row.get(department) == within


TIERS: dict[str, Callable[[str], bool]] = {
    "Research and Development": lambda code: code.startswith("A"),
    "Service": lambda code: "B" <= code[:1] <= "Z",
    "Product": lambda code: code[:1].isdigit(),
}


def _psc(row: Row, asked: Any) -> bool:
    code = row.get("product_or_service_code", "")
    if isinstance(asked, list):
        return code.startswith(tuple(asked))
    required, excluded = asked.get("require", []), asked.get("exclude", [])
    taken = not required or any(_under(code, path) for path in required)
    return taken and not any(_under(code, path) for path in excluded)


def _under(code: str, path: list[str]) -> bool:
    if len(path) == 1:
        return TIERS[path[0]](code)
    return all(code.startswith(part) for part in path[1:])


def _naics(row: Row, asked: Any) -> bool:
    code = row.get("naics_code", "")
    if isinstance(asked, list):
        return code.startswith(tuple(asked))
    excluded = tuple(asked.get("exclude", []))
    return code.startswith(tuple(asked.get("require", [""]))) and not (
        excluded and code.startswith(excluded)
    )


def _code(column: str) -> Callable[[Row, list[str]], bool]:
    return lambda row, codes: row.get(column) in codes


FILTERS: dict[str, Callable[[Row, Any], bool]] = {
    "award_type_codes": lambda row, codes: kind(row) in codes,
    "keywords": _keywords,
    "recipient_search_text": _recipient,
    "agencies": _agencies,
    "psc_codes": _psc,
    "naics_codes": _naics,
    "award_ids": _code("award_id_piid"),
    "award_unique_id": lambda row, key: row["contract_award_unique_key"] == key,
    "description": lambda row, text: text.upper() in row["transaction_description"].upper(),
    "extent_competed_type_codes": _code("extent_competed_code"),
    "set_aside_type_codes": _code("type_of_set_aside_code"),
    "contract_pricing_type_codes": _code("type_of_contract_pricing_code"),
}
ELSEWHERE = {"time_period", "award_amounts"}


def unknown(filters: dict[str, Any]) -> set[str]:
    """Filters that the service passes over."""
    return set(filters) - set(FILTERS) - ELSEWHERE


def takes(row: Row, filters: dict[str, Any]) -> bool:
    return all(FILTERS[name](row, asked) for name, asked in filters.items() if name in FILTERS)


def check_times(filters: dict[str, Any]) -> None:
    """422 for a period that begins before the earliest day of the searches."""
    for period in filters.get("time_period", []):
        if period["start_date"] < EARLIEST:
            text = f"start_date falls before the earliest available search date of {EARLIEST}."
            raise Refused(422, text)


def actions(book: Book, filters: dict[str, Any]) -> list[Row]:
    """Actions by their own date, or by that of their award's signing."""
    signed = {award.key: award.first["action_date"] for award in book.awards()}
    periods = filters.get("time_period", [])
    return [
        row
        for row in book.rows.values()
        if takes(row, filters)
        and (not periods or any(_action_in(row, signed, each) for each in periods))
    ]


def _action_in(row: Row, signed: dict[str, str], period: dict[str, str]) -> bool:
    base = signed[row["contract_award_unique_key"]]
    dates = {
        "action_date": [row["action_date"]],
        "last_modified_date": [row["last_modified_date"]],
        "date_signed": [base],
        "new_awards_only": [row["action_date"], base],
    }[period.get("date_type", "action_date")]
    return all(period["start_date"] <= day <= period["end_date"] for day in dates)


def awards(book: Book, filters: dict[str, Any]) -> list[Award]:
    """Awards that were active in a period, judged by their latest action."""
    periods = filters.get("time_period", [])
    bounds = filters.get("award_amounts", [])
    return [
        award
        for award in book.awards()
        if takes(award.facts, filters)
        and (not periods or any(_active_in(award, each) for each in periods))
        and (not bounds or any(_between(award.obligated, each) for each in bounds))
    ]


def _active_in(award: Award, period: dict[str, str]) -> bool:
    begin, end = period["start_date"], period["end_date"]
    first, last = award.first["action_date"], award.latest["action_date"]
    changed = max(row["last_modified_date"] for row in award.rows)
    return {
        None: last >= begin and first <= end,
        "action_date": begin <= last <= end,
        "date_signed": begin <= first <= end,
        "new_awards_only": begin <= first <= end,
        "last_modified_date": begin <= changed <= end,
    }[period.get("date_type")]


def _between(value: float, bounds: dict[str, float]) -> bool:
    lower, upper = bounds.get("lower_bound"), bounds.get("upper_bound")
    return (lower is None or value >= lower) and (upper is None or value <= upper)
