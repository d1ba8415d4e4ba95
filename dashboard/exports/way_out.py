"""Way out: the record of one way to take something from a view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.published.build import Build
from dashboard.exports.sheet import Sheet

ROWS, CHART, ADDRESS, FOLD = "rows", "chart", "address", "fold"
"""Where a way stands in the bar: in the line of each set of rows, of the chart, of the address, or
behind a heading of its own below."""


@dataclass(frozen=True)
class Taken:
    """What is taken: of one part of a page.

    `address`: shows it again. `chart`: the name of its chart; empty where it has none. `cites`:
    its figures in words. `frames`: its rows, each with its SQL. `rows`: the name of the rows with
    their filters, such as `growth?component=ICE`, for a way of the place `ROWS`.
    """

    build: Build
    address: str
    cites: str
    frames: Sequence[pd.DataFrame] = ()
    chart: str = ""
    rows: str = ""


@dataclass(frozen=True)
class WayOut:
    """One way: its name, its place in the bar and what stands there.

    `offer` gives an element, or None where there is nothing to take. `make`: the bytes of a file
    of rows, whose ending is `name` and whose type is `media`.
    """

    name: str
    order: int
    place: str
    offer: Callable[[Taken], Any]
    make: Callable[[Sheet, Build], bytes] | None = None
    media: str = ""
