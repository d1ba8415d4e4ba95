"""Awards to a vendor that does not exist, and what the rules say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends import BaseBackend

from analysis.measures.competition import classify

SHORT = {
    "extent": "extent_competed_code",
    "fair": "fair_opportunity_limited_sources_code",
    "reason": "other_than_full_and_open_competition_code",
    "procedures": "solicitation_procedures_code",
    "set_aside": "type_of_set_aside_code",
    "offers": "number_of_offers_received",
    "kind": "award_type_code",
    "idv_type": "idv_type_code",
    "many": "multiple_or_single_award_idv_code",
    "parent_type": "parent_award_type_code",
    "parent_many": "parent_award_single_or_multiple_code",
    "undefinitized": "undefinitized_action_code",
    "ceiling": "base_and_all_options_value",
    "obligated": "federal_action_obligation",
    "day": "action_date",
    "event": "national_interest_action_code",
    "ends": "period_of_performance_current_end_date",
}
Row = dict[str, str]


def action(piid: str = "70EXAMPLE0001", mod: str = "0", parent: str = "", **cells: str) -> Row:
    """One action of a large award to Example Optics LLC; a test names what matters to it."""
    row = {
        "contract_transaction_unique_key": f"7012_{parent or '-NONE-'}_{piid}_{mod}",
        "contract_award_unique_key": f"CONT_AWD_{piid}_7012_{parent or '-NONE-'}_7012",
        "award_id_piid": piid,
        "modification_number": mod,
        "transaction_number": "0",
        "award_or_idv_flag": "AWARD",
        "recipient_name": "Example Optics LLC",
        "parent_award_id_piid": parent,
        "parent_award_agency_id": "7012" if parent else "",
        "action_date": "2022-03-01",
        "base_and_all_options_value": "900000.00",
        "federal_action_obligation": "300000.00",
        "number_of_actions": "1",
    }
    return row | {SHORT.get(name, name): text for name, text in cells.items()}


def contract(**cells: str) -> Row:
    return action(**{"kind": "D", **cells})


def order(**cells: str) -> Row:
    """An order under a schedule of several holders, itself full and open."""
    basic = {"kind": "C", "parent": "70EXAMPLEIDV", "parent_type": "C", "parent_many": "M"}
    return action(**{**basic, "extent": "A", **cells})


def single(**cells: str) -> Row:
    """An order under an indefinite delivery contract with one holder."""
    return order(**{"parent_type": "B", "parent_many": "S", "extent": "", **cells})


def call(**cells: str) -> Row:
    """A call under a blanket purchase agreement."""
    return order(**{"kind": "A", "parent_type": "E", "parent_many": "S", "extent": "", **cells})


def lost(**cells: str) -> Row:
    """An order whose record says nothing of its vehicle's kind."""
    return order(**{"parent_type": "", "parent_many": "", "extent": "", **cells})


def vehicle(piid: str = "70EXAMPLEIDV", **cells: str) -> Row:
    own = {"award_or_idv_flag": "IDV", "contract_award_unique_key": f"CONT_IDV_{piid}_7012"}
    return action(piid, **{"idv_type": "B", "many": "S", **own, **cells})


COLUMNS = (*contract(), *(name for name in SHORT.values() if name not in contract()))


@cache
def engine() -> tuple[BaseBackend, str]:
    """An empty table of actions and the rules' question to it, made once."""
    connection = ibis.duckdb.connect()
    table = connection.create_table("given", schema=dict.fromkeys(COLUMNS, "string"))
    question = classify(table)
    connection.execute(question)  # brings the rules' own tables in
    return connection, connection.compile(question)


def classed(*actions: Row) -> dict[str, dict[str, Any]]:
    """What the rules say, by award key."""
    connection, question = engine()
    connection.raw_sql("DELETE FROM given")
    connection.insert("given", table_of(actions, COLUMNS))
    found = connection.con.sql(question).to_arrow_table().to_pylist()
    return {row["contract_award_unique_key"]: row for row in found}


def table_of(actions: Iterable[Row], columns: Iterable[str]) -> ir.Table:
    listed = list(actions)
    arrays = {
        name: pa.array([row.get(name, "") for row in listed], pa.string()) for name in columns
    }
    return ibis.memtable(pa.table(arrays))


def classed_with(actions: Sequence[Row], columns: Iterable[str]) -> list[dict[str, Any]]:
    """What the rules say where a table has only these columns."""
    table = classify(table_of(actions, columns))
    return ibis.duckdb.connect().to_pyarrow(table).to_pylist()


def read(*actions: Row) -> dict[str, Any]:
    """What the rules say of the first row's award."""
    return classed(*actions)[actions[0]["contract_award_unique_key"]]


def flags(award: dict[str, Any]) -> list[str]:
    return [flag for flag in award["competition_flags"].split("|") if flag]
