"""What the commands say: one JSON document or words, and how they end."""

from __future__ import annotations

import csv
import io
from collections import Counter
from decimal import Decimal

import pytest

from tests import sample_size


def test_award_answers_with_every_field_of_its_contract(ask):
    rows = ask("award", "70CTD022FR0000170", "--json").json()
    assert set(rows) >= {
        "award_key", "piid", "recipient_name", "component", "competition_class",
        "competition_rule", "competition_fields", "obligated_usd", "initial_ceiling_usd",
        "ceiling_usd", "ceiling_growth_ratio", "actions", "notices", "flags",
        "usaspending_url", "as_of",
    }  # fmt: skip
    assert set(rows["actions"][0]) >= {
        "modification_number", "action_date", "action_type_code", "obligated_usd",
        "ceiling_change_usd", "cumulative_obligated_usd", "cumulative_ceiling_usd",
        "growth_bucket",
    }  # fmt: skip
    assert rows["as_of"] == "2026-08-22"
    assert [a["modification_number"] for a in rows["actions"]][:3] == ["0", "P00001", "P00002"]


def test_award_in_words_says_how_it_was_bought_and_what_is_not_stated(ask):
    output = ask("award", "70CTD022FR0000170").out
    assert "SOLE_SOURCE (rule R15)" in output
    assert "$150,703,824.61" in output
    assert "ceiling not in this copy" in output
    assert "ceiling moved by new work: $29,898,236.00" in output


def test_an_award_that_is_not_held_ends_1_with_one_line(ask):
    done = ask("award", "NOWHERE")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_growth_ranks_by_dollars_and_counts_what_it_left_out(ask):
    rows = ask("growth", "--component", "ICE", "--class", "SOLE_SOURCE", "--json").json()
    grown = [Decimal(row["ceiling_growth_usd"]) for row in rows["awards"]]
    assert rows["awards"][0]["piid"] == "70CTD022FR0000170"
    assert grown == sorted(grown, reverse=True)
    assert {row["component"] for row in rows["awards"]} == {"ICE"}
    assert grown[-1] > 0
    assert len(grown) + rows["not_grown"] + rows["left_out"] == rows["matching"]


def test_growth_since_a_day_and_of_the_first_few(ask):
    rows = ask("growth", "--since", "2020-01-01", "--top", "2", "--json").json()
    assert len(rows["awards"]) == 2
    assert all(row["first_action_date"] >= "2020-01-01" for row in rows["awards"])


def test_growth_is_ranked_by_any_measure(ask):
    rows = ask("growth", "--by", "passed_initial_ceiling_days", "--json").json()
    days = [row["ranked_by"] for row in rows["awards"]]
    assert 1095 in days
    assert days == sorted(days, reverse=True)
    assert "1,095" in ask("growth", "--by", "passed_initial_ceiling_days").out
    assert "1.6614" in ask("growth", "--by", "ceiling_growth_ratio").out


def test_cohorts_are_cells_with_their_numbers_and_small_ones_are_not_told(ask):
    rows = ask("cohorts", "--since", "2022", "--json").json()
    assert rows["as_of"] == "2026-08-22"
    first = {
        "start_fiscal_year": 2022,
        "years_after": 1,
        "competition_group": "sole source",
        "what": "ceiling",
    }
    [cell] = [cell for cell in rows["cohorts"] if first.items() <= cell.items()]
    assert 0 < cell["awards"] < 5
    assert cell["median_ratio"] is None
    assert {cell["start_fiscal_year"] for cell in rows["cohorts"]} >= {2022}
    assert min(cell["start_fiscal_year"] for cell in rows["cohorts"]) == 2022
    assert "too few to tell" in ask("cohorts").out


def test_cohorts_as_csv_is_a_table_that_opens(ask):
    rows = list(csv.DictReader(io.StringIO(ask("cohorts", "--csv").out)))
    assert {row["what"] for row in rows} == {"ceiling", "obligation"}


def test_growth_as_csv_is_a_table_that_opens(ask):
    done = ask("growth", "--csv", "--top", "3")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert len(rows) == 3
    assert rows[0]["ceiling_growth_usd"] == "1750450000.00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("growth", "--component", "ISE"), "did you mean"),
        (("growth", "--class", "GREEN"), "no competition class"),
        (("growth", "--since", "soon"), "no date"),
        (("growth", "--by", "size"), "no measure of growth; there are: initial_ceiling_usd"),
        (("competition", "--rule-set", "ours"), "no rates by 'all' under 'ours'"),
        (("competition", "--by", "colour"), "no rates by 'colour'"),
        (("money", "--by", "colour"), "no money by 'colour'"),
    ],
)
def test_a_choice_that_does_not_exist_is_one_sentence_and_code_2(ask, words, said):
    done = ask(*words)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_vehicle_answers_with_its_ceiling_orders_and_share(ask):
    rows = ask("vehicle", "CONT_IDV_70B02C20D00000019_7014", "--json").json()
    assert rows["ceiling_usd"] == "2000000000.00"
    assert rows["obligated_on_orders_usd"] == "859970190.42"
    assert rows["orders"][0]["competition_class"] == "COMPETED_ONE_OFFER"
    output = ask("vehicle", "CONT_IDV_70B02C20D00000019_7014").out
    assert "share of the ceiling used: 43.0%" in output


