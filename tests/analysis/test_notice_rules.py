"""The rule tables about notices: whole, reasoned, and refused when broken."""

from __future__ import annotations

import pytest

from analysis.rules import notice_rules
from analysis.rules.reachability import BrokenRules

ID, KEY = f"{1:032x}", "CONT_AWD_70A_7012_-NONE-_-NONE-"
END = "why,where,2026-11,who"
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
        ("posting_deadlines.csv", "open market,no,2009-13-01,14," + END, "line 2"),
        ("posting_deadlines.csv", "open market,no,2009-01-01,soon," + END, "line 2"),
        ("no_notice.csv", "WHY,,,,elsewhere,plain," + END, "parent 'elsewhere'"),
        ("no_notice.csv", "WHY,,,,,plain,,where,2026-11,who", "because is empty"),
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
