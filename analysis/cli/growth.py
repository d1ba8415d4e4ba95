"""`analysis growth`: ranking of awards by growth of the ceiling."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from analysis.cli.options import AsCsv, Class, Component, Top, one_format, write_csv
from analysis.documents import marks
from analysis.text import bought, usd
from fetch import console
from fetch.console import AsJson

FIELDS = (
    "award_key",
    "piid",
    "award_kind",
    "recipient_name",
    "component",
    "competition_class",
    "competition_rule",
    "first_action_date",
    "obligated_usd",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "flags",
    "marks",
    "look_first",
    "usaspending_url",
    "as_of",
)


def growth(
    component: Component = None,
    competition_class: Class = None,
    top: Top = 20,
    since: Annotated[str | None, typer.Option(help="Awards that began on or after a day.")] = None,
    as_json: AsJson = False,
    by: Annotated[str, typer.Option(help="Rank by another measure.")] = "ceiling_growth_usd",
    as_csv: AsCsv = False,
) -> None:
    """Rank awards by growth of the ceiling, surveillance first."""
    one_format(as_json, as_csv)
    from analysis.cli.held import current
    from analysis.published import coverage, queries
    from analysis.published.selection import Selection
    from analysis.serialise import rows

    held = current()
    frame = queries.growth(held, Selection(component, competition_class, since=since), top, by)
    fields = (*FIELDS, "ranked_by")
    awards = [
        {**row, "look_first": marks.says(row["marks"])}
        for row in rows(frame[[name for name in fields if name != "look_first"]])
    ]
    counts = {name: frame.attrs[name] for name in ("matching", "left_out", "not_grown")}
    if as_json:
        console.document({"awards": awards, "by": by, **counts, **held.provenance})
    elif as_csv:
        joined = [{**row, "look_first": " ".join(row["look_first"])} for row in awards]
        write_csv(joined, fields, coverage.line(held))
    else:
        _say(awards, by)
    console.say(
        f"of {counts['matching']:,} awards, {counts['not_grown']:,} did not grow as far as "
        "each is followed, and the growth of "
        f"{counts['left_out']:,} is not known; surveillance technology stands first; as of "
        f"{held.as_of}"
    )


def _say(awards: list[dict[str, Any]], by: str) -> None:
    console.table(
        (
            ("Growth" if by == "ceiling_growth_usd" else by, "right"),
            ("First ceiling", "right"),
            ("Ceiling now", "right"),
            "How bought",
            "Award",
            "Vendor",
            "Look first",
        ),
        [
            (
                _measured(row["ranked_by"], by),
                usd(row["initial_ceiling_usd"]),
                usd(row["ceiling_usd"]),
                bought(row),
                row["piid"],
                row["recipient_name"],
                " ".join(row["look_first"]),
            )
            for row in awards
        ],
    )


def _measured(value: Any, name: str) -> str:
    """Value in the format of its unit: dollars, whole days, or four decimals."""
    if name.endswith("_usd"):
        return usd(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}"
