"""What a view adds up to is what its awards add up to, one by one, however it is asked."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.publish.run import build
from analysis.published import queries
from analysis.published.build import Build, current
from analysis.published.cube import KEYS, cells_of
from analysis.published.memory_tables import bought_of
from analysis.published.selection import NOT_STATED, Selection
from analysis.rules.rule_sets import names
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from fetch.warehouse.parquet_reader import MOST_PARTS
from tests.builders import action, csv_file

DAYS = ("0024-01-15", "0024-02-15", "2007-10-01", "2019-09-30", "2019-10-01", "2022-05-05",
        "2022-05-05", "2024-01-31")  # fmt: skip
AMOUNTS = ("100.00", "-40.00", "0.00", "", "12.34", "-0.01")
CHOICES = [
    Selection(since=since, until=until, fiscal_years=years, money=money)
    for since in (None, "0001-01-01", "2019-10-01")
    for until in (None, "2022-05-05")
    for years in (None, (2022,), (2019, 2020), (2019, 2022))
    for money in (None, "given", "taken-back")
]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Thirty made-up awards of two components, some of their days mistyped, some sums unstated."""
    chance, folder = random.Random(3), tmp_path_factory.mktemp("cells")
    rows = [
        action(
            f"70TEST24C{award:08}",
            mod=f"P{number:05}" if number else "0",
            action_date=day,
            federal_action_obligation=chance.choice(AMOUNTS),
            awarding_sub_agency_code=("7012", "7014")[award % 2],
            extent_competed_code=("A", "C", "")[award % 3],
            recipient_name=("EXAMPLE OPTICS LLC", "", "EXAMPLE LENSES, INC.")[award % 3],
            product_or_service_code=("R499", "", "7A20", "D399")[award % 4],
        )
        for award in range(30)
        for number, day in enumerate(sorted(chance.choices(DAYS, k=1 + award % 6)))
    ]
    settings = Settings(data=folder / "data")
    import_paths(settings, [csv_file(Path(folder) / "made_up.csv", rows)])
    build(settings)
    return current(settings)


def summed(build: Build, sql: str, parameters: list, by: str, counted: str) -> list:
    """Sums by some columns, and how awards are counted among them, in one order."""
    return (
        build.query(
            f"SELECT {by}, sum(usd) AS usd, sum(actions)::BIGINT AS actions, {counted} AS awards "
            f"FROM ({sql}) GROUP BY {by} ORDER BY ALL",
            parameters,
        )
        .astype(str)
        .values.tolist()
    )


@pytest.mark.parametrize("rule_set", names())
def test_cells_are_the_sums_of_the_awards_one_by_one(held, sample, rule_set):
    not_empty = 0
    for build_of in (held, sample):
        for choice in CHOICES:
            chosen = replace(choice, rule_set=rule_set)
            cells, awards = cells_of(build_of, chosen), bought_of(build_of, chosen)
            by = "component, class, headline, in_rates"
            ours = summed(build_of, cells.sql, cells.parameters, by, "sum(awards)::BIGINT")
            assert ours == summed(build_of, awards.sql, awards.parameters, by, "count(*)"), chosen
            years = bought_of(build_of, chosen, by_year=True)
            ours = summed(build_of, cells.sql, cells.parameters, KEYS, "sum(award_years)::BIGINT")
            assert ours == summed(build_of, years.sql, years.parameters, KEYS, "count(*)"), chosen
            not_empty += bool(ours)
    assert not_empty > len(CHOICES)


@pytest.mark.parametrize(
    "told_by",
    [
        {"recipient_name": "EXAMPLE LENSES, INC."},
        {"recipient_name": ["EXAMPLE OPTICS LLC", NOT_STATED]},
        {"psc_family": ["IT services", "R4"]},
        {"psc_family": NOT_STATED},
        {"counted_under": NOT_STATED, "component": "7012"},
        {"vendor": NOT_STATED},
    ],
)
def test_cells_of_what_figures_are_told_by_are_the_sums_of_its_awards(held, told_by):
    for choice in CHOICES[::3]:
        chosen = replace(choice, **told_by)
        cells, awards = cells_of(held, chosen), bought_of(held, chosen)
        by = "component, class, headline, in_rates"
        ours = summed(held, cells.sql, cells.parameters, by, "sum(awards)::BIGINT")
        assert ours == summed(held, awards.sql, awards.parameters, by, "count(*)"), chosen
    whole = replace(Selection(), **told_by)
    assert 0 < queries.totals(held, whole)["awards"] < queries.totals(held)["awards"]


def test_an_award_with_mistyped_days_is_one_award(held):
    early = Selection(until="0100-01-01")
    counted = held.query(
        "SELECT count(DISTINCT award_key) AS n, count(*) AS actions FROM actions "
        "WHERE action_date <= DATE '0100-01-01'"
    )
    assert counted["actions"][0] > counted["n"][0] > 0
    assert queries.totals(held, early)["awards"] == counted["n"][0]


def test_of_many_views_the_last_are_kept_and_the_first_is_summed_anew(sample):
    first = cells_of(sample, Selection("ICE"))
    usd = "SELECT sum(usd) AS usd FROM ({})"
    before = sample.query(usd.format(first.sql), first.parameters)["usd"][0]
    for year in range(2008, 2009 + MOST_PARTS):
        cells_of(sample, Selection("ICE", fiscal_years=year))
    again = cells_of(sample, Selection("ICE"))
    assert again == first
    assert sample.query(usd.format(again.sql), again.parameters)["usd"][0] == before


def test_the_recipe_of_a_view_names_its_sums_in_words(sample):
    text = queries.years(sample, Selection("ICE")).attrs["sql"]
    assert "CREATE OR REPLACE VIEW sums_of_view AS" in text
    assert "part_" not in text
