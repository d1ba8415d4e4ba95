"""What the documents say is what the code says."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import dashboard.describe
import fetch.describe
from analysis.__main__ import app as of_analysis
from analysis.docs import definitions, describe
from analysis.measures import growth
from analysis.measures.growth import measures
from dashboard.__main__ import app as of_dashboard
from fetch.__main__ import app as of_fetch
from fetch.schema import tables as schema_tables
from fetch.schema.file_types import FUNDING, SHAPES, SUBAWARDS
from tests.conftest import ROOT


def words(path: str) -> str:
    return " ".join((ROOT / path).read_text("utf-8").split())


def made(folder: str) -> dict[str, str]:
    """The documents of a folder, by their names, that have a part made from the code."""
    texts = {each.stem: each.read_text("utf-8") for each in sorted((ROOT / folder).glob("*.md"))}
    return {name: text for name, text in texts.items() if "<!-- begin " in text}


def test_the_tables_of_rules_are_those_of_the_code(sample):
    parts, held = describe.parts(sample), made("docs/tables")
    assert set(held) == set(parts)
    for name, text in held.items():
        assert fetch.describe.fill(text, parts) == text, f"docs/tables/{name}.md: run `make docs`"


def test_the_tables_of_columns_are_those_of_the_schema():
    parts, held = fetch.describe.parts(), made("docs/columns")
    assert set(held) >= set(schema_tables.TABLES) - {"past_versions"}
    for name, text in held.items():
        assert fetch.describe.fill(text, parts) == text, f"docs/columns/{name}.md: run `make docs`"


def test_every_command_and_filter_stands_in_its_document():
    apps = {"fetch": of_fetch, "analysis": of_analysis, "dashboard": of_dashboard}
    text = (ROOT / "docs/cli.md").read_text("utf-8")
    parts = dashboard.describe.parts(apps)
    assert set(re.findall(r"<!-- begin ([\w-]+) -->", text)) == set(parts)
    assert fetch.describe.fill(text, parts) == text, "docs/cli.md is old: run `make docs`"
    assert "`python -m fetch sync`" in text
    assert "`component=`" in text


@pytest.mark.parametrize("measure", definitions.MEASURES, ids=lambda measure: measure.__name__)
def test_a_measures_definition_stands_word_for_word_in_the_method(measure):
    assert f"**{definitions.definition(measure)}**" in words("docs/method.md")


def test_every_measure_of_growth_is_published_and_so_bound_to_the_method():
    # what measures stand on, their list, and marks of awards and actions, which are no growth
    apart = {"start", "by_action", "cohorts", "measures", "likely_errors"}
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


def test_every_command_that_the_readme_names_exists():
    named = set(re.findall(r"python -m (fetch|analysis|dashboard) ([a-z]+)", words("README.md")))
    listed = set(
        re.findall(r"`python -m (\w+) ([a-z]+)", (ROOT / "docs/cli.md").read_text("utf-8"))
    )
    assert len(named) > 8
    assert named <= listed


DOCUMENTS = sorted(
    each.relative_to(ROOT).as_posix()
    for each in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)


def anchors(document: Path) -> set[str]:
    """What a link can name in a document: its headings, as a web page of the text has them."""
    heads = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[`*]", "", head).strip().lower() for head in heads)
    return {re.sub(r"[^\w\- ]", "", head).replace(" ", "-") for head in plain}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_of_a_document_leads_to_a_file_and_a_heading(document):
    here = ROOT / document
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", here.read_text("utf-8")):
        name, _, heading = target.partition("#")
        there = (here.parent / name) if name else here
        assert there.exists(), f"{document}: {target}"
        if heading:
            assert heading in anchors(there), f"{document}: {target}"


@pytest.mark.parametrize(("old", "new"), [("METHOD.md", "method.md"), ("DATA.md", "data.md")])
def test_every_heading_that_moved_leads_on(old, new):
    assert anchors(ROOT / old) == anchors(ROOT / "docs" / new)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_exists(document):
    text = (ROOT / document).read_text("utf-8")
    for name in re.findall(r"`((?:fetch|analysis|dashboard|tests)/[\w/]+\.(?:py|csv|js))`", text):
        assert (ROOT / name).exists(), f"{document}: {name}"


def test_every_page_is_in_the_rule_that_no_page_imports_another():
    folders = {each.name for each in (ROOT / "dashboard/pages").iterdir() if each.is_dir()}
    rules = (ROOT / "pyproject.toml").read_text("utf-8")
    named = set(re.findall(r'"dashboard\.pages\.(\w+)"', rules))
    assert folders - {"__pycache__"} <= named
