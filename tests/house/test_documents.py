"""What the documents say is what the code says."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import fetch.describe
from analysis.docs import definitions, describe
from analysis.measures import growth
from analysis.measures.growth import measures
from fetch.schema import tables as schema_tables
from fetch.schema.file_types import FUNDING, SHAPES, SUBAWARDS
from tests.conftest import ROOT


def words(path: str) -> str:
    return " ".join((ROOT / path).read_text("utf-8").split())


@pytest.mark.parametrize("document", ["DATA.md", "METHOD.md"])
def test_the_tables_of_a_document_are_those_of_the_code(document, sample):
    parts = fetch.describe.parts() if document == "DATA.md" else describe.parts(sample)
    text = (ROOT / document).read_text("utf-8")
    assert fetch.describe.fill(text, parts) == text, f"{document} is old: run `make docs`"


def test_every_table_of_the_warehouse_stands_in_the_data_document():
    text = (ROOT / "DATA.md").read_text("utf-8")
    assert set(re.findall(r"<!-- begin ([\w-]+) -->", text)) >= set(schema_tables.TABLES) - {
        "past_versions"
    }


def test_every_table_of_the_rules_stands_in_the_method(sample):
    text = (ROOT / "METHOD.md").read_text("utf-8")
    assert set(re.findall(r"<!-- begin ([\w-]+) -->", text)) == set(describe.parts(sample))


@pytest.mark.parametrize("measure", definitions.MEASURES, ids=lambda measure: measure.__name__)
def test_a_measures_definition_stands_word_for_word_in_the_method(measure):
    assert f"**{definitions.definition(measure)}**" in words("METHOD.md")


def test_every_measure_of_growth_is_published_and_so_bound_to_the_method():
    apart = {"start", "by_action", "cohorts", "measures"}  # what measures stand on, and their list
    files = [name for _, name, _ in pkgutil.iter_modules(growth.__path__) if name not in apart]
    homes = {measure.__module__.split(".")[-1] for measure in measures.MEASURES}
    assert set(files) == homes
    for name in files:
        module = import_module(f"analysis.measures.growth.{name}")
        tables = {
            each
            for word, each in vars(module).items()
            if not word.startswith("_")
            and getattr(each, "__module__", "") == module.__name__
            and getattr(each, "__annotations__", {}).get("return") == "ir.Table"
        }
        assert tables <= set(measures.MEASURES), name


def test_every_official_column_is_kept_or_left_out_with_a_reason():
    assert len(schema_tables.RECORD) + len(schema_tables.LEFT_OUT) - 1 == 297
    assert not set(schema_tables.RECORD_NAMES) & schema_tables.LEFT_OUT_NAMES
    assert all(column.meaning and column.source == column.name for column in schema_tables.RECORD)
    assert all(schema_tables.LEFT_OUT.values())


@pytest.mark.parametrize(("shape", "columns"), [(SUBAWARDS, 118), (FUNDING, 90)])
def test_every_column_of_the_other_official_files_is_kept_or_left_out(shape, columns):
    assert len(shape.names) + len(shape.left_out) == columns
    assert not set(shape.names) & set(shape.left_out)
    assert all(shape.left_out.values())


def test_nobodys_pay_telephone_or_name_has_a_column():
    personal = re.compile("officer_[0-9]|phone|fax|address|zip|postal")
    kept = [name for shape in SHAPES for name in shape.names]
    assert not [name for name in kept if personal.search(name)]


@pytest.mark.parametrize("module", ["fetch", "analysis", "dashboard"])
def test_every_command_stands_in_the_readme(module, command):
    listed = re.findall(r"^\s{2,}([a-z]+)\s{2,}\S", command(module, "--help").out, re.MULTILINE)
    assert listed
    for name in listed:
        assert f"python -m {module} {name}" in words("README.md")


def test_the_readmes_links_lead_somewhere():
    for page in ("README.md", "METHOD.md", "DATA.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / page).read_text("utf-8")):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"


def test_every_file_of_the_folders_the_contributing_page_names_exists():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for name in re.findall(r"`((?:fetch|analysis)/[\w/]+\.(?:py|csv))`", text):
        assert Path(ROOT / name).exists(), name
