"""A ceiling that may be an error is cut where it breaks the scale, and only there."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from dashboard.charts import growth

MILLION = 1_000_000


def drawn(*ceilings: tuple[int, str | None]) -> tuple[str, float]:
    """Title of the chart of awards with these ceilings and marks, and its longest line."""
    rows = [
        {
            "piid": f"70TEST24C{number:08}",
            "recipient_name": "FICTIONAL EXAMPLE, INC.",
            "initial_ceiling_usd": Decimal(MILLION),
            "ceiling_usd": Decimal(millions * MILLION),
            "competition_group": "competed",
            "ceiling_changes_missing": 0,
            "marks": marks,
            "address": "",
        }
        for number, (millions, marks) in enumerate(ceilings)
    ]
    figure = growth.dumbbells(pd.DataFrame(rows), "made up")
    lines = [trace for trace in figure.data if trace.get("mode") == "lines"]
    return str(figure.layout["title"]), max(float(line["x"][1]) for line in lines)


@pytest.mark.parametrize("marks", ["JUMP_250_MILLION", None])
def test_one_marked_ceiling_among_usual_ones_is_cut(marks):
    title, longest = drawn((10, None), (12, None), (900, marks))
    assert ("cut" in title) == bool(marks)
    assert longest == (24 if marks else 900)


def test_where_most_rows_would_be_cut_none_is():
    title, longest = drawn((10, None), (800, "JUMP_250_MILLION"), (900, "JUMP_250_MILLION"))
    assert "cut" not in title
    assert longest == 900
