"""Signing and paying: which agency an action is signed by, and which pays for it.

A sum called DHS holds what DHS signs. The agency's own code decides; files that lack that column
have the component's four digits, which begin with the agency's two. Said once for SQL and for
Ibis; a test compares both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fetch.settings import AGENCY

if TYPE_CHECKING:
    import ibis.expr.types as ir

COMPONENTS = AGENCY[1:]
"""How the four-digit codes of the agency's components begin (FPDS gives each agency its own)."""
SIGNER = ("awarding_agency_code", "awarding_sub_agency_code")
PAYER = ("funding_agency_code", "funding_sub_agency_code")


def sql(columns: tuple[str, str] = SIGNER) -> str:
    """SQL: whether the agency signs (or, by `PAYER`, pays for) a row; NULL where neither says."""
    agency, component = (f"nullif(trim({name}), '')" for name in columns)
    return (
        f"coalesce({agency} = '{AGENCY}', "
        f"length({component}) = 4 AND left({component}, {len(COMPONENTS)}) = '{COMPONENTS}')"
    )


def ibis(table: ir.Table, columns: tuple[str, str] = SIGNER) -> ir.BooleanColumn:
    """The same of a table: true, false, or null where neither column says."""
    agency, component = (table[name].strip().nullif("") for name in columns)
    of_component = (component.length() == 4) & (component.left(len(COMPONENTS)) == COMPONENTS)
    return (agency == AGENCY).fill_null(of_component)
