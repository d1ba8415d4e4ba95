"""`python -m analysis`: turn the records held into findings."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.cli import (
    caveat_commands,
    lineage_commands,
    money_commands,
    notice_commands,
    other_transaction_commands,
    place_commands,
    subject_commands,
)
from analysis.documents import notice_text
from analysis.text import Component, usd
from fetch import console
from fetch.console import AsJson
from fetch.settings import Settings

app = console.application("Turn the records held into findings.")
lineage_commands.add_to(app)
caveat_commands.add_to(app)
subject_commands.add_to(app)
other_transaction_commands.add_to(app)
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV on stdout.")]
Class = Annotated[list[str] | None, typer.Option("--class", help="Such as SOLE_SOURCE.")]
GROWTH_FIELDS = (
    "award_key",
    "piid",
    "award_kind",
    "recipient_name",
    "component",
    "competition_class",
    "competition_rule",
    "first_action_date",
    "obligated_usd",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "flags",
    "usaspending_url",
    "as_of",
)


@app.command(epilog="Example: python -m analysis build")
def build(
    force: Annotated[bool, typer.Option(help="Build even where nothing changed.")] = False,
    engine: Annotated[
        str, typer.Option(help="duckdb, spark-local, or a cluster: spark://HOST:PORT.")
    ] = "duckdb",
    source: Annotated[
        str | None,
        typer.Option("--from", help="Of a cluster: the export's folder or address."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compute every published table and swap them in, whole."""
    from analysis.publish.staleness import up_to_date

    settings = Settings()
    manifest = None if force or engine != "duckdb" else up_to_date(settings)
    if manifest is None:
        from analysis.publish.run import build as publish

        manifest = publish(settings, engine, source)
    if as_json:
        console.document(manifest)
    else:
        console.say(
            f"build {manifest['build_id']}: {manifest['actions']:,} actions of "
            f"{manifest['awards']:,} awards, as of {manifest['as_of']}"
        )


@app.command(epilog="Example: python -m analysis award 70CTD022FR0000170 --json")
def award(
    key_or_piid: Annotated[str, typer.Argument(metavar="KEY_OR_PIID")], as_json: AsJson = False
) -> None:
    """How one award was bought and how it grew, action by action."""
    from analysis.documents.award import award_document
    from analysis.published.build import current

    document = award_document(current(), key_or_piid)
    if as_json:
        console.document(document)
    else:
        _say_award(document)


@app.command(
    epilog="Example: python -m analysis growth --component ICE --class SOLE_SOURCE --top 5"
)
def growth(
    component: Component = None,
    competition_class: Class = None,
    top: Annotated[int, typer.Option(min=1, help="How many awards.")] = 20,
    since: Annotated[str | None, typer.Option(help="Awards that began on or after a day.")] = None,
    as_json: AsJson = False,
    by: Annotated[str, typer.Option(help="Rank by another measure.")] = "ceiling_growth_usd",
    as_csv: AsCsv = False,
) -> None:
    """The awards whose ceiling grew most, in dollars, or by another measure of growth."""
    _one_format(as_json, as_csv)
    from analysis.published import queries
    from analysis.published.build import current
    from analysis.published.selection import Selection
    from analysis.serialise import rows

    held = current()
    frame = queries.growth(held, Selection(component, competition_class, since=since), top, by)
    fields = (*GROWTH_FIELDS, "ranked_by")
    awards = rows(frame[list(fields)])
    counts = {name: frame.attrs[name] for name in ("matching", "left_out", "not_grown")}
    if as_json:
        console.document({"awards": awards, "by": by, **counts, **held.told})
    elif as_csv:
        _write_csv(awards, fields)
    else:
        _say_growth(awards, by)
    console.say(
        f"of {counts['matching']:,} awards, {counts['not_grown']:,} did not grow and the growth of "
        f"{counts['left_out']:,} is not known; as of {held.as_of}"
    )


@app.command(
    epilog="Example: python -m analysis competition --rule-set extent_only --by fiscal_year"
)
def competition(
    rule_set: Annotated[
        str, typer.Option(help="default, fpds2011, csis or extent_only (what USAspending sees).")
    ] = "default",
    by: Annotated[
        str, typer.Option(help="all, fiscal_year, component, vendor, psc_family or technology.")
    ] = "all",
    component: Component = None,
    fy: Annotated[list[int] | None, typer.Option(help="Fiscal years of the actions.")] = None,
    as_json: AsJson = False,
) -> None:
    """How much was competed, with both denominators, and where other rules differ from ours."""
    from analysis.documents.competition import competition_document
    from analysis.published.build import current

    document = competition_document(current(), rule_set, by, component, fy)
    if as_json:
        console.document(document)
    else:
        _say_competition(document)


