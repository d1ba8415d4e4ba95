"""The commands about single awards: award, search, and what tells whether they can be trusted."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import typer

from fetch import console, fiscal
from fetch.console import AsJson
from fetch.errors import InputError
from fetch.settings import AGENCY, Settings

Words = Annotated[list[str] | None, typer.Option(help="May be repeated: alternatives.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="YYYY-MM-DD.")]


ENDED = "nothing is lost; run it again"
"""None of these takes up a walk where it was: it is short, and must be of one moment."""


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    key = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
    app.command(epilog=f"Example: python -m fetch award {key}")(award)
    app.command(epilog="Example: python -m fetch search --keyword PALANTIR --component ICE")(search)
    app.command(epilog="Example: python -m fetch doctor")(doctor)


def award(
    keys: Annotated[
        list[str], typer.Argument(help="Award keys; or PIIDs of which one award is held.")
    ],
    as_json: AsJson = False,
) -> None:
    """Take single awards whole, and compare what is held with what the service says.

    Its actions, orders and sums; a difference is shown, not an error.
    """
    from fetch.usaspending.award.lookup import award as take

    with console.progress(ENDED) as announce:
        told = take(Settings(), keys, announce, console.say)
    _end(told, as_json)


def search(  # noqa: PLR0913, PLR0917 - a command has as many options as it has
    keyword: Words = None,
    recipient: Words = None,
    psc: Words = None,
    naics: Words = None,
    award_id: Words = None,
    agency: Annotated[
        str, typer.Option(help="Three-digit code of the agency that signs. Default: every one.")
    ] = "",
    component: Annotated[
        str, typer.Option(help="ICE, 7012, or the name that the service lists.")
    ] = "",
    years: Annotated[
        str, typer.Option(help="Fiscal years: 2024, or 2019-2026. Default: 2008 to the present.")
    ] = "",
    since: Day = None,
    until: Day = None,
    kind: Annotated[str, typer.Option(help="contracts, idvs or both.")] = "both",
    sort: Annotated[str, typer.Option(help="Award ID, Award Amount or a date.")] = "Award ID",
    order: Annotated[str, typer.Option(help="asc or desc.")] = "asc",
    take: Annotated[bool, typer.Option(help="Also take each award found: see award.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find awards that were active in a time, by words, vendor, codes, number or component."""
    from fetch.usaspending import query
    from fetch.usaspending.search.search import search as find

    if kind not in (*query.KINDS, "both"):
        raise typer.BadParameter(f"{kind}: write contracts, idvs or both")
    asked = query.Query(
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
    _require_sound(asked)
    with console.progress(ENDED) as announce:
        told = find(Settings(), asked, announce, console.say, take=take)
    if not as_json:
        _print_finds(told)
    _end(told, as_json)


def doctor(
    source: Annotated[
        str, typer.Option(help="usaspending, or sam: what is only inferred of SAM.gov.")
    ] = "usaspending",
    as_json: AsJson = False,
) -> None:
    """Ask the service whether it is still what this tool relies on; nothing is taken.

    A score of small requests; of SAM.gov a few, two of them of the key's day where one is set.
    Exit 0 where every assumption holds.
    """
    from fetch.sam.doctor import doctor_sam
    from fetch.usaspending.doctor.doctor import HOLDS
    from fetch.usaspending.doctor.doctor import doctor as usaspending

    services = {"usaspending": usaspending, "sam": doctor_sam}
    if source not in services:
        raise typer.BadParameter(f"{source}: there are {' and '.join(services)}")
    with console.progress(ENDED) as announce:
        told = services[source](Settings(), announce, console.say)
    if as_json:
        console.document(told)
    else:
        for check in told["checks"]:
            _print([f"{check['verdict']:<18}  {check['name']}: {check['came']}"])
            if check["verdict"] != HOLDS:
                _print([f"    assumed: {check['assumed']}", f"    follows: {check['follows']}"])
    if not told["good"]:
        raise typer.Exit(1)


def _require_sound(asked: Any) -> None:
    if not (asked.agency or asked.keywords or asked.recipients or asked.has_codes):
        raise typer.BadParameter("every award there is: give a word, a vendor, a code or an agency")
    try:
        asked.require_sound()
    except InputError as error:
        raise typer.BadParameter(str(error)) from None


def _span(years: str, since: datetime | None, until: datetime | None) -> Any:
    """The days meant; from the first to the last fiscal year where nothing is said."""
    from fetch.cli.network_commands import fiscal_years

    meant = fiscal_years(years, None)
    first: date = since.date() if since else fiscal.span(meant[0]).start
    last: date = until.date() if until else fiscal.span(meant[-1]).end
    return fiscal.DateSpan(first, last)


def _end(told: dict[str, Any], as_json: bool) -> None:
    """Print what is told, and end with 1 where something failed."""
    if as_json:
        console.document(told)
    else:
        for one in told["awards"]:
            _print(_award_lines(one))
    for note in told["notes"]:
        console.say(f"note: {note}")
    for what, problem in told["problems"].items():
        named = problem if problem.startswith(f"{what}:") else f"{what}: {problem}"
        console.say(f"failed: {named}")
    _say_round(told)
    if told["problems"]:
        raise typer.Exit(1)


def _say_round(told: dict[str, Any]) -> None:
    from fetch.reports import summary

    as_of = told["data_as_of"] or "an unknown day"
    asked = f"as of {as_of}, {told['requests']:,} requests"
    if told["round"] is None:
        console.say(f"{asked}: nothing written")
        return
    console.say(
        f"{asked}: {told['rows_new']:,} rows new, {told['rows_changed']:,} changed, "
        f"{told['rows_same']:,} already held"
    )
    for line in summary.lines(told):
        console.say(line)


def _print(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _award_lines(one: dict[str, Any]) -> Iterable[str]:
    kind = "vehicle" if one["category"] == "idv" else "contract"
    yield f"{one['piid']}, {kind} {one['award_key']}"
    for check in one["checks"]:
        yield f"  {_measure(check['measure'])}: {_compared(check)}"
    if one["subawards"]:
        yield f"  {len(one['subawards']):,} sub-awards: in the archive, listed by --json"


def status_lines(found: dict[str, Any]) -> Iterable[str]:
    """For `fetch status`: how many awards were compared with the service, and what differs."""
    if found["awards"]:
        yield (
            f"compared with the service: {found['awards']:,} awards, {found['checks']:,} checks, "
            f"{len(found['differing']):,} differ, {found['not_comparable']:,} not comparable"
        )
    for check in found["differing"]:
        yield f"  {check['award_key']}, {_measure(check['measure'])}: {_compared(check)}"


WORDS = {
    "child_idvs": "vehicles below",
    "child_awards": "orders",
    "grandchild_awards": "orders of vehicles below",
    "subawards": "sub-awards",
}


def _measure(name: str) -> str:
    head, _, what = name.partition(" ")
    return f"{WORDS.get(head, head)}{', ' + what if what else ''}"


def _compared(check: dict[str, Any]) -> str:
    """Both sides in words, the difference, and why one lacks."""
    ours, services = _amount(check, "ours"), _amount(check, "services")
    if check["difference"] is None:
        verdict = "not comparable"
    elif Decimal(check["difference"]):
        verdict = f"DIFFERENCE {_amount(check, 'difference')}"
    else:
        verdict = "no difference"
    because = f" ({check['because']})" if check["because"] else ""
    return f"ours {ours}, the service's {services}: {verdict}{because}"


def _amount(check: dict[str, Any], name: str) -> str:
    value = check[name]
    if value is None:
        return "not stated"
    return f"${Decimal(value):,.2f}" if check["unit"] == "USD" else f"{value:,}"


def _print_finds(told: dict[str, Any]) -> None:
    for found in told["found"]:
        amount = found["obligated_usd"]
        dollars = "not stated" if amount is None else f"${Decimal(amount):,.2f}"
        base, who = found["base_date"] or "no date", found["recipient_name"] or "not named"
        _print([f"{found['piid']:<22} {base:<10} {dollars:>20}  {who}", f"  {found['award_key']}"])
    for kind, number in told["counted"].items():
        _print([f"{number:,} {kind}"])
