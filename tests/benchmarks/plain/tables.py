"""The measures of the build, written plainly: award by award, a function a measure.

It is what `make bench` holds the build against: written as the definitions read, checked equal
to what is published, and not made quick by hand. It leaves out chains, arrivals and texts,
which the build has besides.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.publish.pipeline import READ
from tests.benchmarks.plain import actions as plain
from tests.benchmarks.plain import bought, measures, mentions, over_awards, places

OF_AN_ACTION = (
    "transaction_key",
    "fiscal_year",
    "order_in_award",
    "is_base",
    "growth_bucket",
    "obligated_usd",
    "ceiling_change_usd",
    "cumulative_obligated_usd",
    "cumulative_ceiling_usd",
)


def tables(export: Path) -> dict[str, pd.DataFrame]:
    """Every table by name."""
    columns = [*READ, "source"]
    held = plain.in_order(pd.read_parquet(export / "transactions", columns=columns))
    files = pd.read_parquet(export / "files", columns=["file_id", "columns_missing"])
    missing = dict(files.itertuples(index=False, name=None))
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    records, changes = {}, {}
    for actions in plain.of_awards(held):
        key = actions[0][plain.AWARD]
        lacks = [plain.lacks(action, missing) for action in actions]
        records[key] = bought.codes_of(actions, lacks)
        changes[key] = [[action[name] for name in over_awards.CHANGE] for action in actions]
        sums = measures.sums_of(actions)
        rows["awards"].append(sums)
        rows["growth"].append(measures.measures_of(actions, sums))
        for table, row in over_awards.by_time(actions):
            rows[table].append(row)
        rows["places"] += places.of_award(actions)
        rows["actions"] += [{name: action[name] for name in OF_AN_ACTION} for action in actions]
    vehicles = {key: record for key, record in records.items() if record["is_idv"]}
    for sums in rows["awards"]:
        sums.update(bought.bought(records[sums["award_key"]], vehicles))
    classes = {sums["award_key"]: sums["rates_class"] for sums in rows["awards"]}
    for row in rows["places"]:
        row["rates_class"] = classes[row["award_key"]]
    found = {name: pd.DataFrame(each) for name, each in rows.items()}
    awards = found["awards"]
    found["mentions"] = mentions.mentions(held)
    found["peers"] = over_awards.peers(awards)
    found["cohorts"] = over_awards.cohorts(changes, awards, over_awards.followed_until(held))
    found["rule_set_differences"] = over_awards.rule_set_differences(awards)
    found["vehicle_orders"] = over_awards.vehicle_orders(awards)
    return found


def write(export: Path, folder: Path) -> None:
    """Each table as a Parquet file in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables(export).items():
        table.to_parquet(folder / f"{name}.parquet")
