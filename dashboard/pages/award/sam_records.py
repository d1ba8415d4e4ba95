"""SAM.gov records of an award beside USAspending: differences, and its vendor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analysis.documents.notices import sam_of
from analysis.measures.columns import ABSENT
from analysis.published.build import Build
from analysis.rules.base_numbers import base
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt

Row = Mapping[str, Any]
RECORDS = [
    ("Action", ""),
    ("Signed", "date"),
    ("Obligated", "number"),
    ("Change of the ceiling", "number"),
    ("Offers", ""),
    ("Set-aside", ""),
    ("Agreement under part", ""),
    ("As of", "date"),
]
DIFFERENCES = [("Action", ""), ("Field", ""), ("USAspending.gov says", ""), ("SAM.gov says", "")]
FIELDS = {
    "action_date": "day of signing",
    "action_type_code": "kind of action (code)",
    "obligated_usd": "obligation",
    "ceiling_change_usd": "change of the ceiling",
    "solicitation_number": "solicitation number",
    "extent_competed_code": "extent competed (code)",
    "fair_opportunity_code": "fair opportunity (code)",
    "other_than_full_code": "reason not competed (code)",
    "set_aside_code": "type of set-aside (code)",
    "offers": "number of offers",
    "recipient_uei": "vendor’s identifier (UEI)",
    ABSENT: "the whole action is in SAM.gov alone; its obligation",
}
NOTHING = "states nothing"


def section(build: Build, award: Mapping[str, Any]) -> list[Element]:
    """The part of an award's page; nothing where no record of SAM.gov is held of it."""
    parts = sam_of(build, award)
    if not (parts["records"] or parts["differences"] or parts["vendor"]):
        return []
    children = [*_records(parts["records"]), *_differences(parts), *_vendor(parts["vendor"])]
    return [common.section("What SAM.gov says beside it", "sam", children)]


def _records(records: list[Row]) -> list[Element]:
    if not records:
        return []
    says = (
        "The records of SAM.gov’s Contract Awards of this award. They tell whose offers and whose "
        "set-aside are stated: the order’s own or its vehicle’s. They enter no figure of this page."
    )
    body = [
        [
            _number(row["modification_number"]),
            fmt.day(row["action_date"]),
            fmt.exact(row["obligated_usd"]),
            fmt.exact(row["ceiling_change_usd"]),
            _both(row["offers"], row["vehicle_offers"], row["offers_source"]),
            _both(row["set_aside_code"], row["vehicle_set_aside_code"], row["set_aside_source"]),
            _both(row["part8_or_part13"], row["vehicle_part8_or_part13"], None),
            fmt.day(row["asked_at"]),
        ]
        for row in records
    ]
    table = common.table("Records of SAM.gov’s Contract Awards", RECORDS, body, "sam-records")
    return [elements.P(says, className="lead"), table]


def _both(own: Any, vehicle: Any, source: Any) -> str:
    """What is stated of the award, of its vehicle, and whose the service says it is."""
    words = [fmt.text(own)]
    words += [] if fmt.missing(vehicle) else [f"of the vehicle: {vehicle}"]
    words += [] if fmt.missing(source) else [f"stated as: {source}"]
    return "; ".join(words)


def _differences(differences: dict[str, list[Row]]) -> list[Element]:
    """Field by field; that none differs is said only where records are held to compare."""
    numbers = {row["action_key"]: row["modification_number"] for row in differences["records"]}
    if not differences["differences"]:
        same = "In every field that is compared both services say the same of it."
        return [elements.P(same)] if differences["records"] else []
    says = (
        f"In {fmt.count(len(differences['differences']), 'field')} the two services differ. "
        "Neither is taken for the right one: a record is corrected in one before it is in the "
        "other."
    )
    body = [
        [
            _number(numbers.get(row["action_key"])),
            FIELDS[row["field"]],
            _stated(row["field"], row["usaspending"]),
            _stated(row["field"], row["sam"]),
        ]
        for row in differences["differences"]
    ]
    table = common.table("Where the two services differ", DIFFERENCES, body, "sam-differences")
    return [elements.P(says, className="lead"), table]


def _stated(field: str, value: Any) -> str:
    if field == ABSENT or field.endswith("_usd"):
        return fmt.exact(value, NOTHING)
    return fmt.text(value, NOTHING)


def _number(modification: Any) -> str:
    text = fmt.text(modification, "0")
    return "base" if base(text) else text


def _vendor(standing: list[Row]) -> list[Element]:
    """The vendor's registration, owners and exclusions, in sentences."""
    says = [_SAYS[row["service"]](row) for row in standing]
    items = [elements.Li([text, _as_of(row)]) for text, row in zip(says, standing, strict=True)]
    if not items:
        return []
    return [elements.H3("Its vendor"), elements.Ul(items, className="plain", id="sam-vendor")]


def _registration(row: Row) -> str:
    if not row["records"]:
        return "SAM.gov has no registration under the vendor’s identifier."
    says = f"Registered as {fmt.text(row['legal_name'])}: {fmt.text(row['status']).lower()}, "
    says += f"until {fmt.text(row['expires'])}. "
    owners = [
        f"{name} {row[owner]}" + (f" (CAGE {row[cage]})" if row[cage] else "")
        for name, owner, cage in (
            ("immediate owner", "immediate_owner", "immediate_owner_cage"),
            ("highest owner", "highest_owner", "highest_owner_cage"),
        )
        if row[owner]
    ]
    return says + (fmt.sentence("; ".join(owners)) or "No owner is published with it.")


def _exclusions(row: Row) -> str:
    """What is recorded against a firm, in the service's words; nothing is added to them."""
    if not row["records"]:
        return "No active exclusion is recorded under the vendor’s identifier."
    listed = [
        ", ".join(filter(None, (one["type"], one["program"], one["agency"], _span(one))))
        for one in json.loads(row["exclusions"] or "[]")
    ]
    many = fmt.count(row["records"], "active exclusion")
    return f"{many} recorded under the vendor’s identifier: {'; '.join(listed)}."


def _span(one: Row) -> str:
    ends = f" to {one['to']}" if one["to"] else ", no end stated"
    return f"from {one['from']}{ends}" if one["from"] else ""


def _as_of(row: Row) -> Element:
    return elements.Span(f"SAM.gov, as of {fmt.day(row['asked_at'])}", className="small")


_SAYS = {"entity": _registration, "exclusions": _exclusions}
