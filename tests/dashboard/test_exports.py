"""Files to take away hold exactly what the page shows, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

from analysis.published import coverage
from dashboard.exports.csv_file import as_csv
from dashboard.exports.csv_metadata import as_metadata
from dashboard.exports.sheet import Sheet, notes
from dashboard.exports.xlsx_file import as_xlsx
from dashboard.pages.registry import VIEWS, view_of

KEY = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
ASKED = {
    "years": "component=ICE",
    "shares": "component=ICE",
    "growth": "component=ICE&class=SOLE_SOURCE",
    "actions": f"award={KEY}",
    "orders": "award=CONT_IDV_70B02C20D00000019_7014",
    "behind": "component=ICE&fy=2025&money=given",
    "awards": "component=CBP&sort=-obligated_usd",
    "groups": "group=vendor",
    "sized": "class=SOLE_SOURCE",
    "cohorts": "",
    "rates": "by=component",
    "apart": "",
    "said": "",
    "vehicles": "",
    "under": "award=70B02C20D00000019",
    "components": "",
    "programs": "",
    "program": "program=immigrationos",
    "vendors": "under=maker&component=ICE",
    "vendor": "vendor=shadowdragon",
    "technology": "component=ICE",
    "watched": "component=ICE",
    "of-kind": "technology=social+media",
    "check": "q=ICE+Palantir+2025+%2481+million",
    "figures": "",
    "leads": "component=ICE",
    "newest": "component=CBP",
    "waterfall": f"award={KEY}",
    "panels": "fy=2024",
    "places": "side=vendor",
    "changes": "",
    "place-awards": "at=not-stated&component=ICE",
}

EMPTY_HERE = ("signed-elsewhere",)
"""All of the sample is signed by DHS."""


def from_csv(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def test_every_view_with_rows_has_a_file():
    assert {*ASKED, *EMPTY_HERE} == set(VIEWS)


@pytest.mark.parametrize("name", EMPTY_HERE)
def test_a_file_of_what_the_sample_cannot_hold_has_its_columns_and_no_row(sample, name):
    sheet = view_of(name).sheet(sample, "")
    assert from_csv(as_csv(sheet, sample)) == []
    assert "award_key" in as_csv(sheet, sample).decode("utf-8-sig").splitlines()[0]
    assert ("Rows", "0") in notes(sheet, sample)


@pytest.mark.parametrize("name", ASKED)
def test_a_file_opened_again_holds_the_same_rows_and_sums(sample, name):
    sheet = view_of(name).sheet(sample, ASKED[name])
    rows = from_csv(as_csv(sheet, sample))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet, sample)))
    head, *lines = book["Rows"].iter_rows(values_only=True)
    assert list(head) == list(sheet.frame.columns)
    assert list(rows[0]) == [*head, "coverage"]
    held = coverage.line(sample)
    assert {row["coverage"] for row in rows} == {held}
    assert dict(notes(sheet, sample))["Coverage"] == held
    described = json.loads(as_metadata(sheet, sample))
    assert described["dc:coverage"] == held
    columns = described["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == [*head, "coverage"]
    for column in columns:
        for row in rows:
            if text := row[column["titles"]]:
                _of_kind(text, column["datatype"])
    assert len(rows) == len(lines) == len(sheet.frame) > 0
    for place, column in enumerate(head):
        if not column.endswith("_usd"):
            continue
        wanted = sum(value for value in sheet.frame[column] if not pd.isna(value))
        assert sum(Decimal(row[column]) for row in rows if row[column]) == wanted
        stated = [line[place] for line in lines if line[place] is not None]
        assert sum(Decimal(str(value)).quantize(Decimal("0.01")) for value in stated) == wanted


def _of_kind(text: str, kind) -> None:
    """Read a cell as its description says; ValueError where it is of another kind."""
    readers = {
        "integer": int,
        "number": float,
        "decimal": Decimal,
        "date": date.fromisoformat,
        "string": str,
    }
    if isinstance(kind, dict):
        assert text in kind["format"].split("|")
    else:
        readers[kind](text)


def test_the_notes_say_what_the_rows_are_and_from_when(sample):
    sheet = view_of("growth").sheet(sample, ASKED["growth"])
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet, sample)))
    told = dict(book["Notes"].iter_rows(values_only=True))
    assert told["As of"] == "2026-08-22"
    assert told["Filters"] == "component ICE; way of buying Sole source"
    assert told["Build"] == sample.build_id
    assert "never zero" in told["Missing"]
    assert "FROM" in told["SQL"]
    assert told["Definition"].startswith("The ceiling now less")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_begins_like_a_formula_stays_a_text(sample, sign):
    frame = pd.DataFrame({"vendor": [f"{sign}HYPERLINK(1)"], "obligated_usd": [Decimal("-5.00")]})
    sheet = Sheet("made-up", "Made up", "For this test.", frame)
    [row] = from_csv(as_csv(sheet, sample))
    assert row["vendor"].startswith("'")
    assert row["obligated_usd"] == "-5.00"
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet, sample)))
    assert book["Rows"]["A2"].data_type == "s"
    assert book["Rows"]["B2"].value == -5


def test_what_is_missing_is_blank_and_never_zero(sample):
    sheet = view_of("actions").sheet(sample, ASKED["actions"])
    rows = from_csv(as_csv(sheet, sample))
    unstated = [row for row in rows if row["ceiling_change_usd"] == ""]
    assert [row["modification_number"] for row in unstated] == ["P00014", "P00015"]


def test_a_text_too_long_for_a_cell_of_a_workbook_is_cut_and_says_so(sample):
    long = "tower " * 6_000
    sheet = Sheet("made", "Made", "A text of 36,000 signs.", pd.DataFrame({"description": [long]}))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet, sample)))
    shown = book["Rows"]["A2"].value
    assert len(shown) == 32_767
    assert shown.startswith("tower tower")
    assert shown.endswith("the CSV has the whole text)")
    [row] = from_csv(as_csv(sheet, sample))
    assert row["description"] == long


def test_the_rows_of_growth_name_the_page_that_shows_them(sample):
    assert view_of("growth").sheet(sample, "component=ICE").view == "/growth?component=ICE"
