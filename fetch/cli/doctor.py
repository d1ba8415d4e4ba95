"""`fetch doctor`: whether a service is still what this tool relies on."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from fetch import console
from fetch.cli.award import ENDED
from fetch.console import AsJson
from fetch.settings import Settings


def doctor(
    source: Annotated[
        str, typer.Option(help="usaspending, or sam: inferences about SAM.gov.")
    ] = "usaspending",
    as_json: AsJson = False,
) -> None:
    """Check the service against this tool's assumptions.

    About twenty small requests; nothing enters the warehouse.
    Of SAM.gov a few, two of them from the key's daily quota.
    Exit 0 where every assumption holds.
    """
    from fetch.sam.doctor import doctor_sam
    from fetch.usaspending.doctor.doctor import doctor as doctor_usaspending

    services = {"usaspending": doctor_usaspending, "sam": doctor_sam}
    if source not in services:
        raise typer.BadParameter(f"{source}: there are {' and '.join(services)}")
    with console.progress(ENDED) as announce:
        report = services[source](Settings(), announce, console.say)
    if as_json:
        console.document(report)
    else:
        _print(report["checks"])
    if not report["good"]:
        raise typer.Exit(1)


def _print(checks: list[dict[str, Any]]) -> None:
    """Every check, then what follows of those that do not hold."""
    from fetch.doctor.checks import HOLDS

    console.table(
        ("Verdict", "Check", "Came"),
        [(check["verdict"], check["name"], check["came"]) for check in checks],
    )
    for check in checks:
        if check["verdict"] != HOLDS:
            console.answer(
                f"{check['name']}\n    assumed: {check['assumed']}\n    follows: {check['follows']}"
            )
