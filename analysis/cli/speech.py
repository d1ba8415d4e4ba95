"""Output of the commands: JSON, or words with cautions and the as-of date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fetch import console


def line(text: str) -> None:
    """A line of the answer on stdout."""
    console.answer(text)


def answer(as_json: bool, document: Any, in_words: Callable[[Any], None]) -> None:
    """A document as JSON on stdout; or in words, with its cautions and its day on stderr."""
    if as_json:
        console.document(document)
        return
    in_words(document)
    for caution in document.get("cautions", ()):
        console.say(caution)
    say_held(document, f"as of {document['as_of']}")


def say_held(document: Any, as_of: str) -> None:
    """On stderr the day of an answer, and what is held: the sample is not all of DHS."""
    console.say(as_of)
    say_coverage(document)


def say_coverage(document: Any) -> None:
    """On stderr what is held; nothing of a build made before that was written down."""
    if held := document.get("coverage"):
        console.say(held)


def percent(share: float | None, missing: str = "no share") -> str:
    """A share of one: `34.5%`."""
    return missing if share is None else f"{share:.1%}"
