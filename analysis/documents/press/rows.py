"""Exports of a fact check: the nearest sums, and the table of known figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from analysis.published.build import Build

NEAREST = (
    "usd",
    "differs_by_usd",
    "definition",
    "first_action_date",
    "last_action_date",
    "awards",
    "actions",
    "asked",
    "within",
)


def nearest(answer: Mapping[str, Any]) -> pd.DataFrame:
    """The nearest sums of an answer of `press.check`, the amount as `sum_usd`.

    `attrs["sql"]` finds all that were compared.
    """
    frame = pd.DataFrame([{name: row[name] for name in NEAREST} for row in answer["nearest"]])
    if not len(frame):
        frame = pd.DataFrame(columns=list(NEAREST))
    for column in ("usd", "differs_by_usd"):
        stated = [None if text is None else Decimal(text) for text in frame[column]]
        frame[column] = pd.Series(stated, dtype="object", index=frame.index)
    frame = frame.rename(columns={"usd": "sum_usd"})
    frame.attrs["sql"] = "\n\n".join(answer["sql"].values())
    return frame


def known(build: Build) -> pd.DataFrame:
    """The published table of known figures, each held against this build."""
    return build.query(
        "SELECT figure, says, usd AS figure_usd, verdict, nearest_usd, differs_by_usd, definition, "
        "published, basis, source, because FROM press_figures ORDER BY figure"
    )
