"""`fetch search`: awards by words, vendor, codes, number or component."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fetch import console, fiscal, sources
from fetch.cli.award import ENDED, end
from fetch.cli.years import fiscal_years
from fetch.console import AsJson
from fetch.errors import InputError
from fetch.settings import AGENCY, Settings

if TYPE_CHECKING:
    from fetch.usaspending.query import Query

Words = Annotated[list[str] | None, typer.Option(help="Repeatable: alternatives.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="YYYY-MM-DD.")]


def search(  # noqa: PLR0913, PLR0917 - a command has as many options as it has
    keyword: Words = None,
    recipient: Words = None,
    psc: Words = None,
    naics: Words = None,
    award_id: Words = None,
    agency: Annotated[str, typer.Option(help="Code of the agency that signs. Default: all.")] = "",
    component: Annotated[str, typer.Option(help="ICE, 7012, or the service's name for it.")] = "",
    years: Annotated[
        str, typer.Option(help="Fiscal years: 2024, or 2019-2026. Default: from 2008.")
    ] = "",
    since: Day = None,
    until: Day = None,
    kind: Annotated[str, typer.Option(help="contracts, idvs or both.")] = "both",
    sort: Annotated[str, typer.Option(help="Award ID, Award Amount or a date.")] = "Award ID",
    order: Annotated[str, typer.Option(help="asc or desc.")] = "asc",
    take: Annotated[bool, typer.Option(help="Also fetch each award: see award.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find awards by words, vendor, codes, number or component."""
    from fetch.usaspending import query
    from fetch.usaspending.search.search import search as find

    if kind not in (*query.KINDS, "both"):
        raise typer.BadParameter(f"{kind}: write contracts, idvs or both")
    question = query.Query(
        _span(years, since, until),
        tuple(query.KINDS) if kind == "both" else (kind,),
        tuple(keyword or ()),
        tuple(recipient or ()),
        tuple(psc or ()),
        tuple(naics or ()),
        tuple(award_id or ()),
        agency or (AGENCY if component else ""),
        component,
        sort,
        order,
    )
    _require_sound(question)
    sources.load()
    with console.progress(ENDED) as announce:
        report = find(Settings(), question, announce, console.say, take=take)
    if not as_json:
        _print_awards(report)
    end(report, as_json)


def _require_sound(question: Query) -> None:
    if not (question.agency or question.keywords or question.recipients or question.has_codes):
        raise typer.BadParameter("every award there is: give a word, a vendor, a code or an agency")
    try:
        question.require_sound()
    except InputError as error:
        raise typer.BadParameter(str(error)) from None


def _span(years: str, since: datetime | None, until: datetime | None) -> fiscal.DateSpan:
    """The days meant; from the first to the last fiscal year where none is given."""
    meant = fiscal_years(years, None)
    first: date = since.date() if since else fiscal.span(meant[0]).start
    last: date = until.date() if until else fiscal.span(meant[-1]).end
    return fiscal.DateSpan(first, last)


def _print_awards(report: dict[str, Any]) -> None:
    console.table(
        ("Number", "Signed", ("Obligated", "right"), "Vendor", "Key"),
        [
            (
                award["piid"],
                award["base_date"] or "no date",
                _dollars(award["obligated_usd"]),
                award["recipient_name"] or "not named",
                award["award_key"],
            )
            for award in report["found"]
        ],
    )
    for kind, number in report["counted"].items():
        console.answer(f"{number:,} {kind}")


def _dollars(amount: str | None) -> str:
    return "not stated" if amount is None else f"${Decimal(amount):,.2f}"
