"""Nobody has to ask: rows that could not be read are told wherever a figure is."""

from __future__ import annotations

import json

import pytest

from analysis.documents.award import award_document
from analysis.published.build import current
from dashboard.app import held_line, page_for
from dashboard.published_data import PublishedData
from dashboard.text import coverage_line
from fetch.settings import Settings
from tests.analysis.built import built
from tests.builders import action, csv_file
from tests.commands import run
from tests.dashboard.elements import said

LINE = "2 rows (at least $250.50) could not be read and are in no sum"
ROWS = [
    action("70TEST24C00000001"),
    action("70TEST24C00000001", "P00001", action_date="never", federal_action_obligation="250.50"),
    action("70TEST24C00000001", "P00002", base_and_all_options_value="lots"),
    action("70TEST24C00000002", federal_action_obligation="some"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Settings:
    """A build of two rows read, one of them without a cell, and two that could not be."""
    return built(tmp_path_factory.mktemp("unread"), ROWS)


@pytest.mark.parametrize(
    "words",
    [
        ("fetch", "status"),
        ("analysis", "money"),
        ("analysis", "award", "70TEST24C00000001"),
        ("analysis", "growth", "--csv"),
        ("analysis", "competition", "--json"),
    ],
)
def test_every_command_says_it(place, words):
    done = run(*words, data=place.data)
    assert LINE in done.out + done.err
    assert done.code == 0


def test_the_import_says_it_with_the_reasons(tmp_path):
    done = run("fetch", "import", csv_file(tmp_path / "a.csv", ROWS), data=tmp_path / "data")
    assert f"{LINE}; python -m fetch status lists what" in done.err
    assert "1 × action_date: not a date" in done.err


def test_every_page_and_all_that_leaves_it_says_it(place):
    held = PublishedData(place)
    assert LINE in held_line(held)
    assert LINE in coverage_line.line(held.build())  # citations, workbooks, rows and pictures


def test_an_award_names_its_own_rows_and_cells(place):
    document = award_document(current(place), "70TEST24C00000001")
    assert document["unread"]["rows"] == 2
    assert [(row["kept"], row["line"]) for row in document["unread_here"]] == [
        (False, 3),
        (True, 4),
    ]
    page = said(page_for(PublishedData(place), "/award/70TEST24C00000001", "")[0])
    assert "a.csv, line 3 ($250.50; action_date: not a date (never)) could not be read" in page
    assert "base_and_all_options_value could not be read in our copy of a.csv" in page
    assert json.loads(run("analysis", "award", "70TEST24C00000001", "--json", data=place.data).out)[
        "unread_here"
    ]


def test_a_program_gets_it_with_the_sums(place):
    found = json.loads(run("analysis", "check", "--json", "$1,000", data=place.data).out)
    assert found["unread"]["amount_usd"] == "250.50"