@app.command(epilog="Example: python -m analysis cohorts --since 2020")
def cohorts(
    since: Annotated[int | None, typer.Option(min=1900, help="First fiscal year.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """How the awards of a fiscal year had grown after 1, 2, 3 … years, by how they were bought."""
    _one_format(as_json, as_csv)
    from analysis.published import queries
    from analysis.published.build import current
    from analysis.serialise import rows

    held = current()
    frame = queries.cohorts(held, since)
    cells = rows(frame)
    if as_json:
        console.document({"cohorts": cells, **held.told})
    elif as_csv:
        _write_csv(cells, frame.columns)
    else:
        _say_cohorts(cells)
    console.say(f"multiples of the base action's; none for fewer than 5 awards; as of {held.as_of}")


@app.command(epilog="Example: python -m analysis classify contracts.csv")
def classify(
    path: Annotated[Path, typer.Argument(metavar="FILE.csv", exists=True, dir_okay=False)],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Default: FILE.classified.csv beside it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add competition_class, competition_rule and competition_note to a CSV.

    The CSV uses the official column names: transactions or award summaries.
    """
    from analysis.documents.classify import classify_file

    target = output or path.with_name(f"{path.stem}.classified.csv")
    summary = classify_file(path, target)
    if as_json:
        console.document(summary.as_dict())
    else:
        console.say(f"{target}: {summary}")


@app.command(epilog="Example: python -m analysis describe METHOD.md")
def describe(
    document: Annotated[Path, typer.Argument(exists=True, help="A document, or a folder.")],
) -> None:
    """Write the tables of a document anew from the rules, between their marks."""
    from analysis.docs.describe import parts
    from fetch.describe import write

    write(document, parts())


money_commands.add_to(app)
notice_commands.add_to(app)
place_commands.add_to(app)


def _say_award(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    write(f"{document['piid']}  {document['recipient_name']}  {document['component']}\n")
    write(f"bought: {document['competition_class']} (rule {document['competition_rule']})\n")
    for name, value in document["competition_fields"].items():
        write(f"  {name} = {value or 'missing'}\n")
    if document["competition_note"]:
        write(f"  {document['competition_note']}\n")
    write(
        f"obligated {usd(document['obligated_usd'])}, ceiling "
        f"{usd(document['initial_ceiling_usd'])} at first, {usd(document['ceiling_usd'])} now\n"
    )
    for line in _moved(document["growth"]):
        write(f"  {line}\n")
    for action in document["actions"]:
        write(
            f"  {action['modification_number'] or '0':>8}  {action['action_date']}  "
            f"{action['growth_bucket'] or 'type not stated':<16} "
            f"{usd(action['obligated_usd']):>20}  "
            f"ceiling {usd(action['ceiling_change_usd'])}\n"
        )
    for notice in document["notices"]:
        write(f"{notice_text.say_notice(notice)}\n")
    for question in document["questions"].values():
        write(f"? {question}\n")
    write(f"{document['usaspending_url']}\nas of {document['as_of']}\n")


def _say_competition(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    for rate in document["rates"]:
        mark = "" if rate.get("comparable", True) else "  not comparable: before FY2011"
        write(f"{rate['value']}: obligated {usd(rate.get('obligated_usd'))}{mark}\n")
        write(
            f"  not competed {_percent(rate.get('share_of_all'))} of all, "
            f"{_percent(rate.get('share_of_known'))} of what is known\n"
        )
        if why := rate["share_missing_because"]:
            write(f"  no share: {why}\n")
        for row in rate["classes"]:
            kept_out = "" if row["in_rates"] else "  (not in rates)"
            write(
                f"  {row['competition_class']:<28} {usd(row['obligated_usd']):>22} "
                f"{row['awards']:>8,} awards{kept_out}\n"
            )
    for row in document["differs_from_default"]:
        where = f"{row['other_class']} where we say {row['default_class']}"
        money = f"{row['awards']:,} awards, {usd(row['obligated_usd'])}"
        write(f"{document['rule_set']} says {where}: {money}\n")
    said = document["record_says_competed_order_was_not"]
    write(
        f"{said['awards']:,} awards, {usd(said['obligated_usd'])}: extent competed says competed, "
        f"and the order was not\nas of {document['as_of']}\n"
    )


def _percent(share: float | None) -> str:
    return "no share" if share is None else f"{share:.1%}"


def _moved(growth: dict[str, Any]) -> list[str]:
    """By what kind of action the ceiling moved, and what speaks for an error of the record."""
    named = {
        name.removeprefix("ceiling_growth_").removesuffix("_usd").replace("_", " "): amount
        for name, amount in growth.items()
        if name.startswith("ceiling_growth_")
        and name.endswith("_usd")
        and name != "ceiling_growth_usd"
    }
    moved = [
        f"ceiling moved by {kind}: {usd(amount)}"
        for kind, amount in named.items()
        if amount not in (None, "0.00")
    ]
    return moved + [f"look first: {name}" for name in growth["screens"]]


def _say_growth(awards: list[dict[str, Any]], by: str) -> None:
    for row in awards:
        shown = _measured(row["ranked_by"], by)
        sys.stdout.write(
            f"{shown:>22}  {usd(row['initial_ceiling_usd']):>20} to "
            f"{usd(row['ceiling_usd']):<20} {row['competition_class']:<26} {row['piid']}  "
            f"{row['recipient_name']}\n"
        )


def _say_cohorts(cells: list[dict[str, Any]]) -> None:
    for cell in cells:
        spread = "too few to tell"
        if cell["median_ratio"] is not None:
            quarters = f"{cell['q1_ratio']:.2f} to {cell['q3_ratio']:.2f}"
            spread = f"median {cell['median_ratio']:.2f}, half of them {quarters}"
        sys.stdout.write(
            f"{cell['start_fiscal_year']}  {cell['what']:<10}  after {cell['years_after']:>2}  "
            f"{cell['competition_group']:<14}  {cell['awards']:>6,} awards  {spread}\n"
        )


def _write_csv(found: list[dict[str, Any]], fields: Iterable[str]) -> None:
    writer = csv.DictWriter(sys.stdout, list(fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)


def _one_format(as_json: bool, as_csv: bool) -> None:
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv are two formats; choose one")


def _measured(value: Any, name: str) -> str:
    """A measure as its unit asks: dollars, whole days, or four places."""
    if name.endswith("_usd"):
        return usd(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}"


if __name__ == "__main__":
    console.run(app)
