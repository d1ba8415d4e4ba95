"""Generator of docs/cli.md: commands, filters and views."""

from __future__ import annotations

from collections.abc import Mapping

import typer
from typer.main import get_command

from dashboard.facets import FACETS
from fetch.describe import table

Apps = Mapping[str, typer.Typer]


def parts(apps: Apps) -> dict[str, str]:
    """Every command of every application, by application, and every filter of the pages."""
    commands = {f"commands-{name}": _commands(name, app) for name, app in apps.items()}
    return {**commands, "filters": _filters()}


def _commands(name: str, app: typer.Typer) -> str:
    """A table of commands, each with its options; an argument is written in capitals."""
    group = get_command(app)
    commands = getattr(group, "commands", {})
    rows = []
    for command in commands.values():
        arguments = [
            (each.metavar or each.name).upper()
            for each in command.params
            if each.param_type_name == "argument"
        ]
        options = [
            f"`{each.opts[0]}` {each.help or ''}".strip()
            for each in command.params
            if each.param_type_name == "option" and each.name != "help"
        ]
        line = " ".join([f"python -m {name}", command.name or "", *arguments])
        example = (command.epilog or "").removeprefix("Example: ")
        rows.append(
            (f"`{line}`", command.help or "", "; ".join(options), f"`{example}`" if example else "")
        )
    return table(("command", "what it does", "options", "example"), rows)


def _filters() -> str:
    """A table of filters: in the address, in words, and the pages that do not heed them."""
    rows = [
        (
            f"`{each.name}=`",
            each.label,
            "one" if each.single else "several",
            ", ".join(f"`{path}`" for path in sorted(each.ignored_on)) or "none",
        )
        for each in FACETS
    ]
    return table(("in an address", "in words", "values at a time", "pages that ignore it"), rows)
