"""`fetch accept`: a person's word that an apparent loss is none."""

from __future__ import annotations

from fetch import console, sources
from fetch.console import AsJson
from fetch.settings import Settings


def accept(as_json: AsJson = False) -> None:
    """Accept the last round's alarms and downloads that lack rows."""
    from fetch.ingest.acceptance import accept as accept_round

    sources.load()
    report = accept_round(Settings())
    for check in report["accepted"]:
        console.say(f"accepted: {check}")
    for check in report["found"]:
        console.say(f"found only now, by a check that an earlier command did not reach: {check}")
    if report["found"]:
        console.say("look at them, and run the command again to accept them")
    elif not report["accepted"]:
        console.say("nothing to accept: the last round is in order")
    if as_json:
        console.document(report)
