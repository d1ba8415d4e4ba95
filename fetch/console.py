"""Console: output, progress and exit codes of every command of the project.

Results go to stdout, one JSON document with `--json`; words and progress go to stderr.
Exit 0 done, 1 failed with one clear sentence, 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, Literal

import typer
from pydantic import ValidationError

from fetch.errors import SoleSourceError, plainly, steers
from fetch.progress import Announce
from fetch.progress import Progress as Moving
from fetch.settings import wrong_settings

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

Justify = Literal["left", "center", "right"]

LOG_SECONDS = 45.0
"""Between two lines of a log: with looks at a download 15 s apart, one within every minute."""
MOST_BARS = 2
MOST_NAMED = 64
"""Characters of a step on a terminal, where its words leave room for that."""
SHORTEST_NAME = 16
BAR_WIDTH = 16
UNLIMITED = 100_000
"""Characters of a line that no terminal shows: a pipe or a file has no width."""


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
        sys.exit(error.exit_code)
    except ValidationError as error:
        say(wrong_settings(error))
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        say(f"{error.filename or 'a file'}: {error.strerror or error}")
        sys.exit(1)


def fitted(text: str, most: int = MOST_NAMED) -> str:
    """A text with its long names cut in their middle until it fits; its words stay whole."""
    while len(text) > most:
        name = max(text.split(" "), key=len)
        if len(name) <= SHORTEST_NAME:
            break
        kept = max(SHORTEST_NAME, len(name) - (len(text) - most)) - 1
        text = text.replace(name, f"{name[: kept - kept // 2]}…{name[len(name) - kept // 2 :]}", 1)
    return text


def say(text: str) -> None:
    """A line for a person."""
    sys.stderr.write(plainly(text) + "\n")


def answer(text: str) -> None:
    """A line, or several, of a command's answer on stdout."""
    sys.stdout.write(plainly(text) + "\n")


def document(value: Any) -> None:
    """One JSON document on stdout; signs that steer a terminal stand there as JSON escapes."""
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    sys.stdout.write("\n".join(_escaped(line) for line in text.split("\n")) + "\n")


def _escaped(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(json.dumps(sign)[1:-1] if steers(sign) else sign for sign in line)


def table(
    columns: Sequence[str | tuple[str, Justify]],
    rows: Iterable[Sequence[object]],
    title: str = "",
) -> None:
    """A table for a person on stdout; numbers go right: `("Dollars", "right")`.

    No cell is cut short: on a terminal long ones wrap, elsewhere lines are as long as they
    must be, without color or trailing spaces. A missing value is an empty cell.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    named: list[tuple[str, Justify]] = [
        (column, "left") if isinstance(column, str) else column for column in columns
    ]
    shown = Table(
        title=Text(title, style="bold") if title else None,
        title_justify="left",
        box=None,
        pad_edge=False,
        show_header=any(name for name, _ in named),
    )
    for name, justify in named:
        shown.add_column(Text(name), justify=justify, overflow="fold")
    for row in rows:  # as Text: a bracket in a vendor's name is no markup
        shown.add_row(*(Text("" if cell is None else plainly(str(cell))) for cell in row))
    on_terminal = sys.stdout.isatty()
    out = Console(
        file=sys.stdout,
        force_terminal=on_terminal,
        width=None if on_terminal else UNLIMITED,
        highlight=False,
    )
    with out.capture() as capture:
        out.print(shown)
    lines = capture.get().removesuffix("\n").split("\n")
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in lines))


@contextmanager
def progress(ended: str = "what came is kept; run it again to go on") -> Iterator[Announce]:
    """A bar a step on a terminal; elsewhere a line within a minute. Ctrl-C ends with 130.

    `ended` is what Ctrl-C means for this command, in words for a person.

    `announce(what, size)` begins a step and gives the function that moves it on; a step of
    size 0 has no end that is known.
    """
    try:
        with _bars() if sys.stderr.isatty() else _log() as announce:
            yield announce
    except KeyboardInterrupt:
        say(f"ended by you; {ended}")
        sys.stderr.flush()
        os._exit(130)  # a download under way may wait on its socket for minutes; it may be cut


@contextmanager
def _log() -> Iterator[Announce]:
    """A line within a minute, of the step that moved last."""
    last = time.monotonic()
    lock = threading.Lock()

    def announce(what: str, size: int) -> Moving:
        done = 0

        def move(count: int) -> None:
            nonlocal done, last
            with lock:
                done += count
                if time.monotonic() - last >= LOG_SECONDS:
                    last = time.monotonic()
                    share = f": {done / size:.0%} of {size:,}" if size else f": {done:,}"
                    say(f"{what}{share if size or done else ''}")

        move(0)
        return move

    yield announce


@contextmanager
def _bars() -> Iterator[Announce]:
    """A bar for each step under way, with its rate and the time left; the last few are shown.

    Downloads announce and move from threads of their own: a step may lose its bar to later
    ones before it ends.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.table import Column

    columns = (
        # wraps where the terminal is narrow: rich would cut the words else
        TextColumn("{task.description}", markup=False, table_column=Column(overflow="fold")),
        BarColumn(bar_width=BAR_WIDTH),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    lock = threading.Lock()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def announce(what: str, size: int) -> Moving:
            with lock:
                over = {t.id for t in bars.tasks if t.finished or t.total is None}
                for shown in over.union(t.id for t in bars.tasks[:-MOST_BARS]):
                    bars.remove_task(shown)
                task = bars.add_task(fitted(what), total=size or None)

            def move(count: int) -> None:
                with lock:
                    if task in bars.task_ids:
                        bars.advance(task, count)

            return move

        yield announce
