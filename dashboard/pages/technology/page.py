"""Technology: surveillance purchases by kind, and their competition."""

from __future__ import annotations

from typing import Any

from analysis.documents import technology as technology_document
from dashboard import views
from dashboard.components import filter_bar
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import FilteredPage
from dashboard.pages.technology import awards, by_year
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import TECHNOLOGY as PATH
from dashboard.url.view_request import PageAddress, ViewRequest
from dashboard.views import Column, Result, Table, View


def _kind(row: Row, result: Result) -> Any:
    name = row["technology"]
    there = PageAddress(PATH).address(result.request.filters.with_values("technology", (name,)))
    link = elements.A(name, href=there, id=f"kind-{name.replace(' ', '-')}", **{"data-view": "yes"})
    return link if row["awards"] else name


def _in_sum(result: Result) -> str:
    summary = result.facts["summary"]
    watched, unsure = summary["surveillance"], summary["possible"]
    return (
        f"{fmt.exact(watched['obligated_usd'], 'Nothing')} obligated on "
        f"{fmt.count(watched['awards'], 'award')} of surveillance technology. "
        f"Rules are unsure of {fmt.count(unsure['awards'], 'award')}, "
        f"{fmt.exact(unsure['obligated_usd'], 'nothing')}."
    )


def _every_kind(request: ViewRequest) -> str:
    """The filters of a view that tells every kind."""
    return request.choosing(request.filters.with_values("technology", ())).in_words


KINDS = View(
    "technology",
    "Obligations by kind of technology",
    lambda result: (
        f"{query.sums_of(result.request.filters)} of actions by the kind that our rules found for "
        "their award; each award is of one kind here."
    ),
    lambda request: technology_document.kinds(request.build, request.selection),
    PATH,
    words=_every_kind,
    takes="These kinds",
    heading="How much, by kind",
    part="kinds",
    lead=lambda result: [_in_sum(result), elements.P(technology_document.CAUTIONS[1])],
    tables=[
        Table(
            "Obligations by kind of technology",
            [
                Column("Kind of technology", _kind),
                views.text("plain", "In plain words", "", "words"),
                views.usd("obligated_usd", "Obligated", "none held"),
                views.number("awards", "Awards"),
                views.number("actions", "Actions"),
                Column(
                    "Counts as surveillance",
                    lambda row, _: "yes" if row["kind"] == "surveillance" else "no",
                ),
            ],
            "kinds-table",
            rows=lambda result: result.facts["summary"]["categories"],
        )
    ],
    cite=lambda result: (
        f"Obligations by kind of technology: {_every_kind(result.request)}. {_in_sum(result)} "
        f"{citations.leading(result.frame, 'technology', citations.OF_VIEW)}"
    ),
)


def _measure(request: ViewRequest) -> Any:
    kinds = technology_document.kinds(request.build, request.selection)
    return kinds, technology_document.summary(request.build, request.selection, kinds)


def _nothing(request: ViewRequest, summary: Any) -> list[Element] | None:
    return None if summary[1]["all"]["awards"] else [filter_bar.nothing(request)]


def _sections(request: ViewRequest, sums: Any) -> list[Element]:
    kinds, summary = sums
    of_kind = [awards.OF_KIND.section(request)] if request.filters.of("technology") else []
    return [
        by_year.section(request),
        KINDS.section(request, kinds, summary=summary),
        *of_kind,
        awards.look_alikes(request),
    ]


PAGE = FilteredPage(
    PATH,
    "Technology",
    "Surveillance technology",
    "Which kind an award is of was found by rules that are written down: its words, its "
    "vendor, its product code. " + technology_document.CAUTIONS[0],
    "technology",
    measure=_measure,
    says=lambda request, _: f"In this view: {request.in_words}.",
    empty=_nothing,
    sections=_sections,
    views=[by_year.WATCHED, KINDS, awards.OF_KIND],
)
