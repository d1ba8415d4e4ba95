"""Awards as the published build has them, from made-up actions."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.awards import awards
from analysis.measures.families import vendor_families
from analysis.measures.growth import by_action
from tests.builders import Row, action, transactions


def published(*rows: Row) -> ir.Table:
    """The published table `awards` of these actions, with the vendor's family by the record."""
    ordered = kept(by_action.by_action(transactions(rows)), "ordered")
    bought = kept(awards(ordered, kept), "bought")
    return kept(bought.join(vendor_families(bought), "award_key"), "published")


def kept(table: ir.Table, _: str) -> ir.Table:
    """A table computed once, as a build keeps it: what is made from it is compiled without it."""
    return ibis.memtable(table.to_pyarrow())


def idv(piid: str, **cells: str) -> Row:
    """The base action of a vehicle."""
    return action(piid, award_or_idv_flag="IDV", idv_type_code="B", **cells)


def order(piid: str, under: str, usd: str = "1000.00", **cells: str) -> Row:
    """The base action of an order under a vehicle."""
    typed = {"award_type_code": "C", "parent_award_type_code": "B"}
    return action(piid, parent=under, federal_action_obligation=usd, **{**typed, **cells})
