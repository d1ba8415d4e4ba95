"""What a piece of a page is made of, as it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def elements(part: Any) -> Iterator[dict[str, Any]]:
    """Each element, what stands in it after it: `type`, `namespace` and `props`."""
    if isinstance(part, list | tuple):
        for each in part:
            yield from elements(each)
    elif hasattr(part, "to_plotly_json"):
        sent = part.to_plotly_json()
        yield sent
        yield from elements(_inside(sent))


def _inside(sent: dict[str, Any]) -> Any:
    props = sent["props"]
    if sent["type"] == "Unfolding":
        return [props["summary"], props["inside"]]
    return props.get("tree" if sent["type"] == "Plain" else "children")


def texts(part: Any) -> Iterator[str]:
    """Every text, in order."""
    if isinstance(part, list | tuple):
        for each in part:
            yield from texts(each)
    elif hasattr(part, "to_plotly_json"):
        yield from texts(_inside(part.to_plotly_json()))
    elif part is not None:
        yield str(part)


def said(part: Any) -> str:
    """All words, in order."""
    return " ".join(texts(part))


def links(part: Any) -> list[str]:
    """Where its links lead."""
    return [each["props"]["href"] for each in elements(part) if "href" in each["props"]]
