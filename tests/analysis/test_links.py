"""The table of links that people judged: whole, reasoned, and refused when broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.rules.chain_links import COLUMNS, links
from analysis.rules.reachability import BrokenRules

A, B, C = (f"CONT_AWD_70{sign}_7012_-NONE-_-NONE-" for sign in "ABC")


def row(
    earlier: str = A,
    later: str = B,
    verdict: str = "confirmed",
    programme: str = "EXAMPLE",
    **cells: str,
) -> str:
    rest = {"because": "why", "source": "where", "since": "2026-11", "by": "who", **cells}
    return ",".join((earlier, later, verdict, programme, *rest.values()))


def table(folder: Path, *rows: str) -> Path:
    path = folder / "chains.csv"
    path.write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", "utf-8")
    return path


def test_a_fork_and_a_rejected_link_are_fine(tmp_path):
    found = links(table(tmp_path, row(), row(A, C), row(B, C, "rejected", "")))
    assert [link.verdict for link in found] == ["confirmed", "confirmed", "rejected"]
    assert found[0].where == "chains.csv, line 2"


def test_a_verdict_on_awards_that_nobody_here_holds_is_no_error(tmp_path):
    assert len(links(table(tmp_path, row("CONT_IDV_NOWHERE_7012", B)))) == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((row(), row()), "line 3: repeats chains.csv, line 2"),
        ((row(), row(verdict="rejected")), "line 3: contradicts chains.csv, line 2"),
        ((row(), row(B, A)), "line 3: contradicts chains.csv, line 2"),
        ((row(A, A),), "line 2: an award does not follow itself"),
        ((row(A, B), row(B, C), row(C, A)), "line 2: the chain comes back to CONT_AWD_70A"),
        ((row(A, B), row(B, C, programme="OTHER")), "line 3: CONT_AWD_70B"),
        ((row("70A"),), "line 2: earlier '70A' is no award key"),
        ((row(verdict="perhaps"),), "line 2: verdict 'perhaps'"),
        ((row(programme=""),), "line 2: programme is empty"),
        ((row(because=""),), "line 2: because is empty"),
        ((row(source=""),), "line 2: source is empty"),
        ((row(since="soon"),), "line 2: since 'soon'"),
        ((row(by=""),), "line 2: by is empty"),
        ((row() + ",more",), "line 2: the row has more or fewer cells"),
    ],
)
def test_a_broken_table_of_links_is_refused_by_file_and_line(tmp_path, rows, said):
    with pytest.raises(BrokenRules, match=r"chains\.csv") as refused:
        links(table(tmp_path, *rows))
    assert said in str(refused.value)


def test_a_table_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "chains.csv"
    path.write_text("earlier,later\n", "utf-8")
    with pytest.raises(
        BrokenRules, match=r"chains\.csv, line 1: the columns are earlier,later,verd"
    ):
        links(path)
