"""Signed elsewhere: awards that others sign, and what of them DHS pays for."""

from __future__ import annotations

from analysis.documents import elsewhere
from analysis.published import coverage
from analysis.published.build import Build
from dashboard import views
from dashboard.components import page_frame
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import PlainPage
from dashboard.url.paths import ELSEWHERE as PATH
from dashboard.url.view_request import unfiltered
from dashboard.views import Result, Table, View

NAME = "Signed by others"
MOST = 200
NONE = "No award is held that others sign. That does not mean that there is none."


def _lead(result: Result) -> list[object]:
    line = coverage.also_held_line(result.request.build)
    return [elements.P(f"{line}." if line else NONE, className="verdict"), *elsewhere.CAUTIONS[:2]]


SIGNED = View(
    "signed-elsewhere",
    "Awards that other agencies sign",
    "Awards held that another agency signs: all they obligate, and what of it the record says DHS "
    "pays for. None of it is in a sum of DHS.",
    lambda request: elsewhere.frame(request.build),
    PATH,
    read=views.all_held(PATH),
    takes="These awards",
    lead=_lead,
    tables=[
        Table(
            "Awards that other agencies sign",
            [
                views.text("piid", "Award"),
                views.text("agency", "Signed by"),
                views.text("payer", "Component that pays", "none of DHS"),
                views.text("recipient_name", "Vendor"),
                views.text("description", "What", kind="words"),
                views.usd("paid_usd", "DHS pays", "nothing stated"),
                views.usd("obligated_usd", "Obligated in all"),
                views.official(),
            ],
            "signed-elsewhere",
            most=MOST,
        )
    ],
    source=lambda result: result.request.source,
    cite=lambda result: f"{NAME}: {coverage.also_held_line(result.request.build) or NONE}",
)


def _draw(build: Build) -> Element:
    """Every such award, what DHS pays for first."""
    result = SIGNED.result(unfiltered(build, PATH))
    return page_frame.of(build, NAME, *SIGNED.parts(result))


PAGE = PlainPage(PATH, NAME, _draw, [SIGNED])
