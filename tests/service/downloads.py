"""Downloads made to order: what each endpoint puts into its file."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.builders import OFFICIAL_HEADER, Row
from tests.service import filters
from tests.service.book import Award, kind
from tests.service.jobs import FORMATS, Tables
from tests.service.refusals import CONTRACTS, GROUPS, IDVS, Refused, need, one_of
from tests.service.rows import columns

Json = dict[str, Any]
SUB_TYPES = ("procurement", "grant")


def _timed(row: Row) -> Row:
    """Two columns that a download, other than the documented archive, writes as times."""
    names = ("initial_report_date", "last_modified_date")
    return {**row, **{name: f"{row[name]} 00:00:00+00" for name in names if row.get(name)}}


def bulk(service: Any, body: Json) -> Json:
    """Actions or sub-awards of agencies within a year; every other filter is dropped."""
    asked = body.get("filters")
    if not isinstance(asked, dict):
        raise Refused(400, "Filters parameter not provided as a dict")
    types = _bulk_types(asked)
    one_of(body.get("file_format", "csv"), "file_format", FORMATS)
    period = _bulk_period(asked, service.today)
    agencies = _bulk_agencies(service, asked)
    chosen = {"time_period": [period], **({"agencies": agencies} if agencies else {})}
    table = Tables(file_format=body.get("file_format", "csv"))
    if "prime_awards" in types:
        taken = {**chosen, "award_type_codes": types["prime_awards"]}
        rows = [_timed(row) for row in filters.actions(service.book, taken)]
        table.add("All_Contracts_PrimeTransactions_{stamp}", rows, list(OFFICIAL_HEADER))
    if "elasticsearch_sub_awards" in types:
        rows = _sub_rows(service, {"agencies": agencies} if agencies else {}, period)
        table.add("All_Contracts_Subawards_{stamp}", rows, columns("subawards"))
    stem = "All_PrimeTransactions" if "prime_awards" in types else "All_Subawards"
    request = {
        "download_types": list(types),
        "file_format": table.format,
        "filters": {**chosen, "prime_and_sub_award_types": types},
        "request_type": "award",
    }
    return service.desk.begin(stem, request, table)


def _bulk_types(asked: Json) -> Json:
    prime, sub = asked.get("prime_award_types"), asked.get("sub_award_types")
    if not prime and not sub:
        names = "prime_award_types or sub_award_types"
        raise Refused(400, f"Missing one or more required body parameters: {names}")
    known = [code for group in GROUPS.values() for code in group]
    one_of(prime or [], "filters|prime_award_types", known)
    one_of(sub or [], "filters|sub_award_types", SUB_TYPES)
    named = {"prime_awards": prime, "elasticsearch_sub_awards": sub}
    return {name: types for name, types in named.items() if types}


def _bulk_period(asked: Json, today: str) -> dict[str, str]:
    one_of(asked.get("date_type", "action_date"), "filters|date_type",
           ["action_date", "last_modified_date"])  # fmt: skip
    need(asked, "date_range") if "date_range" in asked else need({}, "filters|date_range")
    dates = {"start_date": "1000-01-01", "end_date": today, **asked["date_range"]}
    begin, end = (date.fromisoformat(dates[name]) for name in ("start_date", "end_date"))
    if (end - begin).days > 366:
        raise Refused(400, "Invalid Parameter: date_range total days must be within a year")
    return {"date_type": asked.get("date_type", "action_date"), **dates}


def _bulk_agencies(service: Any, asked: Json) -> list[dict[str, str]]:
    """Entries as they were sent, or those that an agency's number stands for."""
    if "agency" not in asked or asked["agency"] == "all":
        return asked.get("agencies", [])
    name = service.toptier_name(asked["agency"])
    if not name:
        raise Refused(400, f"Toptier ID not found: {asked['agency']}")
    if not asked.get("sub_agency"):
        return [{"type": "awarding", "tier": "toptier", "name": name}]
    sub = {"type": "awarding", "tier": "subtier", "name": asked["sub_agency"]}
    return [{**sub, "toptier_name": name}]


def _sub_rows(service: Any, asked: Json, period: dict[str, str] | None = None) -> list[Row]:
    """Sub-awards whose prime the filters take, dated within the period."""
    taken = {award.key for award in filters.awards(service.book, asked)}
    begin, end = (period["start_date"], period["end_date"]) if period else ("", "9")
    return [
        row
        for row in service.book.subawards
        if row["prime_award_unique_key"] in taken and begin <= row["subaward_action_date"] <= end
    ]


