"""Checks of USAspending, one function an assumption; each returns what came, in words.

The assumptions are those of the references' open questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fetch import codes, fiscal
from fetch.doctor.checks import require
from fetch.errors import RequestRefused
from fetch.fiscal import DateSpan
from fetch.ingest import code_checks
from fetch.ingest.inspect import inspect
from fetch.schema import tables
from fetch.settings import AGENCY
from fetch.usaspending import api, pagination, reference
from fetch.usaspending.award.lookup import OF_CONTRACT
from fetch.usaspending.award.responses import ACTION_PREFIX
from fetch.usaspending.doctor.probe import UsaspendingProbe
from fetch.usaspending.downloads import DownloadJobs
from fetch.usaspending.query import Query
from fetch.usaspending.search.search import BY_AWARD, COUNT, CURSOR, KEY, next_cursor

OFFICIAL = set(tables.RECORD_NAMES) | (tables.LEFT_OUT_NAMES - {"agency_id"})
BEFORE = (tables.DELTA_MARK, "agency_id")
"""The two columns in front of a Delta's rows."""
MARKS = {"", "C", "D"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}( .*)?")


def day_of_data(visit: UsaspendingProbe) -> str:
    day = visit.day()
    return require(day, f"{day}" if day else "no day in MM/DD/YYYY")


def id_of_dhs(visit: UsaspendingProbe) -> str:
    agency = visit.agency()
    known = codes.meaning("components", "7000")
    return require(agency.name == known, f"id {agency.id}, {agency.name}")


def component_names(visit: UsaspendingProbe) -> str:
    agency = visit.agency()
    listed = visit.once(
        "the list of components", lambda: reference.sub_agencies(visit.client, agency)
    )
    known = {row["meaning"].casefold() for row in codes.table("components").values()}
    unknown = [name for name in listed if name.casefold() not in known]
    words = f"{len(listed)} components" + (f"; not known: {', '.join(unknown)}" if unknown else "")
    return require(listed and not unknown, words)


def monthly_names(visit: UsaspendingProbe) -> str:
    files = visit.files()
    kinds = {file.kind for file in files}
    named = ", ".join(file.name for file in files) or "no file whose name is understood"
    return require({"Full", "Delta"} <= kinds and {f.agency for f in files} == {AGENCY}, named)


def full_columns(visit: UsaspendingProbe) -> str:
    return _same_columns(visit.beginning("Full").columns)


def delta_columns(visit: UsaspendingProbe) -> str:
    columns = visit.beginning("Delta").columns
    require(columns[:2] == BEFORE, f"it begins with {', '.join(columns[:2])}")
    return f"{', '.join(BEFORE)}, then {_same_columns(columns[2:])}"


def _same_columns(columns: tuple[str, ...]) -> str:
    lacking, more = sorted(OFFICIAL - set(columns)), sorted(set(columns) - OFFICIAL)
    parts = [f"{len(columns)} columns"]
    parts += [f"gone: {', '.join(lacking[:5])}"] if lacking else []
    parts += [f"not known: {', '.join(more[:5])}"] if more else []
    return require(not lacking and not more and len(columns) == len(OFFICIAL), "; ".join(parts))


def delta_marks(visit: UsaspendingProbe) -> str:
    found = visit.beginning("Delta")
    require(BEFORE[0] in found.columns, f"no column {BEFORE[0]}")
    marks = found.values(BEFORE[0])
    shown = ", ".join(repr(mark) for mark in sorted(marks)) or "no mark"
    return require(marks <= MARKS, f"{shown} in its first {len(found.rows):,} rows")


def cells(visit: UsaspendingProbe) -> str:
    found = visit.beginning("Full")
    odd = []
    fits: dict[str, Callable[[str], object]] = {"date": DAY.fullmatch, "money": _is_amount}
    for column in tables.RECORD:
        readable = fits.get(column.kind, bool)
        wrong = [value for value in found.values(column.name) if value and not readable(value)]
        odd += [f"{column.name} {value!r}" for value in wrong[:1]]
    words = f"the first {len(found.rows):,} rows"
    return require(not odd, f"{words}: {'; '.join(odd[:3])}" if odd else words)


