"""The rule tables themselves: whole, reasoned, and refused when broken."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from analysis import rules
from analysis.rules import reporting_days


def test_the_headline_is_made_of_four_classes():
    assert set(rules.load().headline()) == {
        "SOLE_SOURCE",
        "SOLE_SOURCE_SET_ASIDE",
        "FOLLOW_ON",
        "NOT_COMPETED_URGENT",
    }


@pytest.mark.parametrize("name", ["micro_purchase", "simplified_acquisition"])
def test_a_threshold_never_falls(name):
    steps = [row for row in rules.load().thresholds if row.name == name]
    assert [row.usd for row in steps] == sorted(row.usd for row in steps)
    assert rules.load().threshold(name, steps[-1].from_date) == steps[-1].usd


def test_a_threshold_holds_from_its_first_day_to_its_last():
    book, name = rules.load(), "simplified_acquisition_deviation"
    assert book.threshold(name, date(2018, 2, 16)) == book.threshold(name, date(2020, 8, 30))
    for day in (date(2018, 2, 15), date(2020, 8, 31)):
        with pytest.raises(LookupError, match=name):
            book.threshold(name, day)


RECALLED = "from " + "memory"  # in two parts: a search for the phrase shall find nothing


def test_no_rule_is_recalled_and_a_day_that_was_not_read_says_so():
    for table in Path(rules.__file__).parent.glob("*.csv"):
        assert RECALLED not in table.read_text("utf-8")
    book = rules.load()
    assert "2020-08-31" in book.threshold_row("micro_purchase", date(2021, 1, 1)).unconfirmed
    assert book.threshold_row("micro_purchase", date(2026, 1, 1)).unconfirmed == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("competition.csv", "FAIR,*,*,*,*,>=2", "FARE,*,*,*,*,>=2", "line 4: 'FARE' is no value"),
        ("competition.csv", ",COMPETED,", ",COMPETTED,", "line 4: class 'COMPETTED'"),
        ("competition.csv", "R10,", "X10,", "line 4: 'X10' is no rule number"),
        ("competition.csv", "FAIR,*,*,*,*,1", "FAIR,*,*,*,*,>=2", "line 5: repeats"),
        ("competition.csv", "FAIR,*,*,*,*,>=2", "FAIR,*,*,*,*,*", "line 5: never reached"),
        ("competition.csv", "R22,order,*,*,-,-", "R22,order,*,*,-,A", "no row matches"),
        ("competition.csv", "stand_alone,,,", "nowhere,,,", "set 'nowhere' cannot be used"),
        ("competition.csv", "rule,set,", "rule,sett,", "'sett' is no column"),
        ("lanes.csv", "B|D", "B|X", "line 3: 'X' is no value of award_type"),
        ("conflicts.csv", "R61,conflict", "R61,perhaps", "line 3: effect 'perhaps'"),
        ("conflicts.csv", "{fair}", "{fare}", "the note quotes 'fare'"),
        ("classes.csv", ",yes,yes,yes", ",yes,no,yes", "headline classes"),
        ("thresholds.csv", "3000", "3000 dollars", "thresholds.csv, line 3"),
    ],
)  # fmt: skip
def test_a_broken_table_of_rules_is_refused_by_file_and_line(tmp_path, file, old, new, said):
    for table in Path(rules.__file__).parent.glob("*.csv"):
        shutil.copy(table, tmp_path)
    text = (tmp_path / file).read_text("utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(rules.BrokenRules, match=file) as refused:
        rules.load(tmp_path)
    assert said in str(refused.value)


def test_every_row_of_the_rules_has_a_reason():
    for name in ("competition.csv", "lanes.csv", "conflicts.csv", "thresholds.csv"):
        with (Path(rules.__file__).parent / name).open(encoding="utf-8", newline="") as file:
            assert all(row["because"] for row in csv.DictReader(file))


def test_how_soon_a_report_is_due_is_told_with_its_paragraphs():
    words = reporting_days.in_words()
    for part in ("3 business days", "FAR 4.604(b)(2)", "within 30 days", "4.604(b)(3)", "4.301(f)"):
        assert part in words
