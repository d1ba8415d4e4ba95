"""How every command of the project speaks.

Results go to stdout, one JSON document with `--json`; words and progress go to stderr.
Exit 0 done, 1 failed with one clear sentence, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from fetch.errors import SoleSourceError
from fetch.files import Announce
from fetch.files import Progress as Moving


def application(help_text: str) -> typer.Typer:
    """A Typer application with this project's manners."""
    return typer.Typer(
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


def run(app: typer.Typer) -> None:
    """Run a command; what goes wrong is one line on stderr, never a trace."""
    try:
        app()
    except SoleSourceError as error:
        say(str(error))
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        say(f"{error.filename or 'a file'}: {error.strerror or error}")
        sys.exit(1)


def say(text: str) -> None:
    """A line for a person."""
    sys.stderr.write(text + "\n")


def document(value: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n")


@contextmanager
def progress() -> Iterator[Announce]:
    """A bar a step on a terminal; silence elsewhere.

    `announce(what, size)` begins a step and gives the function that moves it on; a step of
    size 0 has no end that is known, and is done when the next begins.
    """
    if not sys.stderr.isatty():
        yield lambda _, __: lambda ___: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def announce(what: str, size: int) -> Moving:
            for done in bars.tasks:
                bars.remove_task(done.id)
            task = bars.add_task(what[-48:], total=size or None)
            return lambda count: bars.advance(task, count)

        yield announce
