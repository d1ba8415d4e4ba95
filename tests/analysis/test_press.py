"""Figures in the news held against the embedded sample."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from analysis.documents.press import check as press_check
from analysis.documents.press.parse import from_words, tolerance
from analysis.publish.run import build as publish
from analysis.published.build import current
from analysis.rules import press_figures
from fetch.errors import InputError
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from tests.builders import action, csv_file


def asked(sample, **flags):
    return press_check.check(sample, press_check.question_of(sample, **flags))


def test_the_figure_of_palantir_at_ice_in_2025_is_reproduced_and_what_is_not_held_is_said(sample):
    answer = asked(
        sample, vendor="palantir", component=["ICE"], fiscal_year=2025, amount="81000000"
    )
    assert answer["verdict"] == "reproduced"
    assert answer["asked"]["usd"] == "81098690.32"
    assert answer["asked"]["differs_by_usd"] == "98690.32"
    assert "Only the embedded sample is held" in answer["not_held"][0]
    assert any("classified" in line for line in answer["not_held"])


def test_the_same_is_read_from_words(sample):
    answer = press_check.check(sample, "ICE Palantir 2025 $81 million")
    assert answer["verdict"] == "reproduced"
    assert answer["question"]["vendor"] == "palantir"
    assert answer["question"]["components"] == ["7012"]
    assert answer["question"]["span"] == "calendar year 2025"


def test_a_running_total_said_of_a_period_is_another_definition(sample):
    answer = press_check.check(sample, "ICE Palantir since January 2025 $88.1 million")
    assert answer["verdict"] == "reproduced under another definition"
    assert "running total obligated on 70CTD022FR0000170" in answer["definition"]


def test_a_ceiling_is_told_from_obligations(sample):
    answer = press_check.check(sample, "70CTD022FR0000170 ceiling $159,411,518.37")
    assert answer["verdict"] == "reproduced"
    assert "ceiling of 70CTD022FR0000170" in answer["definition"]


def test_what_only_the_sample_cannot_show_is_not_called_wrong(sample):
    answer = press_check.check(sample, "ICE Palantir 2025 $287 million")
    assert answer["verdict"] == "not answerable with what is held"
    assert answer["nearest"][0]["usd"]


def test_nothing_held_of_a_vendor_is_not_answerable(sample):
    answer = press_check.check(sample, "Venntel $330,000")
    assert answer["verdict"] == "not answerable with what is held"
    assert answer["held"]["actions"] == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("ICE Palantir 2025", "no amount"),
        ("Nobodyatall $5 million", "no vendor, maker or product 'Nobodyatall'; none is like it"),
        ("$9999999999999999999999999999999999999999 billion Palantir", "is in no record"),
    ],
)
def test_a_question_that_cannot_be_read_says_why(sample, words, says):
    with pytest.raises(InputError, match=says):
        press_check.check(sample, words)


def test_a_span_that_ends_before_it_begins_is_refused(sample):
    with pytest.raises(InputError, match="ends before it begins"):
        asked(sample, amount="1", from_day="2025-02-01", to_day="2025-01-01")


@pytest.mark.parametrize("year", [0, -1, 99999])
def test_a_year_that_is_none_is_refused_and_never_left_out(sample, year):
    with pytest.raises(InputError, match=f"{year} is no fiscal year"):
        asked(sample, amount="5000000", fiscal_year=year)


def test_a_year_before_the_records_is_asked_about_and_not_left_out(sample):
    question = from_words(sample, "ICE Palantir 1999 $81 million")
    assert question.span == "calendar year 1999"
    assert press_check.check(sample, question)["verdict"] == "not answerable with what is held"


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("81000000", "500000"),
        ("139300000", "50000"),
        ("81098690.32", "0.005"),
        ("330000", "5000"),
        ("1000000000", "500000"),
    ],
)
def test_an_amount_is_as_exact_as_its_last_digit_and_at_least_to_half_a_million(amount, told):
    assert tolerance(Decimal(amount)) == Decimal(told)


def test_every_known_figure_is_recomputed_at_every_build(sample):
    known = press_check.known_figures(sample)
    assert len(known) == len(press_figures.figures())
    verdicts = {row["figure"]: row["verdict"] for row in known}
    assert verdicts["palantir-fy2025-to-the-cent"] == "reproduced"
    assert verdicts["towers-860-million"] == "reproduced"
    assert verdicts["palantir-88-million"] == "reproduced under another definition"
    assert verdicts["venntel-330-thousand"] == "not answerable with what is held"


def test_with_records_of_ones_own_a_figure_can_be_not_reproduced(tmp_path):
    place = Settings(data=tmp_path / "data")
    import_paths(place, [csv_file(tmp_path / "one.csv", [action(recipient_name="EXAMPLE LLC")])])
    publish(place)
    question = press_check.Question(
        Decimal("5000000"), from_day=date(2024, 1, 1), to_day=date(2024, 12, 31), span="2024"
    )
    assert press_check.check(current(place), question)["verdict"] == "not reproduced"


def test_the_sql_of_an_answer_finds_its_sums_again(sample, monkeypatch):
    monkeypatch.chdir(sample.directory)
    answer = press_check.check(sample, "ICE Palantir since January 2025 $88.1 million")
    assert set(answer["sql"]) == {"sums", "single awards"}
    again = set()
    for text in answer["sql"].values():
        *views, question = text.rstrip(";").split(";\n")
        plain = duckdb.connect()
        for view in views:
            plain.execute(view)
        again |= {str(row["usd"]) for row in plain.sql(question).to_arrow_table().to_pylist()}
    assert {row["usd"] for row in answer["nearest"]} <= again
