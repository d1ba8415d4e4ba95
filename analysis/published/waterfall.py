"""Waterfall from the first ceiling of an award to the present one, by kind of action."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from analysis import rules
from analysis.published.build import Build

INITIAL, UNTYPED, NOW = "initial", "untyped", "now"
BEFORE_OTHERS = (INITIAL, "option", "new work", "in-scope", "change order")
"""First bars; the others follow in the order of the table of buckets."""


def order() -> tuple[str, ...]:
    """Kinds of action in the order of the bars."""
    named = (row["bucket"] for row in rules.rows("growth_buckets.csv"))
    return tuple(dict.fromkeys((*BEFORE_OTHERS, *named, UNTYPED)))


def waterfall(build: Build, award_key: str) -> pd.DataFrame:
    """The first ceiling of an award, the parts of its net growth by growth bucket, and the ceiling
    now: one row a bar, from the first to the last. Nothing where no first ceiling is stated.

    Out: `bucket` (`initial`, then those of the rules, `untyped` where the record states no type,
    `now`), `ceiling_change_usd` (missing where no action of the bucket states its change),
    `from_usd` and `to_usd`, `actions`, and `unstated`, those of them that state no change. A
    bucket whose change is missing leaves the ceiling where it is stated to be.
    """
    # untyped changes are a bar of their own, so that the bars add up to the ceiling
    frame = build.query(
        "SELECT coalesce(growth_bucket, 'untyped') AS bucket, "
        "sum(ceiling_change_usd) AS ceiling_change_usd, count(*) AS actions, "
        "count(*) FILTER (ceiling_change_usd IS NULL) AS unstated "
        "FROM actions WHERE award_key = ? GROUP BY 1",
        [award_key],
    )
    place = {name: number for number, name in enumerate(order())}
    table = frame.sort_values("bucket", key=lambda names: names.map(place)).reset_index(drop=True)
    made = _whole(table) if _is_stated(table) else table.head(0)
    made.attrs["sql"] = frame.attrs["sql"]
    return made


def _is_stated(table: pd.DataFrame) -> bool:
    base = table[table["bucket"] == INITIAL]
    return len(base) == 1 and not base["unstated"].iloc[0]


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """With where each bar begins and ends, and the ceiling now as the last."""
    now, bars = Decimal(0), []
    for row in table.to_dict("records"):
        begun, change = now, row["ceiling_change_usd"]
        now += Decimal(0) if pd.isna(change) else change
        bars.append({**row, "from_usd": begun, "to_usd": now})
    last = {
        "bucket": NOW,
        "ceiling_change_usd": now,
        "from_usd": Decimal(0),
        "to_usd": now,
        "actions": table["actions"].sum(),
        "unstated": table["unstated"].sum(),
    }
    return pd.DataFrame([*bars, last])
