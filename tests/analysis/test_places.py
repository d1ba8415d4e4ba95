"""Obligations by place: each action counts once where the work is, once where the vendor is."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import ibis
import pandas as pd
import pytest

from analysis.measures import places
from analysis.measures.growth import by_action
from analysis.publish.run import build
from analysis.published import build as published_build
from analysis.published import place_queries, queries
from analysis.published.selection import Selection, of_award_years
from fetch.errors import InputError, WrongChoice
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from tests import sample_size
from tests.builders import action, csv_file, transactions

COLUMNS = places.SIDES["performance"]
FEW = (
    ("0", ("USA", "VA", "VA-08"), "2023-11-01", "10.01"),
    ("P00001", ("USA", "VA", "VA-90"), "2023-11-02", ""),
    ("P00002", ("USA", "TX", ""), "2024-11-01", "-3.00"),
    ("P00003", ("DEU", "BE", ""), "2024-11-02", "2.00"),
    ("P00004", ("", "", ""), "2024-11-03", "0.50"),
    ("P00005", ("PRI", "", "PR-98"), "2024-11-04", "0.49"),
)


def at(*place: str, **cells: str) -> dict[str, str]:
    """Cells of an action whose work is done in a country, state and district."""
    return {**dict(zip(COLUMNS, place, strict=True)), **cells}


def told(*actions: dict[str, str]) -> list[dict]:
    """The rows of the measure over made-up actions."""
    table = by_action.by_action(transactions(actions))
    keys = sorted({row["contract_award_unique_key"] for row in actions})
    awards = ibis.memtable(
        {"award_key": keys, "rates_class": ["UNKNOWN"] * len(keys), "technology": [""] * len(keys)}
    )
    frame = places.places(table, awards).order_by(places.PLACE)
    return ibis.duckdb.connect().to_pyarrow(frame).to_pylist()


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Settings:
    """A build over one made-up award that worked in several places, and its vendor in one."""
    settings = Settings(data=tmp_path_factory.mktemp("places") / "data")
    rows = [
        action(
            mod=mod,
            action_date=day,
            federal_action_obligation=usd,
            recipient_country_code="USA",
            recipient_state_code="NY",
            **at(*where),
        )
        for mod, where, day, usd in FEW
    ]
    import_paths(settings, [csv_file(settings.data.parent / "made_up.csv", rows)])
    build(settings)
    return settings


@pytest.fixture(scope="module")
def made(place: Settings) -> published_build.Build:
    return published_build.current(place)


def obligated(made: published_build.Build, by: str = "state", side: str = "performance") -> dict:
    frame = place_queries.ranked(made, side, by)
    return dict(zip(frame["at"], frame["obligated_usd"], strict=True))


def test_each_action_counts_where_its_own_record_says_the_work_is(made):
    assert obligated(made) == {
        "VA": Decimal("10.01"),
        "abroad": Decimal("2.00"),
        "not-stated": Decimal("0.50"),
        "PR": Decimal("0.49"),
        "TX": Decimal("-3.00"),
    }


def test_the_sides_are_kept_apart_and_each_comes_to_all_that_is_obligated(made):
    assert sum(obligated(made).values()) == queries.totals(made)["obligated_usd"]
    assert obligated(made, side="vendor") == {"NY": Decimal("10.00")}


@pytest.mark.parametrize("by", place_queries.BY)
def test_a_ranking_comes_to_the_totals_of_its_side(made, by):
    for side in place_queries.SIDES:
        whole = place_queries.whole(place_queries.ranked(made, side, by))
        assert whole.items() <= place_queries.totals(made, side).items()


def test_an_obligation_that_is_not_stated_is_missing_and_not_zero(made):
    frame = place_queries.ranked(made, "performance", "district").set_index("at")
    assert pd.isna(frame["obligated_usd"]["VA-90"])
    assert frame["obligations_missing"]["VA-90"] == 1
    assert frame["obligated_usd"]["VA-08"] == Decimal("10.01")


def test_a_share_is_missing_where_money_taken_back_makes_it_no_part(made):
    frame = place_queries.ranked(made, "performance", "state").set_index("at")
    assert frame["share_of_all"]["abroad"] == pytest.approx(0.2)
    assert frame["share_of_all"][["VA", "TX"]].isna().all()


def test_places_follow_component_class_year_and_technology(made):
    wanted = of_award_years(Selection("ICE", fiscal_years=[2024]))
    assert list(place_queries.ranked(made, "performance", "state", wanted)["at"]) == ["VA"]
    other = of_award_years(Selection("CBP"))
    assert len(place_queries.ranked(made, "performance", "state", other)) == 0
    assert place_queries.totals(made, "performance", other)["actions"] == 0


@pytest.mark.parametrize(
    ("named", "actions"),
    [("VA", 2), ("VA-08", 1), ("TX-not-stated", 1), ("abroad", 1), ("not-stated", 1), ("pr-98", 1)],
)
def test_a_place_leads_to_its_awards_with_what_was_obligated_there(made, named, actions):
    [row] = place_queries.awards_at(made, "performance", named).to_dict("records")
    assert row["actions_there"] == actions
    assert row["obligated_usd"] == Decimal("10.00")


@pytest.mark.parametrize(
    ("state", "seat", "named", "says"),
    [
        ("VA", "VA-08", "VA-08", "Virginia, district 8"),
        ("va ", "08", "VA-08", "Virginia, district 8"),
        ("WY", "WY-00", "WY-00", "Wyoming, the whole state: it has one seat"),
        ("TX", "90", "TX-90", "Texas, more than one district"),
        ("DC", "DC-98", "DC-98", "District of Columbia, a delegate who does not vote"),
        ("VA", "", "VA-not-stated", "Virginia, district not stated"),
        ("VA", "MD-05", "VA-not-stated", "Virginia, district not stated"),
        ("VA", "ZZ", "VA-not-stated", "Virginia, district not stated"),
        ("QQ", "01", "QQ-01", "QQ, a code in no list held, district 1"),
    ],
)
def test_a_district_is_of_its_state_and_said_in_words(state, seat, named, says):
    row = next(row for row in told(action(**at("USA", state, seat))) if row["state"])
    assert place_queries.at(row, "district") == named
    assert place_queries.name(row, "district") == says


@pytest.mark.parametrize(
    ("country", "state", "where"),
    [
        ("PRI", "", ("state", "PR")),
        ("", "VA", ("state", "VA")),
        ("USA", "", ("not stated", None)),
        ("", "", ("not stated", None)),
        ("CAN", "VA", ("abroad", None)),
    ],
)
def test_the_country_decides_first_and_a_territory_is_not_abroad(country, state, where):
    [row] = [row for row in told(action(**at(country, state, ""))) if row["side"] == "performance"]
    assert (row["place"], row["state"]) == where


@pytest.mark.parametrize(("side", "by"), [("seller", "state"), ("vendor", "county")])
def test_a_side_or_place_that_there_is_not_is_refused(made, side, by):
    with pytest.raises(WrongChoice, match="there are: "):
        place_queries.ranked(made, side, by)


@pytest.mark.parametrize("words", ["!", "abroad-1", "VA-1", "VA-²²", "VA-081", "-"])
def test_words_that_name_no_place_are_refused(made, words):
    with pytest.raises(InputError, match="names no place"):
        place_queries.awards_at(made, "vendor", words)


def test_a_district_of_no_list_is_told_as_it_is_written():
    assert place_queries.named("VA-XX") == "Virginia, district XX"
    assert place_queries.named("VA-08") == "Virginia, district 8"


@pytest.mark.parametrize("side", place_queries.SIDES)
def test_places_of_the_sample_are_those_its_rows_state_and_none_is_invented(sample, side):
    country, state, _ = places.SIDES[side]
    assert {row[country] for row in sample_size.rows()} <= {"USA", "", "CAN", "ISL"}
    stated: dict[str, list[str]] = {}
    for row in sample_size.rows():
        where = "abroad" if row[country] in ("CAN", "ISL") else row[state] or "not-stated"
        stated.setdefault(where, []).append(row["federal_action_obligation"])
    ranked = place_queries.ranked(sample, side, "state").set_index("at")
    assert ranked["actions"].to_dict() == {where: len(usd) for where, usd in stated.items()}
    assert ranked["obligated_usd"].to_dict() == {
        where: sum(Decimal(each) for each in usd if each) for where, usd in stated.items()
    }


def test_the_command_says_what_the_build_holds(made, place, command, settings):
    settings.data.symlink_to(place.data)
    told = command("analysis", "places", "--json").json()
    assert (told["obligated_usd"], told["actions"], told["unstated_actions"]) == ("10.00", 6, 1)
    listed = command("analysis", "places", "--by", "district", "--csv")
    rows = {row["at"]: row["obligated_usd"] for row in csv.DictReader(io.StringIO(listed.out))}
    assert (rows["VA-08"], rows["VA-90"]) == ("10.01", "")
    assert command("analysis", "places", "--json", "--csv").code == 2
    assert "$10.01" in command("analysis", "places").out
