"""Output of obligations through time, for the commands `money` and `compare`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from analysis.cli.speech import say_held
from analysis.text import usd
from fetch import console

Constant = Annotated[
    int | None, typer.Option(metavar="FY", help="In constant dollars of this fiscal year.")
]
AMOUNTS = ("obligated", "given", "taken_back")


def say_rows(rows: list[dict[str, Any]], name: str, heading: str) -> None:
    """Obligations by period: net, given and taken back."""
    console.table(
        (
            heading,
            ("Net", "right"),
            ("Given", "right"),
            ("Taken back", "right"),
            ("Actions", "right"),
            "",
        ),
        [
            (
                _period(row[name]),
                *(usd(row[f"{what}_usd"], "not known") for what in AMOUNTS),
                f"{row['actions']:,}",
                _remarks(row),
            )
            for row in rows
        ],
    )


def _period(value: int | str) -> str:
    """A fiscal year, a month or a day: a month is written without its first day."""
    return str(value).removesuffix("-01") if isinstance(value, str) else f"FY{value}"


def _remarks(row: dict[str, Any]) -> str:
    """Remarks on gaps of a row."""
    remarks = [] if row.get("over", True) else ["not over"]
    if row["obligations_missing"]:
        remarks.append(f"{row['obligations_missing']:,} state no obligation")
    if row.get("share_left_out"):
        remarks.append(f"{_share(row['share_left_out'])} left out: months without an index")
    return "; ".join(remarks)


def say_to_come(share: dict[str, Any], month: str) -> None:
    """Usual share of a month still to come, or the reason without one; and what the rule says."""
    console.say(share["by_rule"])
    if share["missing_because"]:
        console.say(
            f"how much of {month} is still to come is not known: {share['missing_because']}"
        )
        return
    actions, given = share["share_of_actions"], share["share_of_given"]
    console.say(
        f"{share['days_after_month']} days after a month ended, {_share(actions)} of its actions "
        f"and {_share(given)} of the dollars given were usually still to come"
    )


def say_dollars(document: dict[str, Any]) -> None:
    """Kind of dollars, and the price index."""
    dollars = document["dollars"]
    if dollars["kind"] == "nominal":
        say_held(document, f"nominal dollars; as of {document['as_of']}")
        return
    gaps = ", ".join(dollars["months_without_index"])
    say_held(
        document,
        f"constant dollars of FY{dollars['fiscal_year']} by {dollars['series']}, held up to "
        f"{dollars['index_through']}{f', without {gaps}' if gaps else ''}; "
        f"as of {document['as_of']}",
    )


def _share(part: float | None) -> str:
    if part is None:
        return "a share not known"
    return "under 0.1%" if 0 < part < 0.001 else f"{part:.1%}"
