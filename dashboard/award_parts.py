"""Parts of one award's page: the orders under it, and the questions that its records raise."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component

from analysis import queries
from analysis.published import Build
from dashboard import citing, explain, html, parts, ways_out, words
from dashboard.data import rows

Award = dict[str, Any]
MOST = 200


def orders(build: Build, award: Award) -> list[Component]:
    """The orders placed under a vehicle; nothing for any other award."""
    if award["award_kind"] != "IDV":
        return []
    frame = queries.orders(build, award["award_key"])
    cells = [
        [
            html.Link(row["piid"], href=parts.award_path(row["award_key"])),
            words.text(row["recipient_name"]),
            words.day(row["first_action_date"]),
            html.Span([parts.swatch(row["competition_group"]), row["competition_label"]]),
            words.exact(row["obligated_usd"]),
            words.exact(row["ceiling_usd"]),
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
    body: Component = html.P("No order under this vehicle is among the records held.")
    if cells:
        body = parts.table("Orders held under this vehicle", columns, cells, "orders-table")
    taken = ways_out.bar(
        build,
        [(f"orders?{urlencode({'award': award['award_key']})}", "These orders")],
        parts.award_path(award["award_key"]),
        f"Orders held under {award['piid']}: "
        f"{citing.leading(frame, 'award_key', citing.OF_AWARDS, citing.CEILING)}",
        frame,
    )
    cut = words.first_of(MOST, len(frame), "first")
    lead = [html.P(f"{cut}All of them are in the file.", className="lead")] if cut else []
    return [parts.section("Orders placed under it", "orders", [*lead, body, taken])]


def questions(award: Award) -> list[Component]:
    """What the records of an award raise; a question is not a finding."""
    flags = [flag for flag in words.text(award["flags"], "").split("|") if flag]
    asked = [html.Li(explain.question(flag)) for flag in flags]
    says = _totals_say(award)
    if not asked and not says:
        return []
    return [
        parts.section(
            "Questions these records raise",
            "questions",
            [
                html.P("A question is not a finding.", className="quiet"),
                html.Ul(asked, className="plain") if asked else None,
                html.P(says, id="stated-totals") if says else None,
            ],
        )
    ]


def _totals_say(award: Award) -> str:
    """The record's own latest totals beside our sums, where they differ."""
    if "TOTALS_DIFFER" not in words.text(award["flags"], "").split("|"):
        return ""
    stated_on = words.day(award["stated_on"])
    pairs = [
        f"{name} {words.exact(award[f'stated_{what}_usd'])}, where the actions signed by then sum "
        f"to {words.exact(award[f'stated_compared_{what}_usd'], words.NOT_KNOWN)}"
        for name, what in (("obligated", "obligated"), ("a ceiling of", "ceiling"))
        if not words.missing(award[f"stated_{what}_usd"])
    ]
    return f"On {stated_on} the record itself stated: {'; '.join(pairs)}."
