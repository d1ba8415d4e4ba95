"""What may be an error of the record carries a mark, and nothing else does."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal

import ibis
import pytest

from analysis import rules
from analysis.documents import marks as words
from analysis.documents import technology, vendor
from analysis.documents.chains import chains_document
from analysis.documents.leads.document import no_notice_document
from analysis.documents.review import review
from analysis.measures.growth import by_action, likely_errors
from analysis.measures.growth.screens import values
from analysis.published import lists
from dashboard.charts.growth import dumbbells, growth_by_size
from tests.analysis.lineage import idv, published
from tests.builders import Row, action, transactions

DAY = datetime(2026, 8, 22)


def marked(*rows: Row) -> dict[str, str]:
    """Marks by modification."""
    table = transactions(rows).mutate(last_seen=ibis.literal(DAY))
    actions = by_action.by_action(table)
    both = likely_errors.of_actions(actions)
    return {
        row["contract_transaction_unique_key"].split("_")[3]: row["marks"]
        for row in both.to_pyarrow().to_pylist()
    }


def given(mod: str, usd: str, day: str = "2024-01-15", ceiling: str = "") -> Row:
    return action(
        mod=mod,
        action_date=day,
        federal_action_obligation=usd,
        base_and_all_options_value=ceiling,
    )


@pytest.mark.parametrize(
    ("back", "day", "is_marked"),
    [
        ("-900.00", "2025-01-15", True),
        ("-1000.00", "2026-09-30", True),
        ("-899.99", "2025-01-15", False),
        # more than was given was given elsewhere too
        ("-1000.01", "2025-01-15", False),
        # the third fiscal year after
        ("-1000.00", "2026-10-01", False),
    ],
)
def test_an_obligation_taken_back_nearly_whole_is_marked(back, day, is_marked):
    marks = marked(given("0", "1000.00"), given("P00001", back, day))
    marks = {mod: mark for mod, mark in marks.items() if mark != likely_errors.AFTER_FILE}
    assert marks == ({"0": "TAKEN_BACK"} if is_marked else {})


def test_money_taken_back_before_it_was_given_marks_nothing():
    assert marked(given("0", "5.00"), given("P00001", "-950.00"), given("P00002", "1000.00")) == {}


def series(*amounts: str) -> list[Row]:
    return [given(str(n or "0"), usd, f"2024-01-{n + 1:02}") for n, usd in enumerate(amounts)]


def test_an_amount_a_thousand_times_its_neighbors_is_marked():
    small = ("1000.00", "1500.00", "900.00")
    assert marked(*series(*small, "1500000.00", *small)) == {"3": "OUT_OF_SCALE"}
    # one small change beside it is usual: the three on each side count
    assert marked(*series("900000.00", "1.00", "1500000.00", *small)) == {}
    # a base action is larger than what follows it
    assert marked(*series("1500000.00", *small)) == {}
    # zeros state no amount
    assert marked(*series(*small, "1500000.00", "0.00", *small)) == {"3": "OUT_OF_SCALE"}


def test_a_filled_ceiling_and_a_day_after_the_file_are_marked():
    assert marked(given("0", "1.00", ceiling="9999999999.00")) == {"0": "UNLIMITED_CEILING"}
    assert marked(given("0", "1.00", ceiling="9999999998.99")) == {}
    assert marked(given("0", "1.00", "2026-08-23")) == {"0": "AFTER_FILE"}
    assert marked(given("0", "1.00", "2026-08-22")) == {}


def test_one_ceiling_on_several_vehicles_of_one_solicitation_is_marked():
    def vehicle(piid: str, solicitation: str, ceiling: str) -> Row:
        return idv(piid, solicitation_identifier=solicitation, base_and_all_options_value=ceiling)

    rows = [
        vehicle("70TEST24D00000001", "70TESTR1", "5000000.00"),
        vehicle("70TEST24D00000002", "70TESTR1", "5000000.00"),
        vehicle("70TEST24D00000003", "70TESTR1", "4000000.00"),
        vehicle("70TEST24D00000004", "70TESTR2", "5000000.00"),
    ]
    ordered = by_action.by_action(transactions(rows).mutate(last_seen=ibis.literal(DAY)))
    awards = published(*rows)
    screened = awards.select("award_key", screens=ibis.literal(""))
    table = likely_errors.of_awards(likely_errors.of_actions(ordered), screened, ordered, awards)
    marks = {row["award_key"]: row["marks"] for row in table.to_pyarrow().to_pylist()}
    assert [marks[key] for key in sorted(marks)] == ["SHARED_CEILING", "SHARED_CEILING", None, None]


def test_every_mark_has_its_words():
    assert set(values()) == {row["screen"] for row in rules.rows("screens.csv")}
    for mark in (*likely_errors.OF_ACTIONS, likely_errors.SHARED):
        assert words.says(mark)[0].endswith(".")
    assert words.says(None) == []


def test_marks_are_said_in_words_in_rows_of_awards(monkeypatch):
    monkeypatch.setattr(lists, "marks", lambda _: {"ONE": "TAKEN_BACK|OUT_OF_SCALE"})
    said = words.with_look_first(None, [{"award_key": "ONE"}, {"award_key": "TWO"}])
    assert said == [
        {"award_key": "ONE", "look_first": words.says("TAKEN_BACK|OUT_OF_SCALE")},
        {"award_key": "TWO", "look_first": []},
    ]


def test_a_lead_of_a_marked_award_says_what_to_look_at_first(sample, monkeypatch, ask):
    leads = no_notice_document(sample)["leads"]
    marks = lists.marks(sample)
    assert {lead["award_key"] for lead in leads if lead["look_first"]} == {
        lead["award_key"] for lead in leads if lead["award_key"] in marks
    }
    assert "      look first: " in ask("leads").out


def test_documents_of_awards_say_marks_in_words(sample):
    marked = set(lists.marks(sample))
    listed = [
        technology.category(sample, "border sensing")["awards"],
        vendor.document(sample, "palantir")["awards"],
        [each for chain in chains_document(sample)["chains"] for each in chain["awards"]],
        review.document(sample, "makers")["asked"],
    ]
    for awards in listed:
        assert {each["award_key"] for each in awards if each["look_first"]} == {
            each["award_key"] for each in awards
        } & marked


def test_files_of_growth_say_marks_in_words_beside_the_codes(ask):
    [in_json, *_] = ask("growth", "--json").json()["awards"]
    assert in_json["look_first"] == words.says(in_json["marks"]) != []
    [in_csv, *_] = csv.DictReader(io.StringIO(ask("growth", "--csv").out))
    assert in_csv["look_first"] == " ".join(in_json["look_first"])


def test_a_marked_award_never_leads_a_ranking_without_its_words(sample, ask):
    answer = ask("growth", "--json").json()
    first = answer["awards"][0]
    assert first["marks"] == "JUMP_250_MILLION"
    assert "ceiling moved by $250 million" in ask("growth").out


def test_a_chart_cuts_a_marked_ceiling_that_would_break_its_scale():
    import pandas as pd

    def row(piid: str, now: int, mark: str | None) -> dict:
        return {
            "piid": piid,
            "award_key": f"CONT_AWD_{piid}",
            "recipient_name": "FICTIONAL TOWERS LLC",
            "initial_ceiling_usd": 1_000_000,
            "ceiling_usd": now,
            "ceiling_changes_missing": 0,
            "competition_group": "competed",
            "marks": mark,
            "address": "/",
        }

    plain = row("70TEST1", 5_000_000, None)
    for mark, cut in (("JUMP_250_MILLION", True), (None, False)):
        frame = pd.DataFrame([row("70TEST2", 900_000_000, mark), plain])
        drawn = dumbbells(frame, "")
        largest = max(max(trace["x"]) for trace in drawn.data)
        assert largest == (10 if cut else 900)
        assert any("(cut)" in name for trace in drawn.data for name in trace["y"]) == cut


def test_growth_against_size_cuts_marked_points_at_the_edge_and_says_so():
    import pandas as pd

    def row(piid: str, first: str, times: float, mark: str | None) -> dict:
        return {
            "piid": piid,
            "recipient_name": "FICTIONAL TOWERS LLC",
            "initial_ceiling_usd": Decimal(first),
            "ceiling_growth_ratio": times,
            "competition_group": "competed",
            "marks": mark,
            "address": "/",
        }

    plain = [row("70TEST1", "1000000.00", 0.5, None), row("70TEST2", "3000000.00", 4.0, None)]
    far = row("70TEST3", "9999999999999.00", 50.0, "UNLIMITED_CEILING")
    drawn = growth_by_size(pd.DataFrame([*plain, far]), "")
    [points] = drawn.data
    assert (max(points["x"]), max(points["y"])) == (6_000_000, 8)
    assert "$9,999,999,999,999.00" in points["customdata"][-1]
    assert "1 marked award is cut at the edge" in str(drawn.layout["title"])
    for name, most in (("xaxis", 6_000_000), ("yaxis", 8)):
        assert most < 10 ** drawn.layout[name]["range"][1] < most * 1.5
    unmarked = growth_by_size(pd.DataFrame([*plain, {**far, "marks": None}]), "")
    assert max(unmarked.data[0]["x"]) == 9_999_999_999_999
    assert "edge" not in str(unmarked.layout["title"])
