"""Are the plain tables those of a build? Row for row, money to the cent."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.benchmarks.plain.mentions import unlimited

KEYS = {
    "actions": ["transaction_key"],
    "awards": ["award_key"],
    "growth": ["award_key"],
    "peers": ["award_key"],
    "award_years": ["award_key", "fiscal_year"],
    "award_months": ["award_key", "month"],
    "places": [
        "side",
        "place",
        "country_code",
        "state",
        "district",
        "award_key",
        "fiscal_year",
        "component_code",
    ],
    "cohorts": ["start_fiscal_year", "years_after", "competition_group", "what"],
    "rule_set_differences": ["rule_set", "default_class", "other_class"],
    "mentions": ["transaction_key", "rule"],
    "vehicle_orders": ["vehicle_key", "competition_class", "competition_group"],
}
PUBLISHED_AS = {"peers": "growth"}
CLOSE = 1e-9
"""Ratios are floating, and a median between two neighbours rounds its last signs otherwise."""


def differences(plain: Path, build: Path) -> list[str]:
    """A line for each table and column that is not the same in both; none where all are."""
    found = []
    with duckdb.connect() as engine:
        engine.execute("SET memory_limit = '4GB'")
        for name, keys in KEYS.items():
            ours = f"'{build / PUBLISHED_AS.get(name, name)}.parquet'"
            if name == "mentions":
                ours = f"(FROM {ours} WHERE rule IN {tuple(unlimited())})"
            found += _differing(engine, name, keys, f"'{plain / name}.parquet'", ours)
    return found


def _differing(
    engine: duckdb.DuckDBPyConnection, name: str, keys: list[str], theirs: str, ours: str
) -> list[str]:
    types = dict(
        engine.execute(
            f"SELECT name, type FROM (DESCRIBE {ours}) t(name, type, a, b, c, d)"
        ).fetchall()
    )
    columns = [
        row[0] for row in engine.execute(f"DESCRIBE {theirs}").fetchall() if row[0] not in keys
    ]
    on = " AND ".join(f'a."{key}" IS NOT DISTINCT FROM b."{key}"' for key in keys)
    tests = [f"count(*) FILTER ({_apart(column, types[column])})" for column in columns]
    alone = f'count(*) FILTER (a."{keys[0]}" IS NULL OR b."{keys[0]}" IS NULL)'
    query = f"SELECT {', '.join([alone, *tests])} FROM {theirs} a FULL JOIN {ours} b ON {on}"
    counts = engine.execute(query).fetchone() or ()
    return [
        f"{name}.{what}: {count:,} rows differ"
        for what, count in zip(["(rows)", *columns], counts, strict=True)
        if count
    ]


def _apart(column: str, kind: str) -> str:
    one, other = f'a."{column}"::{kind}', f'b."{column}"'
    if kind != "DOUBLE":
        return f"{one} IS DISTINCT FROM {other}"
    far = f"abs({one} - {other}) > {CLOSE} * greatest(1, abs({other}))"
    return f"({one} IS NULL) <> ({other} IS NULL) OR {far}"
