"""Parts of one award's page: the orders under it, and the questions that its records raise."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component

from analysis.published import queries
from analysis.published.build import Build
from dashboard.components import common, download_bar
from dashboard.html import elements
from dashboard.published_data import rows
from dashboard.text import citations, rules_text
from dashboard.text import format as fmt

Award = dict[str, Any]
MOST = 200


def orders(build: Build, award: Award) -> list[Component]:
    """The orders placed under a vehicle; nothing for any other award."""
    if award["award_kind"] != "IDV":
        return []
    frame = queries.orders(build, award["award_key"])
    cells = [
        [
            elements.Link(row["piid"], href=common.award_path(row["award_key"])),
            fmt.text(row["recipient_name"]),
            fmt.day(row["first_action_date"]),
            elements.Span([common.swatch(row["competition_group"]), row["competition_label"]]),
            fmt.exact(row["obligated_usd"]),
            fmt.exact(row["ceiling_usd"]),
        ]
        for row in rows(frame.head(MOST))
    ]
    columns = [
        ("Order", ""),
        ("Vendor", ""),
        ("First action", "date"),
        ("How bought", ""),
        ("Obligated", "number"),
        ("Ceiling", "number"),
    ]
    body: Component = elements.P("No order under this vehicle is among the records held.")
    if cells:
        body = common.table("Orders held under this vehicle", columns, cells, "orders-table")
    taken = download_bar.bar(
        build,
        [(f"orders?{urlencode({'award': award['award_key']})}", "These orders")],
        common.award_path(award["award_key"]),
        f"Orders held under {award['piid']}: "
        f"{citations.leading(frame, 'award_key', citations.OF_AWARDS, citations.CEILING)}",
        frame,
    )
    cut = fmt.first_of(MOST, len(frame), "first")
    lead = [elements.P(f"{cut}All of them are in the file.", className="lead")] if cut else []
    return [common.section("Orders placed under it", "orders", [*lead, body, taken])]


def questions(award: Award) -> list[Component]:
    """What the records of an award raise; a question is not a finding."""
    flags = [flag for flag in fmt.text(award["flags"], "").split("|") if flag]
    asked = [elements.Li(rules_text.question(flag)) for flag in flags]
    says = _totals_say(award)
    if not asked and not says:
        return []
    return [
        common.section(
            "Questions these records raise",
            "questions",
            [
                elements.P("A question is not a finding.", className="quiet"),
                elements.Ul(asked, className="plain") if asked else None,
                elements.P(says, id="stated-totals") if says else None,
            ],
        )
    ]


def _totals_say(award: Award) -> str:
    """The record's own latest totals beside our sums, where they differ."""
    if "TOTALS_DIFFER" not in fmt.text(award["flags"], "").split("|"):
        return ""
    stated_on = fmt.day(award["stated_on"])
    pairs = [
        f"{name} {fmt.exact(award[f'stated_{what}_usd'])}, where the actions signed by then sum "
        f"to {fmt.exact(award[f'stated_compared_{what}_usd'], fmt.NOT_KNOWN)}"
        for name, what in (("obligated", "obligated"), ("a ceiling of", "ceiling"))
        if not fmt.missing(award[f"stated_{what}_usd"])
    ]
    return f"On {stated_on} the record itself stated: {'; '.join(pairs)}."
