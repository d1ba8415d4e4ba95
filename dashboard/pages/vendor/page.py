"""Vendor or maker: names over time, sellers and products, and every award."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlencode

from analysis.documents import subject_rows, vendor_words
from analysis.documents import vendor as vendor_document
from analysis.documents.types.vendor import VendorDocument
from analysis.documents.vendor import SharedName
from analysis.published.build import Build
from analysis.published.selection import NOT_STATED
from dashboard import views
from dashboard.components import common, coverage, drilldown, subjects
from dashboard.facets import printable
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import SubjectPage
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import paths
from dashboard.url.view_request import unfiltered
from dashboard.views import Column, Result, Table, View
from fetch.errors import InputError

OF = paths.VENDOR
MOST = 500
Document = VendorDocument
ROLES = {"maker": "Makes products.", "reseller": "Sells what others make.", "services": "Services."}


def _one(build: Build, request: str) -> Element:
    """One vendor by family, name or product; a sentence with the nearest where there is none."""
    try:
        document = vendor_document.document(build, unquote(request), "maker")
    except SharedName as error:
        return _shared(unquote(request), error)
    except InputError as error:
        return common.sorry("No such vendor here", str(error))
    return elements.Article(
        [
            elements.P(elements.Link("All vendors", href=paths.VENDORS), className="back"),
            elements.H1(document["name"]),
            elements.P(
                ROLES.get(document["role"] or "", "Nobody has said whether it makes or resells."),
                className="under-title",
            ),
            common.notice(build.manifest),
            elements.P(_verdict(document), className="verdict", id="who-sells"),
            _figures(document),
            _not_merged(document),
            *_elsewhere(document),
            subjects.cautions(document["cautions"]),
            _sellers(document),
            _makers(document),
            _firms(document),
            _names(document),
            _awards(build, document),
            coverage.panel(build),
        ]
    )


def _shared(name: str, error: SharedName) -> Element:
    """A name of several firms: each with its place, its last day and a link."""
    each = [
        elements.Li(elements.Link(firm.in_words, href=paths.vendor(firm.asked_by)))
        for firm in error.shared
    ]
    return common.sorry(
        f"{len(each)} firms are called {printable(name)}",
        "The records do not say that they are one. Which is meant?",
        elements.Ul(each, id="shared"),
    )


def _not_merged(document: Document) -> Element | None:
    """Names that are likely its own, with the sum that is not in the figures above."""
    found = document["not_merged"]
    if not found:
        return None
    links = [
        elements.Li(
            elements.Link(
                f"{firm['name']}, {fmt.text(firm['place'], 'place not stated')}, last action "
                f"{fmt.day(firm['last_action_date'])}: {fmt.exact(firm['obligated_usd'])}",
                href=paths.vendor(firm["uei"] or firm["family"]),
            )
        )
        for firm in found["firms"]
    ]
    says = fmt.sentence(vendor_words.not_merged_in_words(found))
    return elements.Div([elements.P(says), elements.Ul(links)], id="not-merged")


def _firms(document: Document) -> Element | None:
    if not document["firms"]:
        return None
    columns = [
        ("Firm", ""),
        ("Place", ""),
        ("UEI, DUNS, CAGE", ""),
        ("First action", "date"),
        ("Last action", "date"),
        ("Actions", "number"),
        ("Obligated", "number"),
    ]
    body = [
        [
            row["name"],
            fmt.text(row["place"]),
            ", ".join(filter(None, (row["uei"], row["duns"], row["cage"]))) or fmt.NOT_STATED,
            fmt.day(row["first_action_date"]),
            fmt.day(row["last_action_date"]),
            f"{row['actions']:,}",
            fmt.exact(row["obligated_usd"]),
        ]
        for row in document["firms"]
    ]
    table = common.table("Firms counted here, each with its own sum", columns, body, "firms-table")
    return common.section("Who stands on its awards, each with its own sum", "firms", [table])


def _elsewhere(document: Document) -> list[Element]:
    """What is paid to it and what it makes, on the pages of all awards."""
    family = document["family"]
    paid = [subjects.elsewhere("vendor", family, "What it is paid for")]
    made = [subjects.elsewhere("maker", family, "What it makes, whoever sells it")]
    return [*paid, *(made if document["sellers"] else [])]


def _verdict(document: Document) -> str:
    """Who sells it, in one sentence: `ShadowDragon through ThunderCat and Panamerica.`"""
    others = [
        fmt.text(row["name"]) for row in document["sellers"] if row["seller"] != document["family"]
    ]
    direct = len(others) < len(document["sellers"])
    if others:
        also = " and directly" if direct else ", never directly, in what is held"
        return f"{document['name']} through {fmt.join(others)}{also}."
    if direct:
        return f"{document['name']} is paid itself in every award held that names its product."
    paid, _ = vendor_words.sums(document)
    if paid["award_count"]:
        return f"{document['name']} is paid in {fmt.count(paid['award_count'], 'award')} held."
    return f"No award held names a product of {document['name']}."


def _figures(document: Document) -> Element:
    paid, made = vendor_words.sums(document)
    shown = [
        _sum(
            "Obligated for its products",
            made,
            "whoever was paid.",
        ),
        _sum(
            "Obligated to it",
            paid,
            "as seller of record, whatever it sold. Not to be added to the other.",
        ),
    ]
    if channel := vendor_words.channel(document):
        usd, awards = channel
        says = f"{fmt.count(awards, 'award')}, a part of what was obligated to it."
        shown.append(common.money_figure("Of it for products of other makers", usd, says))
    return elements.Dl(
        # a reseller makes nothing: what it was paid comes first
        shown if made["award_count"] or document["role"] == "maker" else shown[1:],
        className="figures",
        id="figures",
    )


def _sum(name: str, counted: Any, says: str) -> Element:
    if not counted["award_count"]:
        return common.figure(name, "none held", "", "No award held.")
    if counted["vehicles_only"]:
        why = fmt.sentence(vendor_words.vehicles_only(counted))
        return common.figure(name, fmt.NOT_KNOWN, "", why)
    awards = fmt.count(counted["award_count"], "award")
    return common.money_figure(name, counted["obligated_usd"], f"{awards}, {says}")


def _sellers(document: Document) -> Element:
    columns = [("Sold by", ""), ("Role", ""), ("Awards", "number"), ("Obligated", "number")]
    body = [
        [
            subjects.vendor_link(row["name"], row["seller"]),
            fmt.text(row["role"], "nobody has said"),
            f"{row['awards']:,}",
            drilldown.link(row["obligated_usd"], _sold(row["seller"], document["family"])),
        ]
        for row in document["sellers"]
    ]
    products = fmt.join(document["products"])
    lead = f"Products we know: {products}." if products else "No product of it is in our tables."
    table = common.table(f"Who sells what {document['name']} makes", columns, body, "sellers-table")
    return common.section(
        "Who sells its product", "sellers", [elements.P(lead), table if body else _none(document)]
    )


def _sold(seller: str | None, maker: str | None) -> str:
    """The address of what one sold that another made; either may not be stated."""
    return drilldown.of_values({"vendor": [seller or NOT_STATED], "maker": [maker or NOT_STATED]})


def _none(document: Document) -> Element:
    return elements.P(f"No award held names a product of {document['name']}.")


def _makers(document: Document) -> Element | None:
    if not document["makers"]:
        return None
    columns = [("Made by", ""), ("Awards", "number"), ("Obligated", "number")]
    body = [
        [
            "not known: the text names no product of our tables"
            if row["maker"] is None
            else elements.Link(_name(row["maker"]), href=paths.vendor(row["maker"])),
            f"{row['awards']:,}",
            drilldown.link(row["obligated_usd"], _sold(document["family"], row["maker"])),
        ]
        for row in document["makers"]
    ]
    table = common.table(f"What {document['name']} was paid for", columns, body, "makers-table")
    return common.section("Whose products it sells", "makers", [table])


def _name(family: str) -> str:
    return vendor_document.names().get(family, (family,))[0]


def _names(document: Document) -> Element:
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
            fmt.text(row["name"]),
            fmt.day(row["first"]),
            fmt.day(row["last"]),
            f"{row['actions']:,}",
            fmt.exact(row["obligated_usd"]),
            fmt.text(row["joined"], ""),
        ]
        for row in document["names"]
    ]
    why = [
        elements.Li(
            [
                f"{row['value'] or document['name']}: {fmt.sentence(row['because'])} ",
                elements.Span(subjects.source(row["source"]), className="small"),
            ]
        )
        for row in document["decided"]
    ]
    result = (
        common.table("Names in time", columns, body, "names-table")
        if body
        else elements.P("No action held is in its own name.")
    )
    children = [result, elements.Ul(why, className="plain") if why else None]
    return common.section("Its names in time", "names", children)


def _awards(build: Build, document: Document) -> Element:
    request = unfiltered(build, OF, urlencode({"vendor": document["family"]}))
    return AWARDS.section(request, told=document)


def _product(row: Row, _: Result) -> Any:
    if fmt.missing(row["maker"]):
        return fmt.NOT_KNOWN
    name = subjects.vendor_link(_name(row["maker"]), row["maker"])
    product = fmt.text(row["product"], "")
    return [name, f", {product}"] if product else name


def _cite(result: Result) -> str:
    said = "; ".join(vendor_words.in_words(result.facts["told"]))
    return f"{said}. {citations.means(citations.OF_AWARDS)}"


def _lead(result: Result) -> list[Element]:
    cut = fmt.first_of(MOST, len(result.frame), "most obligated")
    return [elements.P(cut + "Those it was paid for, and those that name its product; each once.")]


AWARDS = View(
    "vendor",
    lambda result: f"Every award of {result.request.needed('vendor')}",
    "Each row is one award: those the vendor was paid for, and those whose text names a "
    "product that it makes.",
    lambda request: subject_rows.vendor_awards(request.build, request.needed("vendor")),
    OF,
    read=views.all_held(OF),
    words=lambda request: f"vendor or maker {request.needed('vendor')}",
    address=lambda request: paths.vendor(request.needed("vendor")),
    takes="Every award",
    search=lambda request: f"?vendor={paths.vendor(request.needed('vendor')).removeprefix(OF)}",
    heading="Every award",
    part="awards",
    lead=_lead,
    tables=[
        Table(
            "Awards held",
            [
                views.award(),
                views.vendor("Paid to"),
                Column("Product of", _product),
                views.usd("obligated_usd", "Obligated"),
                views.own_words(),
                views.text("component", "Component"),
                views.bought(),
                views.day("first_action_date", "First action"),
                views.official(),
            ],
            "awards-table",
            MOST,
        )
    ],
    cite=_cite,
)

PAGE = SubjectPage(OF, _one, lambda request: f"{unquote(request)}, a vendor, Sole Source", [AWARDS])
