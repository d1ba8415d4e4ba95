"""About the data: coverage, reporting lag and gaps."""

from __future__ import annotations

from analysis.published import lists
from analysis.published.build import Build
from dashboard import views
from dashboard.components import common, coverage, drilldown
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.about import other_transactions
from dashboard.pages.page import PlainPage
from dashboard.published_data import rows
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import ABOUT as PATH
from dashboard.url.view_request import ViewRequest, offered, unfiltered
from dashboard.views import Column, Table, View

MOST = 60


def _draw(build: Build) -> Element:
    """What is held by component, from which files, and what is not."""
    return elements.Div(
        [
            elements.H1("About the data"),
            common.notice(build.manifest),
            COMPONENTS.section(unfiltered(build, PATH)),
            _sources(build),
            _build(build),
            other_transactions.section(build),
            coverage.panel(build),
            elements.P(
                [
                    "What the records that are held lack, with its size: ",
                    elements.Link("caveats", href="/method#caveats"),
                    ".",
                ]
            ),
        ]
    )


def _leads(request: ViewRequest) -> drilldown.Address:
    return drilldown.of(query.NONE, offered(request.build))


COMPONENTS = View(
    "components",
    "Actions held by component",
    "What is held, from which day to which, and up to which day the records speak.",
    lambda request: lists.components(request.build),
    PATH,
    read=views.all_held(PATH),
    heading="What is held",
    part="held",
    lead=lambda _: [
        "Each component has its own as-of date. Its last 30 days are provisional: most actions are "
        "published within days of being signed, some only after months."
    ],
    leads=_leads,
    tables=[
        Table(
            "Actions held by component",
            [
                Column("Component", lambda row, _: row["component"]),
                views.number("awards", "Awards"),
                views.number("actions", "Actions"),
                views.led_usd(),
                views.day("first_action_date", "First action"),
                views.day("last_action_date", "Last action"),
                views.day("as_of", "As of"),
                views.number("provisional_actions", "Actions of its last 30 days"),
            ],
            "held-table",
        )
    ],
    source=lambda _: "",
    cite=lambda _: "Actions held.",
)


def _sources(build: Build) -> Element:
    frame = lists.basis(build)
    body = [
        [row["basis"], f"{row['actions']:,}", fmt.day(row["as_of"])]
        for row in rows(frame.head(MOST))
    ]
    columns = [("Where it was read", "words"), ("Actions", "number"), ("As of", "date")]
    cut = fmt.first_of(MOST, len(frame), "largest")
    return common.section(
        "Where it comes from",
        "sources",
        [
            elements.P(
                "Every action can be followed to its official page and to the file or document it "
                f"was read in. {cut}",
                className="lead",
            ),
            common.table("Actions by the file or document they were read in", columns, body),
        ],
    )


def _build(build: Build) -> Element:
    manifest = build.manifest
    pairs = [
        ("Build", build.build_id),
        ("Made", fmt.text(manifest["built_at"])[:19]),
        ("As of", build.as_of),
        ("Actions", f"{manifest['actions']:,}"),
        ("Awards", f"{manifest['awards']:,}"),
        ("Obligated", fmt.exact(manifest["obligated_usd"])),
    ]
    listed = [part for name, says in pairs for part in (elements.Dt(name), elements.Dd(says))]
    return common.section("This build", "build", [elements.Dl(listed, className="pairs")])


PAGE = PlainPage(PATH, "About the data", _draw, [COMPONENTS])