def _is_amount(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def known_codes(visit: UsaspendingProbe) -> str:
    found = visit.beginning("Full")
    odd = [
        f"{column} {code}"
        for column, table in code_checks.CODED.items()
        for code in sorted(found.values(column))
        if code and not code_checks.known(code.upper(), table)
    ]
    words = f"the codes of its first {len(found.rows):,} rows"
    return require(not odd, f"{words}; not known: {', '.join(odd[:5])}" if odd else words)


def cursor(visit: UsaspendingProbe) -> str:
    first = visit.first_page()
    award = visit.award()
    require(first["page_metadata"]["hasNext"], "one contract, and no more are said to follow")
    following = visit.page(page=2, **next_cursor(first))["results"]
    require(following, "nothing after the first record")
    before, after = award["Award ID"], following[0]["Award ID"]
    moved = following[0][KEY] != award[KEY] and after >= before
    return require(moved, f"after {before} comes {after}")


def last_page(visit: UsaspendingProbe) -> str:
    metadata = _one_award(visit)["page_metadata"]
    words = f"hasNext {metadata['hasNext']}, {CURSOR[0]} {metadata.get(CURSOR[0])!r}"
    words += f", {CURSOR[1]} {metadata.get(CURSOR[1])!r}"
    ended = metadata["hasNext"] is False and metadata.get(CURSOR[0]) is None
    return require(ended and metadata.get(CURSOR[1]) in (None, "None"), words)


def count_of_awards(visit: UsaspendingProbe) -> str:
    rows = pagination.rows(_one_award(visit))
    body = {"filters": _filters_of_one(visit)[0]}
    counted = visit.client.post(COUNT, body, shape={"results": dict})["results"]["contracts"]
    found = any(row[KEY] == visit.award()[KEY] for row in rows)
    return require(found and counted == len(rows), f"{len(rows)} found, {counted} counted")


def _one_award(visit: UsaspendingProbe) -> Any:
    filters, query = _filters_of_one(visit)
    body = {**query.body("contracts", filters), "page": 1}
    return visit.once("a search of one award", lambda: visit.client.post(BY_AWARD, body))


def _filters_of_one(visit: UsaspendingProbe) -> tuple[dict[str, Any], Query]:
    whole = fiscal.span(api.FIRST_FISCAL_YEAR).start
    end = visit.day() or visit.client.clock.now().date()
    query = Query(DateSpan(whole, end), award_ids=(visit.award()["Award ID"],))
    return query.filters("contracts", []), query


def detail_of_award(visit: UsaspendingProbe) -> str:
    document = visit.detail().document
    names = ("total_obligation", "base_and_all_options", "category", "subaward_count")
    lacking = [name for name in names if name not in document]
    require(not lacking, f"no {', '.join(lacking)}")
    amount = document["total_obligation"]
    same_key = document.get("generated_unique_award_id") == visit.award()[KEY]
    is_number = isinstance(amount, int | float)
    return require(same_key and is_number, f"total_obligation {amount!r}")


def ids_of_actions(visit: UsaspendingProbe) -> str:
    ids = visit.actions()
    prefixed = [one for one in ids if one.startswith(ACTION_PREFIX)]
    return require(ids and len(prefixed) == len(ids), f"{ids[0] if ids else 'no action'}")


def number_of_actions(visit: UsaspendingProbe) -> str:
    number = visit.number().document.get("transactions")
    came = len(set(visit.actions()))
    return require(number == came, f"{came} listed, {number} counted")


def download_count(visit: UsaspendingProbe) -> str:
    body = {"filters": _filters_of_one(visit)[0]}
    answer = visit.client.post(api.COUNT, body, shape=api.COUNT_SHAPE)
    count, limit = answer["calculated_count"], answer["maximum_limit"]
    return require(limit == api.MOST_ROWS, f"{count:,} rows; a download takes {limit:,}")


def download(visit: UsaspendingProbe) -> str:
    """A small download from its request to its file, and the same actions in it."""
    body = {"award_id": visit.award()[KEY], "file_format": "csv"}
    made = DownloadJobs(visit.client, visit.announce).make(OF_CONTRACT, body)
    folder = visit.client.settings.data / "tmp"
    path = visit.client.archive.file(made.stored.sha256, folder)
    kinds = sorted(csv.layout.shape.table for csv in inspect(path, made.name).csvs)
    return require("transactions" in kinds, f"{made.name} with {', '.join(kinds) or 'nothing'}")


def trailing_slash(visit: UsaspendingProbe) -> str:
    path = api.LAST_UPDATED.rstrip("/")
    try:
        visit.client.get(path, shape=api.LAST_UPDATED_SHAPE)
    except RequestRefused as error:
        return require("sent on" in error.answer, error.answer)
    return "answered without it as well"
