"""The commands over money through time."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from analysis.text import Component, usd
from fetch import console
from fetch.console import AsJson

Constant = Annotated[
    int | None, typer.Option(metavar="FY", help="In constant dollars of this fiscal year.")
]

AMOUNTS = ("obligated", "given", "taken_back")


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    app.command(epilog="Example: python -m analysis money --component ICE --constant 2025")(money)
    app.command(
        epilog="Example: python -m analysis compare --first 2021-01-20 --second 2025-01-20"
    )(compare)


def money(
    by: Annotated[str, typer.Option(help="fiscal_year or month.")] = "fiscal_year",
    component: Component = None,
    constant: Constant = None,
    same_months: Annotated[
        bool, typer.Option(help="Of each year only the months that are over in the latest.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Obligations given, taken back and net, through time; nominal unless --constant."""
    from analysis.documents.money import money_document
    from analysis.published.build import current

    document = money_document(current(), by, component, constant, same_months)
    if as_json:
        console.document(document)
        return
    _say_rows(document["rows"], by)
    if cut := document["same_months"]:
        console.say(f"of each fiscal year {cut['from']} to {cut['to']}: {cut['months']} months")
    _say_to_come(document["still_to_come"], "the latest month that is over")
    _say_dollars(document)


def compare(
    first: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="First day of one span.")],
    second: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="First day of the other.")],
    months: Annotated[int | None, typer.Option(min=1, help="At most so many months.")] = None,
    component: Component = None,
    constant: Constant = None,
    as_json: AsJson = False,
) -> None:
    """Two spans of equal length, such as two administrations, as many whole months each."""
    from analysis.documents.money import compare_document
    from analysis.published.build import current

    document = compare_document(current(), first, second, months, component, constant)
    if as_json:
        console.document(document)
        return
    _say_spans(document)
    _say_to_come(document["still_to_come"], "the last month of the second span")
    _say_dollars(document)


def _say_spans(document: dict[str, Any]) -> None:
    for span in document["spans"]:
        sys.stdout.write(f"{span['from']} to {span['to']}, {span['days']:,} days\n")
    _say_rows(document["spans"], "from")
    cut = (document["asked_months"] or document["months"]) > document["months"]
    console.say(
        f"{document['months']} whole months each"
        f"{': no more fit before the second, or before the records end' if cut else ''}"
    )
    if (document["records_begin"] or "") > document["spans"][0]["from"]:
        console.say(f"the records held begin on {document['records_begin']}")


def _say_rows(found: list[dict[str, Any]], name: str) -> None:
    for row in found:
        net, given, taken_back = (usd(row[f"{what}_usd"], "not known") for what in AMOUNTS)
        sys.stdout.write(
            f"{_period(row[name]):>10}  net {net:>22}  given {given:>22}  "
            f"taken back {taken_back:>20}  "
            f"{row['actions']:>8,} actions{_remarks(row)}\n"
        )


def _period(value: int | str) -> str:
    """A fiscal year, a month or a day: a month is written without its first day."""
    return str(value).removesuffix("-01") if isinstance(value, str) else f"FY{value}"


def _remarks(row: dict[str, Any]) -> str:
    """What a row leaves out."""
    said = [] if row.get("over", True) else ["not over"]
    if row["obligations_missing"]:
        said.append(f"{row['obligations_missing']:,} state no obligation")
    if row.get("share_left_out"):
        said.append(f"{_share(row['share_left_out'])} left out: months without an index")
    return f"  ({'; '.join(said)})" if said else ""


def _say_to_come(told: dict[str, Any], month: str) -> None:
    if told["missing_because"]:
        console.say(f"how much of {month} is still to come is not known: {told['missing_because']}")
        return
    actions, given = told["share_of_actions"], told["share_of_given"]
    console.say(
        f"{told['days_after_month']} days after a month ended, {_share(actions)} of its actions "
        f"and {_share(given)} of the dollars given were usually still to come"
    )


def _say_dollars(document: dict[str, Any]) -> None:
    told = document["dollars"]
    if told["kind"] == "nominal":
        console.say(f"nominal dollars; as of {document['as_of']}")
        return
    gaps = ", ".join(told["months_without_index"])
    console.say(
        f"constant dollars of FY{told['fiscal_year']} by {told['series']}, held up to "
        f"{told['index_through']}{f', without {gaps}' if gaps else ''}; as of {document['as_of']}"
    )


def _share(part: float | None) -> str:
    if part is None:
        return "a share not known"
    return "under 0.1%" if 0 < part < 0.001 else f"{part:.1%}"
