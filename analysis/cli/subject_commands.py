"""The commands about what is bought, from whom, and for which system."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli import subject_text as words
from analysis.text import Component
from fetch.console import AsJson

Fiscal = Annotated[list[int] | None, typer.Option("--fy", help="Fiscal years of the actions.")]
FIGURE = '"ICE Palantir 2025 $81 million"'


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    for command, example in (
        (program, "program immigrationos --json"),
        (vendor, "vendor shadowdragon --count-under maker"),
        (technology, "technology biometrics --component ICE"),
        (review, "review technology --top 20"),
        (check, f"check {FIGURE}"),
    ):
        app.command(epilog=f"Example: python -m analysis {example}")(command)


def program(
    name: Annotated[str | None, typer.Argument(help="None lists every programme.")] = None,
    as_json: AsJson = False,
) -> None:
    """A system's dossier: its awards and single modifications, what is said, what is not known."""
    from analysis.documents import program as program_document
    from analysis.published.build import current

    build = current()
    if name is None:
        words.say(
            as_json, {"programs": program_document.listing(build), **build.told}, words.say_programs
        )
    else:
        words.say(as_json, program_document.document(build, name), words.say_program)


def vendor(
    name: Annotated[str | None, typer.Argument(help="None ranks every vendor.")] = None,
    count_under: Annotated[
        str, typer.Option(help="maker: whose product the text names; seller: the record's vendor.")
    ] = "maker",
    component: Component = None,
    fy: Fiscal = None,
    top: Annotated[int, typer.Option(min=1, help="Of the ranking.")] = 20,
    as_json: AsJson = False,
) -> None:
    """A vendor or maker: names over time, who sells whose product, every award."""
    from analysis.documents import vendor as vendor_document
    from analysis.published.build import current
    from analysis.published.selection import Selection
    from analysis.serialise import rows

    build = current()
    if name is None:
        chosen = Selection(component, fiscal_years=fy)
        ranked = rows(vendor_document.ranking(build, count_under, chosen, top))
        document = {"vendors": ranked, "count_under": count_under, **build.told}
        words.say(as_json, document, words.say_vendors)
    else:
        words.say(as_json, vendor_document.document(build, name, count_under), words.say_vendor)


def technology(
    category: Annotated[
        str | None, typer.Argument(help="A name or number, or look-alike; none sums up all.")
    ] = None,
    component: Component = None,
    fy: Fiscal = None,
    award: Annotated[str | None, typer.Option(help="Why one award is what the rules say.")] = None,
    as_json: AsJson = False,
) -> None:
    """What is bought by kind of technology, by which rule, with the words that matched."""
    from analysis.documents import technology as found
    from analysis.published.build import current
    from analysis.published.selection import Selection

    build = current()
    if award:
        words.say(as_json, found.of_award(build, award), words.say_why)
    elif category and fy:
        raise typer.BadParameter("a category lists whole awards; --fy sums up all kinds")
    elif category:
        words.say(as_json, found.category(build, category, component), words.say_category)
    else:
        chosen = Selection(component, fiscal_years=fy)
        words.say(as_json, found.summary(build, chosen), words.say_technology)


def review(
    kind: Annotated[
        str, typer.Argument(help="technology, makers, vendors, programs, chains or notices.")
    ],
    top: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """What rules are unsure of, most money first, and where a decision is written."""
    from analysis.documents.review import review as asking
    from analysis.published.build import current

    words.say(as_json, asking.document(current(), kind, top), words.say_review)


def check(  # noqa: PLR0913, PLR0917  one flag, one part of the question
    text: Annotated[str | None, typer.Argument(help=f"Such as {FIGURE}.")] = None,
    vendor: Annotated[str | None, typer.Option(help="Vendor, maker or programme.")] = None,
    component: Component = None,
    fy: Annotated[int | None, typer.Option("--fy", help="Fiscal year.")] = None,
    from_day: Annotated[str | None, typer.Option("--from", help="Such as 2025-01-20.")] = None,
    to_day: Annotated[str | None, typer.Option("--to", help="Such as 2025-09-30.")] = None,
    amount: Annotated[str | None, typer.Option(help="Such as 81000000 or '$81 million'.")] = None,
    measure: Annotated[str, typer.Option(help="obligated, given or ceiling.")] = "obligated",
    as_json: AsJson = False,
) -> None:
    """Is a figure in the news right? The nearest sums, and under which definition.

    Without a text or an amount: every figure of rules/press_figures.csv.
    """
    from analysis.documents.press import check as press_check
    from analysis.published.build import current

    build = current()
    if fy is not None and (from_day or to_day):
        raise typer.BadParameter("give --fy, or --from and --to, not both")
    if (
        text is None
        and amount is None
        and (vendor or component or fy is not None or from_day or to_day)
    ):
        raise typer.BadParameter("say the figure too: --amount '$81 million'")
    if text is None and amount is None:
        found = {"figures": press_check.known_figures(build), **build.told}
        words.say(as_json, found, words.say_figures)
        return
    if text is not None and amount is not None:
        raise typer.BadParameter("give a text or flags, not both")
    question = text or press_check.asked(
        build,
        amount=amount or "",
        vendor=vendor,
        component=component,
        fiscal_year=fy,
        from_day=from_day,
        to_day=to_day,
        measure=measure,
    )
    words.say(as_json, press_check.check(build, question), words.say_check)
