"""The types of documents are the documents: equal keys, over everything that the sample holds."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from analysis.documents import program, vendor
from analysis.documents.award import award_document
from analysis.documents.competition import competition_document
from analysis.documents.leads.document import no_notice_document
from analysis.documents.press import check
from analysis.documents.types.award import AwardDocument
from analysis.documents.types.leads import LeadsDocument
from analysis.documents.types.press import CheckDocument
from analysis.documents.types.program import ProgramDocument
from analysis.documents.types.rates import CompetitionDocument
from analysis.documents.types.vehicle import VehicleDocument
from analysis.documents.types.vendor import VendorDocument
from analysis.documents.vehicle import vehicle_document
from analysis.published.build import Build

QUESTIONS = (
    "ICE Palantir 2025 $81 million",
    "ShadowDragon $1 million",
    "Palantir no-bid",
    "70CTD022FR0000170 until 2026-03-04 $145.0 million",
    "Palantir purple $1 million",
)


def column(build: Build, sql: str) -> list[str]:
    return [str(value) for value in build.query(sql).iloc[:, 0]]


def documents(build: Build) -> Iterator[tuple[type, Any]]:
    """Documents of every kind of the sample, each with its type."""
    # awards of each class and basis, those with marks and those with notices
    awards = """SELECT DISTINCT ON (competition_rule, basis, marks IS NULL) award_key FROM awards
        UNION SELECT award_key FROM notice_links ORDER BY 1"""
    for key in column(build, awards):
        yield AwardDocument, award_document(build, key)
    for key in column(build, "SELECT vehicle_key FROM vehicles ORDER BY 1 LIMIT 15"):
        yield VehicleDocument, vehicle_document(build, key)
    families = """SELECT DISTINCT vendor_family FROM awards WHERE vendor_family IS NOT NULL
        ORDER BY length(vendor_family), 1 LIMIT 40"""
    for family in column(build, families):
        yield VendorDocument, vendor.document(build, family)
    for row in program.listing(build):
        yield ProgramDocument, program.document(build, row["programme"])
    yield LeadsDocument, no_notice_document(build)
    for by in ("all", "fiscal_year", "technology"):
        for rule_set in ("default", "csis"):
            yield CompetitionDocument, competition_document(build, rule_set, by)
    for question in QUESTIONS:
        yield CheckDocument, check.check(build, question)


def unlike(kind: Any, value: Any, where: str) -> list[str]:
    """Where a value is not of a type: other keys, or none where one must be."""
    kinds = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    if value is None and type(None) in kinds:
        return []
    [some] = [each for each in kinds if each is not type(None)]
    if is_typeddict(some):
        return unlike_document(some, value, where)
    if get_origin(some) is list and isinstance(value, list):
        [inner] = get_args(some)
        return [each for part in value for each in unlike(inner, part, f"{where}[]")]
    of = get_origin(some) or some
    return [] if of is Any or isinstance(value, of) else [f"{where}: {type(value).__name__}"]


def unlike_document(kind: type, value: Any, where: str) -> list[str]:
    """The same for a document: its keys, and each of its values."""
    hints = get_type_hints(kind)
    if not isinstance(value, dict):
        return [f"{where}: {type(value).__name__}"]
    others = [f"{where}: {name}" for name in hints.keys() ^ value.keys()]
    return others + [
        each
        for name in hints.keys() & value.keys()
        for each in unlike(hints[name], value[name], f"{where}.{name}")
    ]


def test_every_document_has_the_keys_and_kinds_of_its_type(sample: Build) -> None:
    found: set[str] = set()
    counted: dict[str, int] = {}
    for kind, document in documents(sample):
        counted[kind.__name__] = counted.get(kind.__name__, 0) + 1
        found.update(unlike(kind, document, kind.__name__))
    assert counted["AwardDocument"] > 60
    assert len(counted) == 7
    assert not sorted(found)


@pytest.mark.parametrize(
    ("value", "says"),
    [({}, "LeadsDocument: kind"), (None, "LeadsDocument: NoneType")],
)
def test_a_document_of_another_shape_is_found(value: Any, says: str) -> None:
    assert says in unlike(LeadsDocument, value, "LeadsDocument")
