"""Small frames in the shape of a published build, about firms that do not exist."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd


def usd(text: str | None) -> Decimal | None:
    """Dollars, or a figure that is not stated."""
    return None if text is None else Decimal(text)


def years(*rows: tuple[int, str, str]) -> pd.DataFrame:
    """Obligations by fiscal year and competition group."""
    return pd.DataFrame(
        [
            {
                "fiscal_year": year,
                "competition_group": group,
                "obligated_usd": usd(obligated),
                "awards": 1,
                "actions": 2,
            }
            for year, group, obligated in rows
        ]
    )


def shares(*rows: tuple[int, float | None, float | None]) -> pd.DataFrame:
    """Shares not competed by fiscal year: the least and the most that they can be."""
    return pd.DataFrame(rows, columns=["fiscal_year", "not_competed_low", "not_competed_high"])


def action(number: str, day: str, bucket: str | None, **cells: Any) -> dict[str, Any]:
    """One action; its sums are given in order of the words `obligated` and `ceiling`."""
    return {
        "modification_number": number,
        "is_base": bucket == "initial",
        "action_date": dt.date.fromisoformat(day),
        "action_type": None if bucket is None else f"type of {bucket}",
        "growth_bucket": bucket,
        "obligated_usd": usd(cells.get("obligated", "0.00")),
        "ceiling_change_usd": usd(cells.get("change", "0.00")),
        "cumulative_obligated_usd": usd(cells.get("obligated_so_far", "1000000.00")),
        "cumulative_ceiling_usd": usd(cells.get("ceiling_so_far", "5000000.00")),
        "description": cells.get("description"),
        "label": cells.get("label"),
        "basis": cells.get("basis", "an invented list"),
        "as_of": dt.date(2024, 6, 1),
        "not_in_copy": None,
        "marks": None,
    }


def actions(*rows: dict[str, Any]) -> pd.DataFrame:
    """The actions of one award in order."""
    frame = pd.DataFrame(list(rows)).astype({"cumulative_ceiling_usd": object})
    return frame.assign(order_in_award=range(len(frame)))


UNSTATED = {"change": None, "ceiling_so_far": None}
