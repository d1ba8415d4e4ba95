"""The rule tables about notices: whole, reasoned, and refused when broken."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.rules import notice_rules
from analysis.rules.reachability import BrokenRules

ID, KEY = f"{1:032x}", "CONT_AWD_70A_7012_-NONE-_-NONE-"
END = "why,where,2026-11,who"
LAST = "why,where,,2026-11,who"
READ = {
    notice_rules.AUTHORITIES: notice_rules.authorities,
    notice_rules.DEADLINES: notice_rules.deadlines,
    notice_rules.REASONS: notice_rules.reasons,
    notice_rules.LINKS: notice_rules.judged,
}


@pytest.mark.parametrize("name", READ)
def test_every_table_is_whole_and_each_row_has_its_reason(name):
    assert READ[name]()


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        ("authorities.csv", "FAR 1,1.1,words,open market,no,plain," + END, "not both"),
        ("authorities.csv", "FAR 1,1.1,,nowhere,no,plain," + END, "lane 'nowhere'"),
        ("authorities.csv", "FAR 1,,(,open market,no,plain," + END, "line 2"),
        ("posting_deadlines.csv", "open market,no,2009-13-01,14,award,FAR 1,," + END, "line 2"),
        ("posting_deadlines.csv", "open market,no,2009-01-01,soon,award,FAR 1,," + END, "line 2"),
        ("posting_deadlines.csv", "open market,no,2009-01-01,1,noon,FAR 1,," + END, "'noon'"),
        ("posting_deadlines.csv", "open market,no,2009-01-01,1,award,,," + END, "cites is empty"),
        ("no_notice.csv", "WHY,,,,,elsewhere,,,,,,plain," + LAST, "parent 'elsewhere'"),
        ("no_notice.csv", "WHY,,,,,,,perhaps,,,,plain," + LAST, "event 'perhaps'"),
        ("no_notice.csv", "WHY,,,,,,9999,,,,,plain," + LAST, "component '9999'"),
        ("no_notice.csv", "WHY,,,,,,,,,,nothing,plain," + LAST, "up_to 'nothing'"),
        ("no_notice.csv", "WHY,,,,,,,,soon,,,plain," + LAST, "line 2"),
        ("no_notice.csv", "WHY,,,,,,,,,,,plain,,where,,2026-11,who", "because is empty"),
        ("notice_links.csv", f"17,{KEY},,confirmed," + END, "notice_id '17'"),
        ("notice_links.csv", f"{ID},70A,,confirmed," + END, "award_key '70A'"),
        ("notice_links.csv", f"{ID},{KEY},,perhaps," + END, "verdict 'perhaps'"),
        ("notice_links.csv", f"{ID},{KEY},,confirmed,why,where,soon,who", "since 'soon'"),
        ("notice_links.csv", f"{ID},{KEY},,confirmed,{END},more", "more or fewer cells"),
    ],
)
def test_a_broken_row_is_refused_by_file_line_and_reason(tmp_path, name, row, said):
    path = tmp_path / name
    header = ",".join(notice_rules.COLUMNS[name].split())
    path.write_text(f"{header}\n{row}\n", "utf-8")
    with pytest.raises(BrokenRules, match=f"{name}, line 2") as refused:
        READ[name](path)
    assert said in str(refused.value)


def test_a_pair_is_judged_once(tmp_path):
    path = tmp_path / notice_rules.LINKS
    header = ",".join(notice_rules.COLUMNS[notice_rules.LINKS].split())
    rows = [f"{ID},{KEY},,{verdict},{END}" for verdict in ("confirmed", "rejected")]
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    with pytest.raises(BrokenRules, match="twice"):
        notice_rules.judged(path)


def test_a_table_without_its_columns_is_refused(tmp_path):
    path = tmp_path / notice_rules.LINKS
    path.write_text("notice_id,award_key\n", "utf-8")
    with pytest.raises(BrokenRules, match="line 1: the columns are notice_id,award_key,modi"):
        notice_rules.judged(path)


def test_a_notice_is_not_rejected_for_an_award_and_confirmed_for_its_modification(tmp_path):
    path = tmp_path / notice_rules.LINKS
    header = ",".join(notice_rules.COLUMNS[notice_rules.LINKS].split())
    rows = [f"{ID},{KEY},,rejected,{END}", f"{ID},{KEY},P00001,confirmed,{END}"]
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    with pytest.raises(BrokenRules, match="confirmed for its P00001"):
        notice_rules.judged(path)


@pytest.mark.parametrize(
    ("lane", "urgent", "day", "days", "cites"),
    [
        ("open market", False, "2024-01-15", 14, "FAR 6.305(a)"),
        ("open market", True, "2024-01-15", 30, "FAR 6.305(b)"),
        ("schedule order", False, "2025-04-11", 14, "FAR 8.405-6(a)(2)(i)"),
        ("schedule order", True, "2025-04-11", 30, "FAR 8.405-6(a)(2)(ii)"),
        ("multiple-award order", False, "2024-01-15", 14, "FAR 16.505(b)(2)(ii)(D)(1)"),
        ("multiple-award order", True, "2024-01-15", 30, "FAR 16.505(b)(2)(ii)(D)(3)"),
        ("commercial, simplified", True, "2024-01-15", 30, "FAR 13.501(a)(1)(iii)"),
        ("brand name", False, "2024-01-15", 0, "FAR 6.305(c)"),
    ],
)
def test_each_deadline_has_its_paragraph(lane, urgent, day, days, cites):
    rule = in_force(lane, urgent, day)
    assert (rule.days, rule.cites, rule.unconfirmed) == (days, cites, "")


@pytest.mark.parametrize(
    ("lane", "older", "newer"),
    [
        ("open market", "6.305(a)", "6.301(b)"),
        ("schedule order", "8.405-6(a)(2)(i)", "538.7104-3"),
        ("multiple-award order", "16.505(b)(2)(ii)(D)(1)", "16.507-6(f)(1)"),
        ("commercial, simplified", "13.501(a)(1)(iii)", "12.301(a)(2)"),
    ],
)
def test_from_the_day_of_dhs_both_numberings_stand_side_by_side(lane, older, newer):
    assert newer not in in_force(lane, False, "2025-11-02").cites
    both = in_force(lane, False, "2025-11-03").cites
    assert older in both
    assert newer in both


def test_a_day_that_was_not_read_is_called_unconfirmed():
    assert "2009-01-15" in in_force("open market", False, "2009-06-01").unconfirmed
    assert "2025-06-27" in in_force("open market", False, "2026-01-02").unconfirmed
    assert "were not read" in in_force("schedule order", True, "2026-01-02").unconfirmed


def in_force(lane: str, urgent: bool, day: str) -> notice_rules.Deadline:
    """The deadline in force on a day."""
    rules = [
        each for each in notice_rules.deadlines() if (each.lane, each.urgent) == (lane, urgent)
    ]
    met = [each for each in rules if each.from_date <= date.fromisoformat(day)]
    return max(met, key=lambda each: each.from_date)
