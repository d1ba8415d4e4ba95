"""`analysis leads`: questions from the records."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.options import Component, Top
from analysis.cli.speech import line
from analysis.documents.notice_text import unconfirmed
from analysis.documents.types.leads import LeadsDocument
from analysis.text import usd
from fetch import console
from fetch.console import AsJson


def leads(
    kind: Annotated[str, typer.Option(help="no-notice: no justification is held.")] = "no-notice",
    component: Component = None,
    top: Top = 50,
    as_json: AsJson = False,
) -> None:
    """List questions worth asking, and how usual each is."""
    from analysis.cli.held import current
    from analysis.documents.leads.document import document as lead_document
    from analysis.documents.leads.registry import LEADS
    from analysis.published.selection import Selection

    if kind not in LEADS:
        raise typer.BadParameter(f"{kind}: there is {', '.join(LEADS)}")
    document = lead_document(LEADS[kind], current(), Selection(component), top)
    if as_json:
        console.document(document)
    else:
        _say(document)


def _say(document: LeadsDocument) -> None:
    from analysis.documents.leads.document import examined_in_words

    line(examined_in_words(document["examined"]))
    for lead in document["leads"]:
        line(
            f"{lead['action_date']}  {lead['piid']}  {lead['modification_number'] or '0'}  "
            f"{lead['what']}  {usd(lead['amount_usd'])} {lead['amount_measure']}  "
            f"{lead['recipient_name']}"
        )
        line(f"    ? {lead['question']}")
        for sentence in lead["look_first"]:
            line(f"      look first: {sentence}")
        line(
            f"      above {usd(lead['threshold_usd'])}, the threshold of that day: "
            f"{lead['threshold_source']}{unconfirmed(lead['threshold_unconfirmed'])}"
        )
        line(
            f"      a justification of that value is approved by the {lead['approver']}"
            f"{unconfirmed(lead['approver_unconfirmed'])}"
        )
        for reason in lead["may_be_because"]:
            line(
                f"      it may be that {reason['plain']} ({reason['source']})"
                f"{unconfirmed(reason['unconfirmed'])}"
            )
    for rate in document["base_rates"]:
        line(
            f"{rate['component']}, {rate['what']}: {rate['with_notice']:,} of "
            f"{rate['above_threshold']:,} above the threshold have a notice here"
        )
    if document["base_rates_missing_because"]:
        console.say(document["base_rates_missing_because"])
    held = document["notices_held"]
    span = f"{held['first_posted']} to {held['last_posted']}" if held["official"] else "none"
    console.say(f"{held['notices']:,} notices held; official ones: {span}")
    for caution in document["cautions"]:
        console.say(caution)
    console.say(f"as of {document['as_of']}")
