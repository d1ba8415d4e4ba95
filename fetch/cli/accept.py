"""`fetch accept`: a person's word that an apparent loss is none."""

from __future__ import annotations

from fetch import console, sources
from fetch.console import AsJson
from fetch.settings import Settings


def accept(as_json: AsJson = False) -> None:
    """Accept the last round's alarms, so that a build publishes."""
    from fetch.ingest.acceptance import accept as accept_round

    sources.load()
    told = accept_round(Settings())
    for check in told["accepted"]:
        console.say(f"accepted: {check}")
    for check in told["found"]:
        console.say(f"found only now, by a check that an earlier command did not reach: {check}")
    if told["found"]:
        console.say("look at them, and run the command again to accept them")
    elif not told["accepted"]:
        console.say("nothing to accept: the last round is in order")
    if as_json:
        console.document(told)
