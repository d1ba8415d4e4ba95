"""`analysis vendor`: one vendor or maker, or the ranking of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from analysis.cli.options import Component, Fiscal, Top
from analysis.cli.speech import answer, line
from analysis.documents.types.vendor import FirmRow, VendorDocument
from analysis.text import count, usd
from fetch import console
from fetch.console import AsJson


def vendor(
    name: Annotated[str | None, typer.Argument(help="None ranks every vendor.")] = None,
    count_under: Annotated[
        str | None,
        typer.Option(help="maker that the text names, or seller who is paid. Both are said."),
    ] = None,
    component: Component = None,
    fy: Fiscal = None,
    top: Top = 20,
    as_json: AsJson = False,
) -> None:
    """Open a vendor or maker by any of its names or numbers."""
    from analysis.cli.held import current
    from analysis.documents import vendor as vendor_document
    from analysis.published.selection import Selection
    from analysis.serialise import rows

    build = current()
    if name is None:
        selection = Selection(component, fiscal_years=fy)
        under = count_under or "maker"
        ranked = rows(vendor_document.ranking(build, under, selection, top))
        document = {"vendors": ranked, "count_under": under, **build.provenance}
        answer(as_json, document, _say_ranking)
    else:
        answer(as_json, vendor_document.document(build, name, count_under), _say)


def _say_ranking(document: Mapping[str, Any]) -> None:
    console.table(
        (("Obligated", "right"), ("Awards", "right"), "Vendor", ""),
        [
            (
                usd(row["obligated_usd"]),
                f"{row['awards']:,}",
                row["name"],
                "" if row["maker_known"] else "maker of some not known",
            )
            for row in document["vendors"]
        ],
    )


def _say(document: VendorDocument) -> None:
    from analysis.documents.vendor_words import in_words

    for sentence in in_words(document):
        line(sentence)
    for row in document["sellers"]:
        known = usd(row["obligated_usd"], "not known: no order is held")
        sold = f"{known}, {count(row['awards'] or 0, 'award')}"
        line(f"  through {row['name']}: {sold}")
    for made in document["makers"]:
        whose = made["maker"] or "makers that its texts do not name"
        if whose != document["family"]:
            paid = f"{usd(made['obligated_usd'])}, {count(made['awards'] or 0, 'award')}"
            line(f"  paid for products of {whose}: {paid}")
    for firm in (document["not_merged"] or {"firms": []})["firms"]:
        line(f"  not merged: {_firm(firm)}")
    for firm in document["firms"]:
        line(f"  on its awards: {_firm(firm)}")
    for named in document["names"]:
        line(f"  named {named['name']} {named['first']} to {named['last']}")
    console.table(
        ("First action", "Award", ("Obligated", "right"), "Paid to", "Product"),
        [
            (
                award["first_action_date"],
                award["piid"],
                usd(award["obligated_usd"]),
                award["recipient_name"],
                award["product"],
            )
            for award in document["awards"]
        ],
    )


def _firm(firm: FirmRow) -> str:
    place = f" of {firm['place']}" if firm["place"] else ", place not stated"
    last = firm["last_action_date"] or "not stated"
    return f"{firm['name']}{place}, last action {last}: {usd(firm['obligated_usd'])}"
