"""`analysis competition`: competition rates by rule set."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.options import Component
from analysis.cli.speech import line, percent, say_coverage
from analysis.documents.types.rates import CompetitionDocument
from analysis.text import count, percent_range, usd
from fetch import console
from fetch.console import AsJson


def competition(
    rule_set: Annotated[
        str, typer.Option(help="default, fpds2011, csis or extent_only.")
    ] = "default",
    by: Annotated[str, typer.Option(help="all or fiscal_year, component, vendor, …")] = "all",
    component: Component = None,
    fy: Annotated[list[int] | None, typer.Option(help="Fiscal years of the actions.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how much was competed, and by whose rules.

    By fiscal_year, component, vendor, psc_family, technology.
    The set extent_only is what USAspending's own filter sees.
    """
    from analysis.cli.held import current
    from analysis.documents.competition import competition_document

    document = competition_document(current(), rule_set, by, component, fy)
    if as_json:
        console.document(document)
    else:
        _say(document)


def _say(document: CompetitionDocument) -> None:
    for rate in document["rates"]:
        mark = "  not comparable: before FY2011" if rate["comparable"] is False else ""
        line(f"{rate['value']}: obligated {usd(rate['obligated_usd'])}{mark}")
        low, high = rate["not_competed_low"], rate["not_competed_high"]
        line(
            f"  not competed {percent_range(low, high)}; "
            f"class unknown {percent(rate['unknown_share'])}"
        )
        if why := rate["share_missing_because"]:
            line(f"  no share: {why}")
        console.table(
            ("Class", ("Obligated", "right"), ("Awards", "right"), ""),
            [
                (
                    row["competition_class"],
                    usd(row["obligated_usd"]),
                    f"{row['awards']:,}",
                    "" if row["in_rates"] else "not in rates",
                )
                for row in rate["classes"]
            ],
        )
    vehicles = document["vehicles"]
    line(
        f"{count(vehicles['awards'], 'vehicle')} among them, "
        f"{usd(vehicles['obligated_usd'], 'nothing')}: each counts by how it was itself bought; "
        "an award's page and list call it VEHICLE and say that beside it"
    )
    for row in document["differs_from_default"]:
        where = f"{row['other_class']} where we say {row['default_class']}"
        money = f"{row['awards']:,} awards, {usd(row['obligated_usd'])}"
        line(f"{document['rule_set']} says {where}: {money}")
    apart = document["record_says_competed_order_was_not"]
    line(
        f"of all that is held, {apart['awards']:,} awards, {usd(apart['obligated_usd'])}: extent "
        "competed says "
        f"competed, and the order was not\nas of {document['as_of']}"
    )
    say_coverage(document)
