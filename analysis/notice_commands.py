"""The command of leads: what these records lack that the rules lead one to expect."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from analysis.wording import Component, usd
from fetch import commands
from fetch.commands import AsJson

KINDS = ("no-notice",)


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    app.command(epilog="Example: python -m analysis leads --kind no-notice --json")(leads)


def leads(
    kind: Annotated[str, typer.Option(help="no-notice: no justification is held.")] = "no-notice",
    component: Component = None,
    top: Annotated[int, typer.Option(min=1, help="How many, the greatest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Questions worth asking: what is missing, why that may be legitimate, and how usual it is."""
    from analysis.leads_document import no_notice_document
    from analysis.published import current

    if kind not in KINDS:
        raise typer.BadParameter(f"{kind}: there is {', '.join(KINDS)}")
    document = no_notice_document(current(), component, top)
    if as_json:
        commands.document(document)
    else:
        _say(document)


def say_notice(notice: dict[str, Any]) -> str:
    """One notice in words, as `python -m analysis award` says it."""
    posted = notice["posted_date"] or "day of posting not held"
    authority = notice["authority"]
    named = f"{authority['citation']}: {authority['plain']}" if authority else "authority unknown"
    what = notice["modification_number"]
    of = "" if what is None else f", for {'the base action' if what == '0' else what}"
    days = notice["days_to_posting"]
    after = "" if days is None else f", posted {days:,} days after it"
    sure = "" if notice["link_status"] in ("certain", "confirmed") else " (possibly)"
    title = notice["title"] or notice["label"] or notice["kind"]
    return (
        f"notice{sure} {posted}: {title}{of}{after}; {named}{_late(notice)}; "
        f"{notice['link'] or 'no link held'}"
    )


def _late(notice: dict[str, Any]) -> str:
    late, allowed = notice["days_late"], notice["days_allowed"]
    if late is None:
        return ""
    return f" ({late:,} days late of {allowed} allowed)" if late else f" (within {allowed} days)"


def _say(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    for lead in document["leads"]:
        write(
            f"{lead['action_date']}  {lead['piid']:<18} {lead['modification_number'] or '0':<7} "
            f"{lead['what']:<9} {usd(lead['amount_usd']):>18}  {lead['recipient_name']}\n"
        )
        write(f"    ? {lead['question']}\n")
        for reason in lead["may_be_because"]:
            write(f"      it may be that {reason['plain']}\n")
    for rate in document["base_rates"]:
        write(
            f"{rate['component']}, {rate['what']}: {rate['with_notice']:,} of "
            f"{rate['above_threshold']:,} above the threshold have a notice here\n"
        )
    held = document["notices_held"]
    span = f"{held['first_posted']} to {held['last_posted']}" if held["official"] else "none"
    commands.say(f"{held['notices']:,} notices held; official ones: {span}")
    for caution in document["cautions"]:
        commands.say(caution)
    commands.say(f"as of {document['as_of']}")
