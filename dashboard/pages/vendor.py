"""One vendor or maker: its names in time, who sells whose product, and every award."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from dash import Dash
from dash.development.base_component import Component

from analysis import subject_rows, vendors
from analysis.published import Build
from analysis.selection import NOT_STATED
from dashboard import (
    behind,
    citing,
    html,
    missing,
    parts,
    subjects,
    ways_out,
    words,
)
from dashboard.data import Held, rows
from dashboard.pages.vendors import PATH as LIST
from fetch.errors import InputError

OF = subjects.VENDOR
MOST = 500
Told = dict[str, Any]
ROLES = {"maker": "Makes products.", "reseller": "Sells what others make.", "services": "Services."}
AWARDS = [
    ("Award", ""),
    ("Paid to", ""),
    ("Product of", ""),
    ("Obligated", "number"),
    ("What", "words"),
    ("Component", ""),
    ("How bought", "bought"),
    ("First action", "date"),
    ("Official record", ""),
]


def register(app: Dash, data: Held) -> None:
    """Nothing moves on these pages: their address says all."""


def title(asked: str) -> str:
    """The name of the page in the browser."""
    return f"{unquote(asked)}, a vendor, Sole Source"


def of_one(data: Held, asked: str) -> Component:
    """One vendor by family, name or product; a sentence with the nearest where there is none."""
    build = data.build()
    try:
        told = vendors.document(build, unquote(asked), "maker")
    except InputError as error:
        return parts.sorry("No such vendor here", str(error))
    return html.Article(
        [
            html.P(html.Link("All vendors", href=LIST), className="back"),
            html.H1(told["name"]),
            html.P(
                ROLES.get(told["role"], "Nobody has said whether it makes or resells."),
                className="under-title",
            ),
            parts.notice(build.manifest),
            html.P(_verdict(told), className="verdict", id="who-sells"),
            _figures(told),
            *_elsewhere(told),
            subjects.cautions(told["cautions"]),
            _sellers(told),
            _makers(told),
            _names(told),
            _awards(build, told),
            missing.panel(build),
        ]
    )


def _elsewhere(told: Told) -> list[Component]:
    """What is paid to it and what it makes, on the pages of all awards."""
    family = told["family"]
    paid = [subjects.elsewhere("vendor", family, "What it is paid for")]
    made = [subjects.elsewhere("maker", family, "What it makes, whoever sells it")]
    return [*paid, *(made if told["sellers"] else [])]


def _verdict(told: Told) -> str:
    """Who sells it, in one sentence: `ShadowDragon through ThunderCat and Panamerica.`"""
    others = [row["name"] for row in told["sellers"] if row["seller"] != told["family"]]
    direct = len(others) < len(told["sellers"])
    if others:
        also = " and directly" if direct else ", never directly, in what is held"
        return f"{told['name']} through {words.listed(others)}{also}."
    if direct:
        return f"{told['name']} is paid itself in every award held that names its product."
    return f"No award held names a product of {told['name']}."


def _figures(told: Told) -> Component:
    paid = told["counted_otherwise"]
    return html.Dl(
        [
            _sum(
                "Obligated for its products",
                told["obligated_usd"],
                told["award_count"],
                "whoever was paid.",
            ),
            _sum(
                "Obligated to it",
                paid["obligated_usd"],
                paid["award_count"],
                "whatever it sold. Not to be added to the other.",
            ),
        ],
        className="figures",
        id="figures",
    )


def _sum(name: str, usd: Any, count: int, says: str) -> Component:
    if not count:
        return parts.figure(name, "none held", "", "No award held.")
    return parts.money_figure(name, usd, f"{words.count(count, 'award')}, {says}")


def _sellers(told: Told) -> Component:
    columns = [("Sold by", ""), ("Role", ""), ("Awards", "number"), ("Obligated", "number")]
    body = [
        [
            subjects.vendor_link(row["name"], row["seller"]),
            words.text(row["role"], "nobody has said"),
            f"{row['awards']:,}",
            behind.link(row["obligated_usd"], _sold(row["seller"], told["family"])),
        ]
        for row in told["sellers"]
    ]
    products = words.listed(told["products"])
    lead = f"Products we know: {products}." if products else "No product of it is in our tables."
    table = parts.table(f"Who sells what {told['name']} makes", columns, body, "sellers-table")
    return parts.section(
        "Who sells its product", "sellers", [html.P(lead), table if body else _none(told)]
    )


def _sold(seller: str | None, maker: str | None) -> str:
    """The address of what one sold that another made; either may not be stated."""
    return behind.of_values(vendor=[seller or NOT_STATED], maker=[maker or NOT_STATED])


def _none(told: Told) -> Component:
    return html.P(f"No award held names a product of {told['name']}.")


def _makers(told: Told) -> Component | None:
    if not told["makers"]:
        return None
    columns = [("Made by", ""), ("Awards", "number"), ("Obligated", "number")]
    body = [
        [
            "not known: the text names no product of our tables"
            if row["maker"] is None
            else html.Link(_name(row["maker"]), href=subjects.vendor_path(row["maker"])),
            f"{row['awards']:,}",
            behind.link(row["obligated_usd"], _sold(told["family"], row["maker"])),
        ]
        for row in told["makers"]
    ]
    table = parts.table(f"What {told['name']} was paid for", columns, body, "makers-table")
    return parts.section("Whose products it sells", "makers", [table])


def _name(family: str) -> str:
    return vendors.names().get(family, (family,))[0]


def _names(told: Told) -> Component:
    columns = [
        ("Name on its actions", ""),
        ("From", "date"),
        ("To", "date"),
        ("Actions", "number"),
        ("Obligated", "number"),
        ("Joined the family", "date"),
    ]
    body = [
        [
            words.text(row["name"]),
            words.day(row["first"]),
            words.day(row["last"]),
            f"{row['actions']:,}",
            words.exact(row["obligated_usd"]),
            words.text(row["joined"], ""),
        ]
        for row in told["names"]
    ]
    why = [
        html.Li(
            [
                f"{row['value'] or told['name']}: {words.sentence(row['because'])} ",
                html.Span(subjects.source(row["source"]), className="small"),
            ]
        )
        for row in told["decided"]
    ]
    shown = (
        parts.table("Names in time", columns, body, "names-table")
        if body
        else html.P("No action held is in its own name.")
    )
    children = [shown, html.Ul(why, className="plain") if why else None]
    return parts.section("Its names in time", "names", children)


def _awards(build: Build, told: Told) -> Component:
    frame = subject_rows.vendor_awards(build, told["family"])
    body = [
        [
            subjects.award_link(row),
            subjects.vendor_link(row["recipient_name"], row["vendor_family"]),
            _product(row),
            words.exact(row["obligated_usd"]),
            subjects.own_words(row),
            words.text(row["component"]),
            subjects.bought(row["competition_class"]),
            words.day(row["first_action_date"]),
            subjects.official(row),
        ]
        for row in rows(frame.head(MOST))
    ]
    cut = words.first_of(MOST, len(frame), "most obligated")
    path = subjects.vendor_path(told["family"])
    return parts.section(
        "Every award",
        "awards",
        [
            html.P(cut + "Those it was paid for, and those that name its product; each once."),
            parts.table("Awards held", AWARDS, body, "awards-table"),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
            ways_out.bar(
                build,
                [(f"vendor?vendor={path.removeprefix(OF)}", "Every award")],
                path,
                f"{told['name']}: {words.exact(told['obligated_usd'], 'nothing')} obligated for "
                f"its products. {citing.means(citing.OF_AWARDS)}",
                frame,
            ),
        ],
    )


def _product(row: Told) -> Any:
    if words.missing(row["maker"]):
        return words.NOT_KNOWN
    name = subjects.vendor_link(_name(row["maker"]), row["maker"])
    product = words.text(row["product"], "")
    return [name, f", {product}"] if product else name
