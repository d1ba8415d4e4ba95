"""Tables of decisions are refused by file, line and reason, and the build before stays."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from analysis.publish.run import build
from analysis.rules import FOLDER, dossiers, firms, press_figures, subjects
from analysis.rules.reachability import BrokenRules
from fetch.errors import SoleSourceError
from fetch.ingest.importer import import_sample
from fetch.settings import Settings

LOADERS = {
    "vendors.csv": firms.firms,
    "categories.csv": subjects.categories,
    "makers.csv": subjects.evidence,
    "technology.csv": subjects.evidence,
    "look_alikes.csv": subjects.evidence,
    "technology_codes.csv": subjects.codes,
    "programs.csv": dossiers.programs,
    "program_members.csv": dossiers.members,
    "program_says.csv": dossiers.says,
    "program_searches.csv": dossiers.says,
    "press_figures.csv": press_figures.figures,
}


@pytest.fixture
def rules(tmp_path) -> Path:
    """A copy of the rules that a test may break."""
    for name in LOADERS:
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def broken(rules: Path, name: str, row: int = 0, /, **cells: str) -> str:
    """Why a table is refused once a row of it is changed."""
    rows = lines(rules / name)
    rows[row].update(cells)
    write(rules / name, rows)
    return refused(rules, name)


def added(rules: Path, name: str, like: int = 0, /, **cells: str) -> str:
    """Why a table is refused once a row like another stands at its end."""
    rows = lines(rules / name)
    write(rules / name, [*rows, {**rows[like], **cells}])
    return refused(rules, name)


def refused(rules: Path, name: str) -> str:
    with pytest.raises(BrokenRules) as error:
        LOADERS[name](rules)
    return str(error.value)


@pytest.mark.parametrize("name", LOADERS)
def test_a_row_without_its_reason_is_refused(rules, name):
    said = broken(rules, name, because="")
    assert said == f"{name}, line 2: because is empty"


@pytest.mark.parametrize("name", LOADERS)
def test_a_row_that_stands_twice_is_refused(rules, name):
    last = len(lines(rules / name)) + 2
    assert f"{name}, line {last}: " in (said := added(rules, name))
    assert "repeats" in said or "contradicts" in said


@pytest.mark.parametrize(
    ("name", "cells", "says"),
    [
        ("makers.csv", {"since": "soon"}, "line 2: since 'soon' is no month or day"),
        ("makers.csv", {"words": "small"}, "line 2: 'small' is no words"),
        ("makers.csv", {"words": ""}, "line 2: words is empty"),
        ("makers.csv", {"maker": "nobody"}, "line 2: there is no vendor family 'nobody'"),
        ("makers.csv", {"category": "magic"}, "line 2: there is no category 'magic'"),
        ("makers.csv", {"unless": "SHADOW*|SOCIALNET|OI"}, "line 2: dead, its own `unless`"),
        ("technology.csv", {"award": "70X"}, "line 2: award '70X' is no award key"),
        ("technology.csv", {"award": ""}, "line 2: the row looks for nothing"),
        ("technology.csv", {"verdict": "maybe"}, "line 2: verdict 'maybe'"),
        ("vendors.csv", {"match": "alias"}, "line 2: match 'alias'"),
        ("vendors.csv", {"family": "Palantir"}, "line 2: family 'Palantir' is no short name"),
        ("vendors.csv", {"joined": "once"}, "line 2: joined 'once'"),
        ("vendors.csv", {"name": "Other"}, "contradicts vendors.csv, line 2 on name or role"),
        ("programs.csv", {"public": "perhaps"}, "line 2: public 'perhaps'"),
        ("program_members.csv", {"programme": "nothing"}, "line 2: there is no programme"),
        ("program_members.csv", {"takes": "award"}, "line 2: a modification is one action"),
        ("program_members.csv", {"award": "", "modification": ""}, "line 2: the row takes nothing"),
        ("program_says.csv", {"basis": "RUMOUR"}, "line 2: basis 'RUMOUR'"),
        ("program_says.csv", {"as_of": "lately"}, "line 2: as_of 'lately'"),
        ("press_figures.csv", {"usd": "much"}, "line 2: "),
        ("press_figures.csv", {"to": "2020-01-01"}, "line 2: the span ends before it begins"),
        ("press_figures.csv", {"components": "9999"}, "line 2: there is no component '9999'"),
        ("technology_codes.csv", {"strength": "strong"}, "line 2: strength 'strong'"),
        ("technology_codes.csv", {"codes": "DA01 DA01"}, "line 2: repeats DA01"),
    ],
)
def test_a_broken_row_is_refused_by_file_line_and_reason(rules, name, cells, says):
    said = broken(rules, name, **cells)
    assert said.startswith(name)
    assert says in said


def test_a_rule_that_an_earlier_one_always_decides_before_is_dead(rules):
    before = next(
        line for line, row in enumerate(lines(rules / "makers.csv"), 2) if row["rule"] == "M2"
    )
    said = added(rules, "makers.csv", 1, rule="M99", words="FIVECAST ONYX", product="Other")
    assert f"dead, makers.csv, line {before} always decides before it" in said


def test_the_same_words_for_another_maker_contradict(rules):
    said = added(rules, "makers.csv", 1, rule="M99", maker="zignal")
    assert said.endswith("contradicts makers.csv, line 3")


def test_a_look_alike_of_what_counts_elsewhere_contradicts(rules):
    counts = {"words": "SKYDIO", "also": "", "unless": "", "vendor": "", "rule": "L99"}
    said = added(rules, "look_alikes.csv", 0, **counts)
    assert "contradicts makers.csv" in said


def test_a_name_in_two_families_contradicts(rules):
    said = added(rules, "vendors.csv", 3, family="anduril", name="Anduril")
    assert "contradicts vendors.csv, line 5" in said


def test_a_broken_rule_stops_the_build_and_the_last_one_stays(tmp_path, rules, monkeypatch):
    place = Settings(data=tmp_path / "data")
    import_sample(place)
    published = build(place)["build_id"]
    rows = lines(rules / "makers.csv")
    rows[4]["because"] = ""
    write(rules / "makers.csv", rows)
    whole = subjects.evidence
    monkeypatch.setattr(subjects, "evidence", lambda: whole(rules))
    monkeypatch.setattr("analysis.publish.plans.code", lambda: "these other rules")
    with pytest.raises(SoleSourceError, match=r"makers\.csv, line 6: because is empty"):
        build(place)
    assert (place.published / "current").resolve().name == published
    assert not list(place.published.glob(".building-*"))
