"""`python -m analysis`: turn the records held into findings."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis import lineage_commands
from fetch import commands
from fetch.commands import AsJson
from fetch.settings import Settings

app = commands.application("Turn the records held into findings.")
lineage_commands.add_to(app)
Component = Annotated[list[str] | None, typer.Option(help="ICE, 7012 or the official name.")]
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
    as_json: AsJson = False,
) -> None:
    """Compute every published table and swap them in, whole."""
    from analysis.fresh import up_to_date

    settings = Settings()
    manifest = None if force else up_to_date(settings)
    if manifest is None:
        from analysis.build import build as publish

        manifest = publish(settings)
    if as_json:
        commands.document(manifest)
    else:
        commands.say(
            f"build {manifest['build_id']}: {manifest['actions']:,} actions of "
            f"{manifest['awards']:,} awards, as of {manifest['as_of']}"
        )


@app.command(epilog="Example: python -m analysis award 70CTD022FR0000170 --json")
def award(
    key_or_piid: Annotated[str, typer.Argument(metavar="KEY_OR_PIID")], as_json: AsJson = False
) -> None:
    """How one award was bought and how it grew, action by action."""
    from analysis.published import current
    from analysis.report import award_document

    document = award_document(current(), key_or_piid)
    if as_json:
        commands.document(document)
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
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on stdout.")] = False,
) -> None:
    """The awards whose ceiling grew most, in dollars."""
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv are two formats; choose one")
    from analysis import queries
    from analysis.published import current
    from analysis.report import rows

    held = current()
    frame = queries.growth(held, component, competition_class, since, top)
    awards = rows(frame[list(GROWTH_FIELDS)])
    counts = {name: frame.attrs[name] for name in ("matching", "left_out", "not_grown")}
    if as_json:
        commands.document({"awards": awards, **counts, "as_of": held.as_of})
    elif as_csv:
        _write_csv(awards)
    else:
        _say_growth(awards)
    commands.say(
        f"of {counts['matching']:,} awards, {counts['not_grown']:,} did not grow and the growth of "
        f"{counts['left_out']:,} is not known; as of {held.as_of}"
    )


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
    from analysis.classify import classify_file

    target = output or path.with_name(f"{path.stem}.classified.csv")
    summary = classify_file(path, target)
    if as_json:
        commands.document(summary.as_dict())
    else:
        commands.say(f"{target}: {summary}")


@app.command(epilog="Example: python -m analysis describe METHOD.md")
def describe(document: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Write the tables of a document anew from the rules, between their marks."""
    from analysis.describe import parts
    from fetch.describe import fill

    document.write_text(fill(document.read_text("utf-8"), parts()), "utf-8")


def _say_award(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    write(f"{document['piid']}  {document['recipient_name']}  {document['component']}\n")
    write(f"bought: {document['competition_class']} (rule {document['competition_rule']})\n")
    for name, value in document["competition_fields"].items():
        write(f"  {name} = {value or 'missing'}\n")
    if document["competition_note"]:
        write(f"  {document['competition_note']}\n")
    write(
        f"obligated {_usd(document['obligated_usd'])}, ceiling "
        f"{_usd(document['initial_ceiling_usd'])} at first, {_usd(document['ceiling_usd'])} now\n"
    )
    for action in document["actions"]:
        write(
            f"  {action['modification_number'] or '0':>8}  {action['action_date']}  "
            f"{action['growth_bucket'] or 'type not stated':<16} "
            f"{_usd(action['obligated_usd']):>20}  "
            f"ceiling {_usd(action['ceiling_change_usd'])}\n"
        )
    for question in document["questions"].values():
        write(f"? {question}\n")
    write(f"{document['usaspending_url']}\nas of {document['as_of']}\n")


def _say_growth(awards: list[dict[str, Any]]) -> None:
    for row in awards:
        sys.stdout.write(
            f"{_usd(row['ceiling_growth_usd']):>22}  {_usd(row['initial_ceiling_usd']):>20} to "
            f"{_usd(row['ceiling_usd']):<20} {row['competition_class']:<26} {row['piid']}  "
            f"{row['recipient_name']}\n"
        )


def _write_csv(awards: list[dict[str, Any]]) -> None:
    writer = csv.DictWriter(sys.stdout, GROWTH_FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(awards)


def _usd(amount: str | None) -> str:
    from decimal import Decimal

    return "not stated" if amount is None else f"${Decimal(amount):,.2f}"


if __name__ == "__main__":
    commands.run(app)
