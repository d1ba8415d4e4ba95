"""Exports of programs, vendors, technology and leads: frames, each with its SQL."""

from __future__ import annotations

import pandas as pd

from analysis.documents import program as program_document
from analysis.documents import vendor as vendor_document
from analysis.published.build import Build

PROGRAM = (
    "programme, name, public, obligated_usd, obligations_missing, awards, actions, "
    "first_action_date, last_action_date, support_awards, lead_awards, apart_awards"
)
PROGRAM_ACTION = (
    "m.programme, m.role, m.member, m.basis, a.award_key, a.piid, a.modification_number, "
    "a.action_date, a.fiscal_year, a.action_type, a.growth_bucket, a.recipient_name, a.component, "
    "a.obligated_usd, a.label, a.description, a.usaspending_url, a.as_of"
)
VENDOR_AWARD = (
    "award_key, piid, recipient_name, vendor_family, vendor_name, vendor_role, maker, maker_from, "
    "product, component, technology, award_kind, competition_class, own_class, "
    "first_action_date, last_action_date, "
    "obligated_usd, label, description, usaspending_url, as_of"
)


def program_list(build: Build) -> pd.DataFrame:
    """Every programme with what is obligated for it; sums that must never be added."""
    return build.query(f"SELECT {PROGRAM} FROM programs ORDER BY place")


def program_actions(build: Build, name: str) -> pd.DataFrame:
    """The actions of one programme's dossier, each with its role. InputError where there is none.

    Only rows of the role `programme` are in the programme's sum.
    """
    asked = program_document.program(name)
    return build.query(
        f"SELECT {PROGRAM_ACTION} FROM program_actions m JOIN actions a USING (transaction_key) "
        "WHERE m.programme = ? ORDER BY m.role <> 'programme', m.role, a.action_date, "
        "a.award_key, a.order_in_award",
        [asked.programme],
    )


def vendor_awards(build: Build, name: str) -> pd.DataFrame:
    """Every award that a vendor sold, or whose text names what it made, each once."""
    family = vendor_document.family(build, name)
    return build.query(
        f"SELECT {VENDOR_AWARD} FROM awards WHERE vendor_family = ? OR maker = ? "
        "ORDER BY obligated_usd DESC NULLS LAST, award_key",
        [family, family],
    )
