"""Award document: the contract of `python -m analysis award KEY --json`.

Money is text with two decimals, a missing figure is null.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from analysis import rules
from analysis.documents import marks
from analysis.documents.moved import moved_of
from analysis.documents.notices import notices_of, sam_of
from analysis.documents.types.award import AwardDocument
from analysis.documents.unread import unread_of
from analysis.measures.columns import WHO
from analysis.published.build import Build
from analysis.rules import dossiers
from analysis.serialise import plain

COMPETITION_FIELDS = (
    "extent_competed_code",
    "fair_opportunity_limited_sources_code",
    "other_than_full_and_open_competition_code",
    "solicitation_procedures_code",
    "type_of_set_aside_code",
    "number_of_offers_received",
    "parent_award_type_code",
    "parent_award_single_or_multiple_code",
    "award_type_code",
    "idv_type_code",
)
AWARD_FIELDS = (
    "award_key",
    "piid",
    "award_kind",
    "recipient_name",
    "recipient_uei",
    "component",
    "component_code",
    "component_name",
    "label",
    "description",
    "parent_award_key",
    "competition_class",
    "competition_rule",
    "competition_note",
    "not_in_copy",
    "rates_class",
    "own_class",
    "own_rule",
    "obligated_usd",
    "initial_obligated_usd",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "ceiling_growth_missing_because",
    "ceiling_changes_missing",
    "ceiling_known_to",
    "room_left_usd",
    "stated_obligated_usd",
    "stated_ceiling_usd",
    "stated_on",
    "stated_compared_obligated_usd",
    "stated_compared_ceiling_usd",
)
ACTION_FIELDS = (
    "modification_number",
    "transaction_key",
    "action_date",
    "action_type_code",
    "growth_bucket",
    "obligated_usd",
    "ceiling_change_usd",
    "cumulative_obligated_usd",
    "cumulative_ceiling_usd",
    "label",
    "description",
    "as_of",
    "basis",
    "source_file",
    "not_in_copy",
    "marks",
)


@cache
def questions() -> dict[str, str]:
    """Question of each flag. A flag is a lead to check, not proof."""
    return {row["flag"]: row["question"] for row in rules.rows("flags.csv")}


def award_document(build: Build, key_or_piid: str) -> AwardDocument:
    """An award with its actions in order; InputError where the key names none or several."""
    award = build.award(key_or_piid)
    document = {name: plain(award[name]) for name in AWARD_FIELDS}
    actions = build.actions(award["award_key"]).to_dict("records")
    flags = [flag for flag in (award["flags"] or "").split("|") if flag]
    document = {
        **build.provenance,
        **document,
        "competition_fields": {name: plain(award[name]) for name in COMPETITION_FIELDS},
        "competition_flags": [f for f in (award["competition_flags"] or "").split("|") if f],
        "actions": [{name: plain(row[name]) for name in ACTION_FIELDS} for row in actions],
        "growth": growth_document(build, award["award_key"]),
        "notices": notices_of(build, award["award_key"]),
        "sam": sam_of(build, award),
        "stated": stated_of(award["piid"]),
        "moved": moved_of(build, award["award_key"]),
        "look_first": marks.says(plain(award["marks"])),
        "flags": flags,
        "questions": {flag: questions()[flag] for flag in flags},
        "usaspending_url": award["usaspending_url"],
        "as_of": plain(award["as_of"]),
        "basis": plain(award["basis"]),
        "unread_here": unread_of(build, award["award_key"]),
    }
    return cast(AwardDocument, document)  # the test of types holds its keys


def growth_document(build: Build, award_key: str) -> dict[str, Any]:
    """Every measure of one award's growth, each with its unit in its name."""
    # every award has one row there; any other number is a broken build
    [row] = build.query("SELECT * FROM growth WHERE award_key = ?", [award_key]).to_dict("records")
    found = {str(name): plain(value) for name, value in row.items() if name not in WHO}
    return {**found, "screens": [name for name in row["screens"].split("|") if name]}


def stated_of(piid: str) -> list[dict[str, str]]:
    """What dossiers state of an award by its number, from records that may not be held here."""
    keys = ("programme", "kind", "said", "basis", "as_of", "source")
    return [{key: getattr(each, key) for key in keys} for each in dossiers.stated_of(piid)]