def test_chains_lists_candidates_only_where_they_are_asked_for(ask):
    rows = ask("chains", "--json").json()
    assert [chain["programme"] for chain in rows["chains"]] == ["FALCON", "ICM"]
    assert "possible" not in rows
    possible = ask("chains", "--candidates", "--json").json()["possible"]
    assert rows["possible_count"] == len(possible) > 100
    # of one vendor, office and kind of purchase five at most: no reseller fills the list
    groups = Counter(
        (
            each["earlier_vendor_family"],
            each["earlier_awarding_office_code"],
            each["earlier_psc_family"],
        )
        for each in possible
    )
    assert max(groups.values()) == 5
    none = ask("chains", "--candidates", "--min-days", "9", "--max-days", "9", "--json").json()
    assert {each["days_after_end"] for each in none["possible"]} <= {9}
    output = ask("chains", "--candidates")
    assert "HSCETC13F00030 > HSCETC15C00001: +1 days" in output.out
    assert "No field says that an award is a bridge" in output.err


def test_wrong_usage_ends_2(ask):
    assert ask("growth", "--top", "none").code == 2
    assert ask("nothing").code == 2


@pytest.mark.parametrize(
    "name",
    [
        "build",
        "award",
        "growth",
        "competition",
        "classify",
        "cohorts",
        "vehicle",
        "chains",
        "money",
        "compare",
    ],
)
def test_every_command_explains_itself_with_an_example(ask, name):
    output = ask(name, "--help").out
    assert f"python -m analysis {name}" in output
    assert "--json" in output


def test_competition_says_what_changes_class_under_other_rules(ask):
    output = ask("competition", "--rule-set", "extent_only").out
    assert (
        "extent_only says COMPETED where we say SOLE_SOURCE: 28 awards, $223,806,564.95" in output
    )
    assert "112 awards, $226,368,797.94: extent competed says competed" in output
    ours = ask("competition", "--json").json()
    theirs = ask("competition", "--rule-set", "extent_only", "--json").json()
    assert ours["differs_from_default"] == []
    [rate], [site] = ours["rates"], theirs["rates"]
    assert (rate["obligated_usd"], site["obligated_usd"]) == (
        "6296982906.94",
        "6297109442.09",
    )
    assert (rate["not_competed_usd"], site["not_competed_usd"]) == ("323706046.96", "97390932.51")


def test_competition_refuses_a_set_that_does_not_exist(ask):
    refused = ask("competition", "--rule-set", "gao")
    assert (refused.code, refused.out) == (2, "")
    assert "sets: default, extent_only, fpds2011, csis" in refused.err


def test_money_says_in_which_dollars_and_what_they_leave_out(ask):
    nominal = ask("money", "--json").json()
    constant = ask("money", "--constant", "2024", "--json").json()
    assert nominal["rows"][-1]["obligated_usd"] == sample_size.obligated(
        sample_size.signed("2025-10-01", "2026-10-01")
    )
    assert constant["rows"][-1]["obligated_usd"] < "2000000000.00"
    assert "share_left_out" not in nominal["rows"][-1]
    done = ask("money", "--constant", "2024")
    assert "constant dollars of FY2024 by CPI-U, series CUUR0000SA0" in done.err
    assert "left out: months without an index" in done.out
    assert "nominal dollars; as of 2026-08-22" in ask("money").err
    assert ask("money", "--constant", "2026").code == 2


def test_compare_says_both_lengths_and_where_it_cut_them(ask):
    words = ("compare", "--first", "2021-01-20", "--second", "2025-01-20")
    rows = ask(*words, "--json").json()
    assert [span["days"] for span in rows["spans"]] == [577, 577]
    assert [span["obligated_usd"] for span in rows["spans"]] == [
        sample_size.obligated(sample_size.signed("2021-01-20", "2022-08-20")),
        sample_size.obligated(sample_size.signed("2025-01-20", "2026-08-20")),
    ]
    assert (rows["months"], rows["as_of"]) == (19, "2026-08-22")
    assert "no more fit" in ask(*words, "--months", "48").err
    assert "2025-01-20 to 2025-07-19, 181 days" in ask(*words, "--months", "6").out
    refused = ask("compare", "--first", "2026-08-01", "--second", "2025-01-20")
    assert (refused.code, refused.out) == (2, "")
    assert ask("compare", "--first", "soon", "--second", "2025-01-20").code == 2
