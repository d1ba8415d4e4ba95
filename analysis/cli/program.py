"""`analysis program`: a system's dossier, or the list of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from analysis.cli.speech import answer, line
from analysis.documents.notice_text import say_notice
from analysis.documents.types.program import ProgramAward, ProgramDocument
from analysis.text import bought, count, usd
from fetch import console
from fetch.console import AsJson

PARTS = (
    ("", "awards"),
    ("support by others, not in the sum", "support"),
    ("leads, not proved, not in the sum", "leads"),
    ("something else, easily mixed up", "apart"),
)


def program(
    name: Annotated[str | None, typer.Argument(help="None lists every program.")] = None,
    as_json: AsJson = False,
) -> None:
    """Open a system's dossier: awards, growth, sources, gaps."""
    from analysis.cli.held import current
    from analysis.documents import program as program_document

    build = current()
    if name is None:
        answer(
            as_json,
            {
                "programs": program_document.listing(build),
                "counted_once": program_document.counted_once(build),
                **build.provenance,
            },
            _say_list,
        )
    else:
        answer(as_json, program_document.document(build, name), _say)


def _say_list(document: Mapping[str, Any]) -> None:
    console.table(
        ("Program", ("Obligated for it", "right"), "What it is"),
        [
            (
                row["programme"],
                usd(row["obligated_usd"], "nothing held")
                if row["public"]
                else "no public contract",
                row["what"],
            )
            for row in document["programs"]
        ],
    )
    once = document["counted_once"]
    line(
        f"all programs together, each action once: {usd(once['obligated_usd'], 'nothing')} of "
        f"{count(once['actions'], 'action')}; the sums above share actions and must not be added"
    )


def _say(document: ProgramDocument) -> None:
    from analysis.documents.program import also_in_words

    line(f"{document['name']}: {document['what']}\n{document['answer']}")
    why = document["obligated_missing_because"] or "nothing held"
    line(f"obligated {usd(document['obligated_usd'], f'not known: {why}')}")
    for shared in document["also_counted"]:
        line(f"! {also_in_words(shared)}")
    for title, name in PARTS:
        awards: list[ProgramAward] = document[name]  # type: ignore[literal-required]
        if awards:
            _say_awards(title, awards)
    for gap in document["not_held"]:
        line(f"not held: {gap['award']} {gap['modification'] or ''} ({gap['because']})")
    for notice in document["notices"]:
        line(f"{notice['piid']}: {say_notice(dict(notice))}")
        if written := notice["said"]:
            line(f"  written down of it [{written['basis']}] {written['said']}")
    for each in document["says"]:
        line(f"{each['kind']} [{each['basis']}] {each['said']} ({each['source']})")
    for search in document["searches"]:
        now = search["in_what_is_held"]
        line(
            f"searched {'|'.join(search['words'])} in {search['searched']}: {search['found']} "
            f"({search['as_of']}); in what is held now: {count(now['actions'] or 0, 'action')} of "
            f"{count(now['awards'] or 0, 'award')}, in {count(now['texts'], 'text')}"
        )


def _say_awards(title: str, awards: list[ProgramAward]) -> None:
    console.table(
        ("Award", "How bought", ("Obligated for it", "right"), "Vendor", ""),
        [
            (
                award["piid"],
                bought(award),
                usd(award["obligated_usd"]),
                award["recipient_name"],
                _part(award),
            )
            for award in awards
        ],
        title,
    )


def _part(award: ProgramAward) -> str:
    if award["whole"]:
        return ""
    numbers = (each["modification_number"] or "0" for each in award["modifications"])
    return f"only these modifications: {', '.join(numbers)}"
