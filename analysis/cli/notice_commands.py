"""The command of leads: what these records lack that the rules lead one to expect."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from analysis.documents.notice_text import from_memory
from analysis.text import Component, usd
from fetch import console
from fetch.console import AsJson


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
    from analysis.documents.leads.document import document as lead_document
    from analysis.documents.leads.registry import LEADS
    from analysis.published.build import current
    from analysis.published.selection import Selection

    if kind not in LEADS:
        raise typer.BadParameter(f"{kind}: there is {', '.join(LEADS)}")
    document = lead_document(LEADS[kind], current(), Selection(component), top)
    if as_json:
        console.document(document)
    else:
        _say(document)


def _say(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    for lead in document["leads"]:
        write(
            f"{lead['action_date']}  {lead['piid']:<18} {lead['modification_number'] or '0':<7} "
            f"{lead['what']:<9} {usd(lead['amount_usd']):>18} {lead['amount_measure']}  "
            f"{lead['recipient_name']}\n"
        )
        write(f"    ? {lead['question']}\n")
        write(
            f"      above {usd(lead['threshold_usd'])}, the threshold of that day"
            f"{from_memory(lead['threshold_because'])}\n"
        )
        for reason in lead["may_be_because"]:
            write(f"      it may be that {reason['plain']}\n")
    for rate in document["base_rates"]:
        write(
            f"{rate['component']}, {rate['what']}: {rate['with_notice']:,} of "
            f"{rate['above_threshold']:,} above the threshold have a notice here\n"
        )
    if document["base_rates_missing_because"]:
        console.say(document["base_rates_missing_because"])
    held = document["notices_held"]
    span = f"{held['first_posted']} to {held['last_posted']}" if held["official"] else "none"
    console.say(f"{held['notices']:,} notices held; official ones: {span}")
    for caution in document["cautions"]:
        console.say(caution)
    console.say(f"as of {document['as_of']}")
