"""Citation: the figures of a view in words, its day, build and address, with a button to copy."""

from __future__ import annotations

from typing import Any

from flask import has_request_context, request

from dashboard.exports.way_out import FOLD, Taken, WayOut
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import coverage_line


def cite(taken: Taken) -> Any:
    """The words to cite, behind a heading."""
    says = (
        f"{taken.cites} As of {taken.build.as_of}. {coverage_line.line(taken.build)} "
        f"USAspending.gov and FPDS records, Sole Source build {taken.build.build_id}, "
        f"{host()}{taken.address}"
    )
    box = citation(says, elements.Span("Copy these words", className="quiet"))
    return elements.Details([elements.Summary("To cite this"), box])


def citation(says: str, label: Element, **box: Any) -> Element:
    """Words to cite, and a button that copies them (assets/page.js)."""
    words_of = elements.Textarea(value=says, readOnly=True, rows=4, className="citation", **box)
    copy = elements.Button("Copy", type="button", className="link", **{"data-copy": "yes"})
    return elements.plain(
        elements.Div([elements.Label([label, words_of]), copy, elements.Span(role="status")])
    )


def host() -> str:
    """Where a reader reached this server; nothing where no reader asks."""
    return request.host_url.rstrip("/") if has_request_context() else ""


WAYS = (WayOut("citation", 40, FOLD, cite),)
