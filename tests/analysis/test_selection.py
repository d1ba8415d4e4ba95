"""What a reader chooses narrows every figure alike, and its parts add up to the whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from analysis.documents import money as money_document
from analysis.published import queries, selection
from analysis.published.build import Build
from analysis.published.selection import Selection
from analysis.rules.rule_sets import names
from fetch.errors import WrongChoice


def actions(build: Build, condition: str) -> tuple[int, Decimal]:
    """How many actions, and their net obligations, by a condition in SQL."""
    frame = build.query(
        "SELECT count(*) AS n, sum(a.obligated_usd) AS usd FROM actions a JOIN awards w "
        f"USING (award_key) WHERE {condition}"
    )
    return int(frame["n"].iloc[0]), frame["usd"].iloc[0]


@pytest.mark.parametrize(
    ("chosen", "condition"),
    [
        (Selection(vendor="palantir"), "w.vendor_family = 'palantir'"),
        (Selection(maker="shadowdragon"), "w.maker = 'shadowdragon'"),
        (Selection(psc_family="not-stated"), "w.product_or_service_code IS NULL"),
        (
            Selection(psc_family=["R4", "not-stated"]),
            "(w.product_or_service_code LIKE 'R4%' OR w.product_or_service_code IS NULL)",
        ),
        (
            Selection(recipient_name="BI2 TECHNOLOGIES, LLC"),
            "w.recipient_name = 'BI2 TECHNOLOGIES, LLC'",
        ),
        (
            Selection(psc_family="IT services", since="2020-01-01"),
            "regexp_matches(w.product_or_service_code, '^(D3|D[A-K])') "
            "AND a.action_date >= DATE '2020-01-01'",
        ),
        (
            Selection(counted_under="palantir", fiscal_years=[2022, 2024]),
            "coalesce(w.maker, w.vendor_family) = 'palantir' AND w.technology <> 'support' "
            "AND a.fiscal_year IN (2022, 2024)",
        ),
        (Selection(kind="vehicle"), "w.award_kind = 'IDV'"),
        (Selection(kind=["order", "call"]), "w.award_type_code IN ('C', 'A')"),
        (Selection(size="10m-100m"), "w.obligated_usd >= 10000000 AND w.obligated_usd < 100000000"),
        (Selection(since="2025-01-20"), "a.action_date >= DATE '2025-01-20'"),
        (
            Selection(since="2021-01-20", until="2025-01-19"),
            "a.action_date BETWEEN DATE '2021-01-20' AND DATE '2025-01-19'",
        ),
        (Selection(money="given"), "a.obligated_usd > 0"),
        (
            Selection("ICE", vendor="palantir", money="taken-back"),
            "w.component = 'ICE' AND w.vendor_family = 'palantir' AND a.obligated_usd < 0",
        ),
    ],
)
def test_a_choice_is_of_the_same_actions_in_every_figure(sample, chosen, condition):
    count, dollars = actions(sample, condition)
    assert count
    totals = queries.totals(sample, chosen)
    assert (totals["actions"], totals["obligated_usd"]) == (count, dollars)
    for years in (queries.years(sample, chosen), money_document.years(sample, None, chosen)):
        assert (sum(years["actions"]), sum(years["obligated_usd"])) == (count, dollars)
    _, classes = queries.competition(sample, chosen)
    assert (sum(classes["actions"]), sum(classes["obligated_usd"])) == (count, dollars)


@pytest.mark.parametrize("since", [None, "2015-01-01"])
@pytest.mark.parametrize("name", ["COMPETED", "COMPETED_ONE_OFFER", "SOLE_SOURCE"])
def test_a_way_of_buying_is_of_the_same_actions_in_every_figure(sample, name, since):
    days = "a.action_date >= DATE '2015-01-01'" if since else "true"
    counted = actions(sample, f"w.rates_class = '{name}' AND {days}")
    chosen = Selection(classes=name, since=since)
    totals = queries.totals(sample, chosen)
    assert (totals["actions"], totals["obligated_usd"]) == counted
    for years in (queries.years(sample, chosen), money_document.years(sample, None, chosen)):
        assert (sum(years["actions"]), sum(years["obligated_usd"])) == counted


@pytest.mark.parametrize("rule_set", names())
@pytest.mark.parametrize("classes", ["SOLE_SOURCE", "COMPETED", "NOT_COMPETED", None])
@pytest.mark.parametrize("money", ["given", "taken-back", None])
@pytest.mark.parametrize("fiscal_years", [None, 2024, (2020, 2024)])
def test_days_that_leave_nothing_out_change_nothing_by_any_rules(
    sample, rule_set, classes, money, fiscal_years
):
    whole = Selection(classes=classes, rule_set=rule_set, money=money, fiscal_years=fiscal_years)
    cut = replace(whole, since="1900-01-01")
    shown = [queries.years(sample, each).astype(str).values.tolist() for each in (whole, cut)]
    assert shown[0] == shown[1]
    assert queries.totals(sample, whole) == queries.totals(sample, cut)


def test_what_was_given_and_what_was_taken_back_make_the_net(sample):
    given, taken = (
        queries.totals(sample, Selection(money=money))["obligated_usd"]
        for money in ("given", "taken-back")
    )
    assert taken < 0 < given
    assert given + taken == queries.totals(sample)["obligated_usd"]


@pytest.mark.parametrize("facet", ["kind", "size"])
def test_every_award_is_of_one_type_and_of_one_size(sample, facet):
    book = {"kind": selection.KINDS, "size": selection.SIZES}[facet]
    counts = []
    for name in book:
        asked = selection.of_awards(Selection(**{facet: name}))
        frame = sample.query(f"SELECT count(*) AS n FROM awards WHERE {asked.sql}")
        counts.append(int(frame["n"].iloc[0]))
    assert sum(counts) == sample.manifest["awards"]


def test_a_programme_is_the_actions_that_people_tied_to_it(sample):
    totals = queries.totals(sample, Selection(program="immigrationos"))
    assert (totals["awards"], totals["actions"]) == (1, 2)
    assert totals["obligated_usd"] == Decimal("59796472.00")
    asked = selection.of_awards(Selection(program="immigrationos"))
    frame = sample.query(f"SELECT piid FROM awards WHERE {asked.sql}", asked.parameters)
    assert list(frame["piid"]) == ["70CTD022FR0000170"]


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (Selection(kind="gift"), "no type of award 'gift'"),
        (Selection(size="huge"), "no size 'huge'"),
        (Selection(money="spent"), "no money 'spent'"),
        (Selection(program="nothing"), "no programme 'nothing'"),
        (Selection(since="soon"), "'soon' is no date"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(sample, chosen, says):
    with pytest.raises(WrongChoice, match=says):
        queries.totals(sample, chosen)
