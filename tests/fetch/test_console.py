"""Tables that commands print for a person."""

from __future__ import annotations

import io
import json
import re
import sys
import time

from fetch import console

COLUMNS = ("Vendor", ("Dollars", "right"))
LONG = "Example Surveillance Systems of a Very Long Name " * 5


def test_a_table_in_a_pipe_is_plain_and_as_wide_as_it_must_be(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    console.table(COLUMNS, [(LONG.strip(), "1,000"), ("[bold]Odd[/]", None)], title="Top [x]")
    assert capsys.readouterr().out == (
        f"Top [x]\nVendor{' ' * (len(LONG) - 6)} Dollars\n{LONG.strip()}    1,000\n[bold]Odd[/]\n"
    )


def test_a_table_on_a_narrow_terminal_loses_no_letter(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    console.table(COLUMNS, [("A" * 100, 1_000)])
    shown = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)
    assert shown.count("A") == 100
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= 40


def test_a_table_without_names_has_no_head(capsys):
    console.table(("", ""), [("a", "b")])
    assert capsys.readouterr().out == "a  b\n"


WAITING = (
    "being made: SubawardsAndPrimeTransactions_2026-11-20_H12M00S05000000.zip, "
    "since 12:03 UTC (4 min), at most 4 h"
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_name_is_cut_in_its_middle_and_words_are_not():
    short = console.fitted(WAITING)
    assert short.startswith("being made: Subaward")
    assert short.endswith("since 12:03 UTC (4 min), at most 4 h")
    assert re.search(r" Subaward…0000\.zip,| \S+…\S+\.zip, ", short)
    assert console.fitted("to the warehouse") == "to the warehouse"
    assert console.fitted("a b " * 40) == "a b " * 40
    assert len(console.fitted("x" * 300)) == console.MOST_NAMED


def test_a_narrow_terminal_shows_every_word_of_what_it_waits_for(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    with console.progress() as announce:
        announce(WAITING, 0)
        announce(WAITING.replace("4 min", "5 min"), 0)
    shown = " ".join(re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", " ", screen.getvalue()).split())
    for word in ("being made:", "12:03", "(5", "min),", "most 4 h"):
        assert word in shown


def test_a_log_has_a_line_within_every_minute_of_waiting(monkeypatch, capsys):
    moments = iter(range(0, 100_000, 5))
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))
    with console.progress() as announce:
        begun = next(moments)
        for _ in range(60):
            announce(WAITING, 0)
        passed = next(moments) - begun
    lines = capsys.readouterr().err.splitlines()
    assert set(lines) == {WAITING}
    assert len(lines) >= passed // 60


STEERING = "A\x1b[31m\x9b1m\u202eB\udcf1"


def test_a_document_has_no_sign_that_steers_a_terminal_and_loses_none(capsys):
    console.document({"name": STEERING, "plain": "é 世"})
    out = capsys.readouterr().out
    assert json.loads(out) == {"name": STEERING, "plain": "é 世"}
    assert '"plain": "é 世"' in out
    assert out.replace("\n", "").isprintable()


def test_an_answer_has_none_either(capsys):
    console.answer(f"{STEERING}\nC")
    assert capsys.readouterr().out == "A\ufffd[31m\ufffd1m\ufffdB\ufffd\nC\n"
