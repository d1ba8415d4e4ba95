"""DHS means DHS: what others sign stands apart, whoever pays for it."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import product

import duckdb
import ibis
import pandas as pd
import pytest

from analysis.published import coverage
from analysis.published.build import current
from dashboard.app import page_for
from dashboard.published_data import PublishedData
from fetch import signing
from fetch.errors import InputError, NothingHeld
from fetch.settings import Settings
from tests.analysis.built import built
from tests.builders import action
from tests.commands import run
from tests.dashboard.elements import said


def of(piid: str, signer: str, payer: str, amount: str, **cells: str) -> dict[str, str]:
    """An action signed by one agency and paid for by another; each a department and an office."""
    return action(
        piid,
        awarding_agency_code=signer[:3],
        awarding_sub_agency_code=signer[4:],
        awarding_agency_name=f"Department {signer[:3]}",
        funding_agency_code=payer[:3],
        funding_sub_agency_code=payer[4:],
        federal_action_obligation=amount,
        **cells,
    )


ROWS = [
    of("70TEST24C00000001", "070 7012", "070 7012", "20000.00"),
    # a short file: no department, and the component tells it
    {**of("70TEST24C00000002", "070 7012", "070 7012", "5.00"), "awarding_agency_code": ""},
    of("47TEST24F00000001", "047 4732", "070 7022", "3000000.00"),
    of("47TEST24F00000001", "047 4732", "047 4732", "1.25", mod="P00001"),
    of("97TEST24C00000001", "097 2100", "097 2100", "500000000.00"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Settings:
    return built(tmp_path_factory.mktemp("elsewhere"), ROWS)


def test_every_sum_of_dhs_holds_what_dhs_signs_alone(place):
    held = current(place)
    assert held.manifest["obligated_usd"] == "20005.00"
    for table in ("awards", "actions", "award_months", "award_years"):
        [(total,)] = held.query(f"SELECT sum(obligated_usd) FROM {table}").to_numpy().tolist()
        assert Decimal(str(total)) == Decimal("20005.00"), table
    spoken = json.loads(run("analysis", "money", "--json", data=place.data).out)
    assert "20005.00" in json.dumps(spoken)
    assert "500000000" not in json.dumps(spoken.get("rows", spoken))


def test_what_else_is_held_is_told_apart_wherever_a_figure_goes(place):
    line = coverage.line(current(place))
    assert line.startswith("Held: 2 actions of 2 awards; ")
    assert (
        "Also held, in no sum of DHS: 3 actions that others sign, $503,000,001.25, of which DHS "
        "pays for 1, $3,000,000.00." in line
    )


def test_one_can_ask_what_a_component_pays_for(place):
    found = json.loads(run("analysis", "paid", "--json", data=place.data).out)
    assert [(row["payer_code"], row["paid_usd"]) for row in found["payers"]] == [
        ("7022", "3000000.00")
    ]
    assert [row["paid_actions"] for row in found["awards"]] == [1, 0]
    assert found["awards"][1]["paid_usd"] is None
    assert found["signed_by_dhs_usd"] == "20005.00"
    of_ice = run("analysis", "paid", "--component", "ICE", data=place.data)
    assert "no award is held that others sign" in of_ice.err
    page = said(page_for(PublishedData(place), "/elsewhere", "")[0])
    assert "$3,000,000.00" in page
    assert "$500,000,000.00" in page


def test_an_award_of_others_is_said_to_be_held(place):
    with pytest.raises(InputError, match="held and signed by Department 097"):
        current(place).award("97TEST24C00000001")


def test_nothing_of_dhs_is_nothing_to_build(tmp_path):
    with pytest.raises(NothingHeld, match="no action is held that DHS signs"):
        built(tmp_path, ROWS[-1:])


def test_sql_and_ibis_tell_the_same_signer():
    codes = ("070", " 070", "047", "", None)
    components = ("7012", "70", "4732", "", None)
    rows = [
        {"awarding_agency_code": agency, "awarding_sub_agency_code": component}
        for agency, component in product(codes, components)
    ]
    table = ibis.memtable(rows)
    by_ibis = table.mutate(ours=signing.ibis(table)).execute()["ours"]
    with duckdb.connect() as connection:
        connection.register("told", ibis.memtable(rows).to_pyarrow())
        by_sql = connection.execute(f"SELECT {signing.sql()} FROM told").fetchall()
    known = [None if pd.isna(value) else bool(value) for value in by_ibis]
    assert known == [value for (value,) in by_sql]
    assert {True, False, None} == set(known)
