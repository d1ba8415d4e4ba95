"""Figures in the news held against the embedded sample."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from analysis.documents.press import check as press_check
from analysis.documents.press import spans
from analysis.documents.press.parse import from_figure, from_words, half_unit
from analysis.publish.run import build as publish
from analysis.published.build import current
from analysis.rules import press_figures
from fetch.errors import InputError
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from tests.benchmarks import figures
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
    assert answer["verdict"] == "not reproduced with what is held"
    assert answer["nearest"][0]["usd"]


def test_nothing_held_of_a_vendor_is_not_answerable(sample):
    answer = press_check.check(sample, "Vigilant $330,000")
    assert answer["verdict"] == "not answerable with what is held"
    assert answer["held"]["actions"] == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("how much did they buy", "no amount"),
        ("Palantir $0 million", "an amount of nothing"),
        ("Palantir $0.001", "an amount of nothing"),
        ("Palantir $5 million" + " and" * 200, "more than 500 signs"),
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
    assert press_check.check(sample, question)["verdict"] == "not reproduced with what is held"


@pytest.mark.parametrize(
    ("words", "margin"),
    [
        ("Palantir $81 million", "500000"),
        ("Palantir $139.3 million", "50000"),
        ("Palantir $81,098,690.32", "0.005"),
        ("Palantir $330,000", "3300"),
        ("Palantir $10 million", "100000"),
        ("DHS $2 billion", "20000000"),
        ("about $80 million Palantir", "4000000"),
        ("nearly $1.5 billion DHS", "75000000"),
    ],
)
def test_a_sum_may_differ_by_half_a_digit_and_never_by_more_than_a_hundredth(sample, words, margin):
    assert from_words(sample, words).tolerance_usd == Decimal(margin)


def test_an_amount_of_flags_is_as_exact_as_its_last_digit():
    assert [half_unit(Decimal(each)) for each in ("81000000", "139300000", "81098690.32")] == [
        Decimal(500_000), Decimal(50_000), Decimal("0.005"),
    ]  # fmt: skip


YEAR_2025 = ("2024-10-01", "2025-09-30")


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        *((each, *YEAR_2025) for each in ("fiscal 2025", "fiscal year 2025", "FY25", "FY 2025")),
        *((each, "2021-10-01", "2024-09-30") for each in (
            "FY2022-FY2024", "FY2022-24", "fiscal years 2022 to 2024", "FY22 through FY24",
        )),
        *((each, "2025-01-20", None) for each in (
            "since January 20 2025", "since 2025-01-20", "since 20 January 2025",
            "since Jan. 20, 2025", "from 1/20/2025 on",
        )),
        ("on 20 January 2025", "2025-01-20", "2025-01-20"),
        ("in April 2025", "2025-04-01", "2025-04-30"),
        ("in May 2025", "2025-05-01", "2025-05-31"),
        ("first half of 2025", "2025-01-01", "2025-06-30"),
        ("second half of FY2025", "2025-04-01", "2025-09-30"),
        ("first six months of 2025", "2025-01-01", "2025-06-30"),
        ("Q3 FY2025", "2025-04-01", "2025-06-30"),
        ("third quarter of 2025", "2025-07-01", "2025-09-30"),
        ("calendar year 2025", "2025-01-01", "2025-12-31"),
        ("over the last five years", "2021-08-23", "2026-08-22"),
        ("in the past 18 months", "2025-02-23", "2026-08-22"),
        ("from January 2025 to March 2025", "2025-01-01", "2025-03-31"),
        ("2019-2023", "2019-01-01", "2023-12-31"),
        ("until March 2025", None, "2025-03-31"),
        ("before FY2024", None, "2023-09-30"),
        ("2025-10", "2025-10-01", "2025-10-31"),
        ("FY99", "1998-10-01", "1999-09-30"),
        ("after March 2025", "2025-04-01", None),
    ],
)  # fmt: skip
def test_time_is_read_as_people_write_it(words, first, last):
    span, rest = spans.find(f"Palantir {words} $5 million", date(2026, 8, 22))
    assert (span.first and str(span.first), span.last and str(span.last)) == (first, last)
    assert rest.split() == ["Palantir", "$5", "million"]


@pytest.mark.parametrize(
    "words", ["in the last 0 years", "30 February 2025", "2025-02-30", "from 2025 to 2024"]
)
def test_a_day_or_span_that_cannot_be_is_refused(words):
    with pytest.raises(InputError, match=r"is no date|ends before it begins|is no time"):
        spans.find(f"Palantir {words} $5 million", date(2026, 8, 22))


@pytest.mark.parametrize(
    ("words", "unread"),
    [
        ("Nobodyatall $5 million", ["Nobodyatall"]),
        ("Palantir purple FY25 $81 million", ["purple"]),
        ("Palantir last year $81 million", ["last", "year"]),
        ("Palantir 2025 2026 $81 million", ["2026"]),
        ("Palantir $81 million or $90 million FY25", ["or", "90"]),
        ("70CTD022FR9999999 $81 million", ["70CTD022FR9999999"]),
        ("Palantir in May $81 million", ["May"]),
        ("Palantir FY2025 $8,1 million", ["8", "1"]),
        ("-$81 million Palantir FY2025", ["-$81 million"]),
        ("some of it Palantir FY2025 $78 million", ["some"]),
        ("70CTD022FR0000170 modern $5 million", ["modern"]),
        ("70CTD022FR0000170 P00005 P00012 $5 million", ["P00012"]),
        ("Babel Street 70CTD022FR0000170 $150,703,824.61", ["Babel Street"]),
        ("Babel Street FALCON $103,568,956.91", ["Babel Street"]),
        ("DHS sole-source contracts total $1,538,834,199.61", ["no-bid"]),
        ("Palantir first contract $81 million FY2025", ["first"]),
    ],
)
def test_what_is_not_understood_is_named_and_there_is_no_verdict(sample, words, unread):
    answer = press_check.check(sample, words)
    assert answer["verdict"] == "no verdict: part of the question was not understood"
    assert answer["question"]["not_understood"] == unread
    assert answer["nearest"] == []


@pytest.mark.parametrize(
    ("words", "verdict", "usd"),
    [
        ("Palantir fiscal year 2025 $81 million", "reproduced", "81223690.32"),
        ("falcon $103,568,956.91", "reproduced", "103568956.91"),
        ("70CTD022FR0000170 mod P00009 $29,898,236", "reproduced", "29898236.00"),
        ("Customs and Border Protection towers $860 million", "reproduced", "859970190.42"),
        ("DHS $2 billion", "not reproduced with what is held", "6297109442.09"),
        ("ICE Palantir 2025 $10 million", "not reproduced with what is held", "81098690.32"),
        ("ImmigrationOS $30 million", "reproduced under another definition", "59796472.00"),
    ],
)
def test_only_sums_that_answer_the_question_are_tried(sample, words, verdict, usd):
    answer = press_check.check(sample, words)
    assert (answer["verdict"], answer["asked"]["usd"]) == (verdict, usd)


def test_more_than_an_amount_is_no_sum_below_it(sample):
    above = press_check.check(sample, "more than $80 million Palantir FY2025")
    assert above["verdict"] == "reproduced"
    assert "and up to 5 % above" in press_check.read_as(above["question"])
    below = press_check.check(sample, "over $82 million Palantir FY2025")
    assert below["verdict"] != "reproduced"


def test_a_programme_of_the_vendor_is_another_definition(sample):
    answer = press_check.check(sample, "Palantir 2026 $132 million")
    assert answer["verdict"] == "reproduced under another definition"
    assert "the programme Palantir agreement of 2026" in answer["definition"]
    assert answer["nearest"][0]["usd"] == "132120216.10"


def test_a_match_that_chance_explains_is_called_so(sample):
    answer = press_check.check(sample, "Palantir since January 2025 $88 million")
    assert answer["verdict"] == "not told apart from chance"
    assert answer["tried"]["of_a_thousand_invented"] > 50


def test_what_the_amount_is_today_is_said(sample):
    answer = press_check.check(sample, "70CTD022FR0000170 until 2026-03-04 $145.0 million")
    assert answer["verdict"] == "reproduced"
    assert press_check.now_in_words(answer["now"]) == (
        "The total of $145,008,922.61 of 2026-03-04 is $150,703,824.61 now, as of 2026-08-22."
    )
    closed = press_check.check(sample, "ICE Palantir FY2025 $81 million")
    assert closed["now"] is None


@pytest.mark.parametrize(
    ("words", "claim", "says"),
    [
        ("Palantir since 2011", "when", "The actions held begin on 2011-02-24."),
        (
            "Palantir no-bid",
            "no-bid",
            "sole source: 12 awards, $298,287,900.54 obligated; not in this copy",
        ),
        ("Palantir first contract with ICE", "first", "of HSCEMD11P00040. Earlier ones may exist"),
        ("ImmigrationOS awarded April 2025", "awarded", "No award held began April 2025."),
    ],
)
def test_a_claim_without_an_amount_gets_what_the_records_say(sample, words, claim, says):
    answer = press_check.check(sample, words)
    assert answer["verdict"] == "no amount to hold against the records"
    [only] = answer["claims"]
    assert only["claim"] == claim
    assert says in only["says"]


def test_invented_figures_are_not_confirmed_and_true_ones_are(sample):
    made_up = figures.invented(sample, 60)
    assert made_up.share("reproduced", "reproduced under another definition") <= 0.02
    [who, when, usd], *_ = figures.sums_of(sample, 1)
    texts = [each.format(who=who, when=when, usd=f"${usd:,.2f}") for each in figures.PHRASINGS]
    assert {press_check.check(sample, each)["verdict"] for each in texts} == {"reproduced"}


def test_every_known_figure_is_recomputed_at_every_build(sample):
    known = press_check.known_figures(sample)
    assert len(known) == len(press_figures.figures())
    verdicts = {row["figure"]: row["verdict"] for row in known}
    assert verdicts["palantir-fy2025-to-the-cent"] == "reproduced"
    assert verdicts["towers-860-million"] == "reproduced"
    assert verdicts["palantir-88-million"] == "not told apart from chance"
    assert verdicts["venntel-330-thousand"] == "not reproduced with what is held"
    assert verdicts["shadowdragon-4-2-million"] == "reproduced"


def test_a_figure_of_somebody_not_held_is_the_same_checked_alone_or_among_many(sample):
    known = press_check.subjects_held(sample)
    for figure in press_figures.figures():
        question = from_figure(figure)
        alone, among = (press_check.check(sample, question, each) for each in (None, known))
        assert {**alone, "sql": {}} == {**among, "sql": {}}, figure.figure


def test_with_records_of_ones_own_a_figure_can_be_not_reproduced(tmp_path):
    place = Settings(data=tmp_path / "data")
    import_paths(place, [csv_file(tmp_path / "one.csv", [action(recipient_name="EXAMPLE LLC")])])
    publish(place)
    question = press_check.Question(Decimal("5000000"), when=spans.calendar(2023))
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


@pytest.mark.parametrize(
    "words",
    ["FEMA Anduril $860 million", "TSA Palantir $490 million", "CBP BI $388 million FY2023"],
)
def test_a_sum_of_another_component_than_the_one_named_confirms_nothing(sample, words):
    answer = press_check.check(sample, words)
    assert answer["verdict"] == "not answerable with what is held"
    assert answer["definition"] is None
    # what is held of it elsewhere is shown, as what it is
    assert any("all components" in each["definition"] for each in answer["nearest"])


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("ICE spent $7.14 million on Clearview AI since 2020", "reproduced"),
        ("ICE paid BI Inc. $388 million in FY2023", "reproduced"),
        ("Palantir's FY2025 total from ICE was $81.1 million", "reproduced"),
        ("LexisNexis Risk Solutions $24.5 million", "reproduced under another definition"),
        ("Pen-Link, Ltd $39.1 million", "reproduced under another definition"),
        (
            "Thomson Reuters Special Services $34.7 million since 2021",
            "reproduced under another definition",
        ),
        ("Carahsoft $4.3 million", "not reproduced with what is held"),
    ],
)
def test_a_firms_registered_name_is_understood_and_its_own_sum_is_tried(sample, words, verdict):
    answer = press_check.check(sample, words)
    assert (answer["verdict"], answer["question"]["not_understood"]) == (verdict, [])
