"""Help that fits: a sentence is short, and none is cut short on a terminal of 80 columns."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import pytest
import typer.main
from typer.testing import CliRunner

LONGEST = 60
APPS = ("fetch", "analysis", "dashboard")


def sentences(text: str) -> list[str]:
    """The sentences of a help text; a paragraph ends one too."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n", text)
    return [" ".join(part.split()) for part in parts if part.strip()]


def texts(app: str) -> Iterator[tuple[str, str]]:
    """Every help text of an application, with the command and option it belongs to."""
    root = typer.main.get_command(importlib.import_module(f"{app}.__main__").app)
    yield app, root.help or ""
    for name, command in getattr(root, "commands", {"": root}).items():
        yield f"{app} {name}", command.help or ""
        for parameter in command.params:
            yield f"{app} {name} {parameter.name}", getattr(parameter, "help", None) or ""


@pytest.mark.parametrize("app", APPS)
def test_a_sentence_of_help_has_at_most_60_characters(app):
    found = [(where, one) for where, text in texts(app) for one in sentences(text)]
    assert len(found) > 3
    assert not {where: one for where, one in found if len(one) > LONGEST}


@pytest.mark.parametrize("app", APPS)
def test_no_command_is_cut_short_in_a_list_of_80_columns(app):
    shown = CliRunner().invoke(
        importlib.import_module(f"{app}.__main__").app, ["--help"], terminal_width=80
    )
    assert shown.exit_code == 0
    assert "…" not in shown.output
    assert not re.findall(r"^  \w.*\.\.\.$", shown.output, re.MULTILINE)


@pytest.mark.parametrize("app", APPS)
def test_every_command_and_option_says_what_it_is(app):
    assert not [where for where, text in texts(app) if not text and not where.endswith("help")]
