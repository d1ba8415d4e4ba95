"""Tables that commands print for a person."""

from __future__ import annotations

import re
import sys

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