def of_search(service: Any, body: Json) -> Json:
    """Actions and sub-awards of a search, cut without a word at the limit."""
    asked = need(body, "filters")
    filters.check_times(asked)
    file_format = body.get("file_format", "csv")
    one_of(file_format, "file_format", FORMATS)
    limit = min(body.get("limit", service.download_limit), service.download_limit)
    header = body.get("columns") or list(OFFICIAL_HEADER)
    table = Tables(file_format=file_format)
    subs = _sub_rows(service, {n: v for n, v in asked.items() if n != "time_period"})[:limit]
    table.add("Contracts_Subawards_{stamp}", subs, columns("subawards"))
    rows = [_timed(row) for row in filters.actions(service.book, asked)][:limit]
    table.add("Contracts_PrimeTransactions_{stamp}", rows, header)
    request = {
        "download_types": ["elasticsearch_sub_awards", "elasticsearch_transactions"],
        "file_format": file_format,
        "filters": asked,
        "limit": limit,
        "request_type": "award",
    }
    return service.desk.begin("SubawardsAndPrimeTransactions", request, table)


def count(service: Any, body: Json) -> Json:
    """How many actions a download of the search would hold."""
    asked = need(body, "filters")
    filters.check_times(asked)
    found, limit = len(filters.actions(service.book, asked)), service.download_limit
    return {
        "calculated_transaction_count": found,
        "maximum_transaction_limit": limit,
        "transaction_rows_gt_limit": found > limit,
        "calculated_count": found,
        "spending_level": "transactions",
        "maximum_limit": limit,
        "rows_gt_limit": found > limit,
        "messages": [filters.BOILER_PLATE],
    }


def of_contract(service: Any, body: Json) -> Json:
    """Everything of one award: its actions, its sub-awards, its accounts."""
    award = _award(service, body)
    piid = award.latest["award_id_piid"]
    table = Tables({"ContractAwardSummary_download_readme.txt": b"EXAMPLE\r\n"})
    table.add(f"Contract_{piid}_FederalAccountFunding", _funding(service, award.key),
              columns("funding"))  # fmt: skip
    table.add(f"Contract_{piid}_TransactionHistory", [_timed(row) for row in award.rows],
              list(OFFICIAL_HEADER))  # fmt: skip
    table.add(f"Contract_{piid}_Sub-Awards", service.book.reports_of(award), columns("subawards"))
    kinds = ["contract_federal_account_funding", "contract_transactions", "sub_contracts"]
    chosen = {"award_id": award.id, "award_type_codes": list(CONTRACTS)}
    request = {
        **_of_award("contract", piid, kinds, chosen),
        "award_id": award.id,
        "is_for_assistance": False,
        "is_for_contract": True,
    }
    return service.desk.begin(f"CONT_{piid}", request, table)


def of_vehicle(service: Any, body: Json) -> Json:
    """Everything of one vehicle: its own actions, its orders as summaries, its accounts."""
    award = _award(service, body)
    piid = award.latest["award_id_piid"]
    table = Tables({"readme.txt": b"EXAMPLE\r\n"})
    table.add(f"IDV_{piid}_FederalAccountFunding", _funding(service, award.key), columns("funding"))
    orders = [_summary(each) for each in service.book.children(award.key)]
    table.add(f"IDV_{piid}_Orders", orders, columns("orders"))
    history = [_timed(row) for row in award.rows]
    table.add(f"IDV_{piid}_TransactionHistory", history, list(OFFICIAL_HEADER))
    kinds = ["idv_federal_account_funding", "idv_orders", "idv_transaction_history"]
    chosen = {"award_type_codes": [*CONTRACTS, *IDVS], "idv_award_id": award.id}
    return service.desk.begin(f"IDV_{piid}", _of_award("idv", piid, kinds, chosen), table)


def _award(service: Any, body: Json) -> Award:
    award = service.book.award(need(body, "award_id"))
    if not award:
        raise Refused(400, "Unable to find award matching the provided award id")
    return award


def _of_award(what: str, piid: str, kinds: list[str], chosen: Json) -> Json:
    return {
        "account_level": "treasury_account",
        "download_types": kinds,
        "file_format": "csv",
        "filters": chosen,
        "include_data_dictionary": True,
        "include_file_description": {"destination": "readme.txt", "source": "readme.txt"},
        "is_for_idv": what == "idv",
        "limit": 500_000,
        "piid": piid,
        "request_type": what,
    }


def _funding(service: Any, key: str) -> list[Row]:
    return [row for row in service.book.funding if row["award_unique_key"] == key]


def _summary(award: Award) -> Row:
    """An order in one row: sums and first and last days."""
    return {
        **award.latest,
        "award_type_code": kind(award.latest),
        "total_obligated_amount": f"{award.obligated:.2f}",
        "potential_total_value_of_award": f"{award.ceiling or 0:.2f}",
        "award_base_action_date": award.first["action_date"],
        "award_latest_action_date": award.latest["action_date"],
    }
