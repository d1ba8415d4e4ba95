"""SQL: the queries behind figures, for anyone with the published files."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.published.build import Build
from dashboard.exports.way_out import FOLD, Taken, WayOut
from dashboard.html import elements
from dashboard.html.elements import Element


def sql(taken: Taken) -> Any:
    """The SQL of the rows taken; None where no question made them."""
    return recipes(taken.build, *taken.frames) if taken.frames else None


def recipes(build: Build, *frames: pd.DataFrame) -> Element:
    """The SQL behind figures, for anyone who has the published files."""
    says = (
        "Runs in DuckDB, in the folder of the published files "
        f"(data/published/{build.build_id}), and gives the figures shown here."
    )
    texts = [elements.Pre(elements.Code(frame.attrs["sql"]), tabIndex="0") for frame in frames]
    summary = elements.Summary("The SQL behind these figures")
    return elements.plain(elements.Details([summary, elements.P(says), *texts], className="recipe"))


WAYS = (WayOut("sql", 50, FOLD, sql),)
