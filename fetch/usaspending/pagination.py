"""Pagination by number, for endpoints that list the parts of one award."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fetch.http.client import Client, Response
from fetch.http.responses import Shape

PAGE_SHAPE: Shape = {"page_metadata": dict}


def every_page(client: Client, path: str, body: dict[str, Any], name: str) -> list[Response]:
    """The pages of a list whose rows have their identity in `name`.

    A full page is followed by another whatever `hasNext` says, for it was seen false on
    full pages. A page without a new row is the end, so that a service that always gives
    the same page ends the walk.
    """
    pages: list[Response] = []
    seen: set[Any] = set()
    while True:
        page = client.post(path, {**body, "page": len(pages) + 1}, shape=PAGE_SHAPE)
        pages.append(page)
        listed = rows(page)
        results = distinct([page], name)
        more = page["page_metadata"].get("hasNext") or len(listed) >= body["limit"]
        if not more or results <= seen:
            return pages
        seen |= results


def rows(page: Response) -> list[dict[str, Any]]:
    """The rows of a page; one past the end may come without its list."""
    return page.read(_rows)


def _rows(document: Any) -> list[dict[str, Any]]:
    listed = document.get("results") or []
    if not (isinstance(listed, list) and all(isinstance(row, dict) for row in listed)):
        raise TypeError("results that are no list of records")
    return listed


def distinct(pages: Iterable[Response], name: str) -> set[Any]:
    """Identity of a row across pages."""
    return {
        identity
        for page in pages
        # an identity of another kind cannot be one of a set
        for identity in page.read(lambda found: {row.get(name) for row in _rows(found)})
    }
