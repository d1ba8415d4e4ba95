"""`analysis award`: competition and growth of one award."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.cli.options import Key
from analysis.cli.speech import line
from analysis.documents import moved
from analysis.documents.notice_text import say_notice
from analysis.documents.unread import sentences
from analysis.text import blank, usd
from fetch import console
from fetch.console import AsJson

CEILING, TYPE = "base_and_all_options_value", "action_type_code"


def award(key_or_piid: Key, as_json: AsJson = False) -> None:
    """Tell how one award was bought and how it grew."""
    from analysis.cli.held import current
    from analysis.documents.award import award_document

    document = award_document(current(), key_or_piid)
    if as_json:
        console.document(document)
    else:
        _say(document)


def _say(document: Mapping[str, Any]) -> None:
    line(f"{document['piid']}  {document['recipient_name']}  {document['component']}")
    _say_bought(document)
    ceiling = blank(document["not_in_copy"], CEILING)
    line(
        f"obligated {usd(document['obligated_usd'])}, ceiling "
        f"{usd(document['initial_ceiling_usd'], ceiling)} at first, "
        f"{usd(document['ceiling_usd'], ceiling)} now"
    )
    for each in (*_moved(document["growth"]), *_look_first(document)):
        line(f"  {each}")
    console.table(
        ("Action", "Signed", "What it was", ("Obligated", "right"), ("Ceiling change", "right")),
        [
            (
                action["modification_number"] or "0",
                action["action_date"],
                action["growth_bucket"] or f"type {blank(action['not_in_copy'], TYPE)}",
                usd(action["obligated_usd"]),
                f"ceiling {_change(action)}",
            )
            for action in document["actions"]
        ],
    )
    _say_beside(document)
    line(f"{document['usaspending_url']}\nas of {document['as_of']}")


def _say_bought(document: Mapping[str, Any]) -> None:
    """The class, the rule that gave it and the fields that it was read from."""
    line(f"bought: {document['competition_class']} (rule {document['competition_rule']})")
    if document["own_class"]:
        line(f"  the vehicle itself: {document['own_class']} (rule {document['own_rule']})")
    for name, value in document["competition_fields"].items():
        line(f"  {name} = {value or blank(document['not_in_copy'], name)}")
    if document["competition_note"]:
        line(f"  {document['competition_note']}")


def _say_beside(document: Mapping[str, Any]) -> None:
    """What stands beside the actions: gaps, other numbers, notices, statements, questions."""
    for sentence in sentences(document["unread_here"]):
        line(f"! {sentence}")
    for sentence in moved.sentences(document["moved"]):
        line(f"? {sentence}")
    for notice in document["notices"]:
        line(say_notice(notice))
    for each in document["stated"]:
        line(f"{each['kind']} [{each['basis']}] {each['said']} ({each['source']})")
    for question in document["questions"].values():
        line(f"? {question}")


def _look_first(document: Mapping[str, Any]) -> list[str]:
    return [f"look first: {sentence}" for sentence in document["look_first"]]


def _change(action: Mapping[str, Any]) -> str:
    return usd(action["ceiling_change_usd"], blank(action["not_in_copy"], CEILING))


def _moved(growth: Mapping[str, Any]) -> list[str]:
    """Lines on ceiling changes by kind of action."""
    named = {
        name.removeprefix("ceiling_growth_").removesuffix("_usd").replace("_", " "): amount
        for name, amount in growth.items()
        if name.startswith("ceiling_growth_")
        and name.endswith("_usd")
        and name != "ceiling_growth_usd"
    }
    return [
        f"ceiling moved by {kind}: {usd(amount)}"
        for kind, amount in named.items()
        if amount not in (None, "0.00")
    ]
