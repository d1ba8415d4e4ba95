"""Caveats: gaps and traps of these records, each with its size in the build at hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import rules
from analysis.published.build import Build
from analysis.serialise import rows

FILE = "caveats.csv"
EACH = """
    SELECT {place} AS place, '{of}' AS counted, count(*) FILTER ({holds}) AS found,
        count(*) AS whole, sum(obligated_usd) FILTER ({holds}) AS obligated_usd
    FROM {of}
"""


def caveats(build: Build) -> pd.DataFrame:
    """A caveat's size is the number of awards or actions it holds for, out of all that are held,
    and what is obligated on them.

    In: a build. Out: one row a row of `rules/caveats.csv`, by its `place`: `caveat`, `counted`
    (awards or actions), `found`, `whole`, `share` (0 to 1; missing where nothing is held),
    `obligated_usd` (net; missing where none states it), `so` (what it does to a figure) and
    `because`.
    """
    book = rules.rows(FILE)
    # the conditions are SQL of our own table, never of a reader
    parts = [EACH.format(place=place, **row) for place, row in enumerate(book)]
    frame = build.query(" UNION ALL ".join(parts) + " ORDER BY place")
    frame["share"] = frame["found"] / frame["whole"].where(frame["whole"] > 0)
    for name in ("caveat", "so", "because"):
        frame[name] = [book[place][name] for place in frame["place"]]
    return frame


def document(build: Build) -> dict[str, Any]:
    """Every caveat with its size, as JSON has it."""
    frame = caveats(build)
    return {
        "caveats": rows(frame),
        **build.provenance,
        "sql": frame.attrs["sql"],
    }
