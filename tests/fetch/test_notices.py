"""Bulk files as they really are: sloppy, in Windows-1252, and larger than memory should care."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from fetch.errors import FileRefused
from fetch.ingest.pipeline import IngestPipeline
from fetch.progress import silent
from fetch.sam import bulk_csv
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.benchmarks.measure import measured
from tests.service.notices import EMAIL, HEADER, big_bulk, bulk, notice

AS_OF = "2026-11-20T00:00:00+00:00"


def take(settings: Settings, content: bytes, folder: Path, as_of: str = AS_OF) -> Any:
    path = folder / "ContractOpportunitiesFullCSV.csv"
    path.write_bytes(content)
    with IngestPipeline(settings, "sync", silent) as pipeline:
        stored = pipeline.archive.keep_file(path)
        about = {"agency": "070", "as_of": as_of, "modified": as_of}
        return pipeline.take("notices", path.name, {"file": stored.sha256}, about)


def held(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with Warehouse(settings.warehouse, read_only=True) as store:
        return store.rows(sql)


def read(content: bytes) -> list[bulk_csv.BulkRecord]:
    return list(bulk_csv.records(io.BytesIO(content), "a file"))


def test_windows_1252_is_read_and_so_is_utf_8(settings, tmp_path):
    content = bulk([notice(1, Title="Example “optics” – naïve")])
    assert b"\x93optics\x94 \x96 na\xefve" in content
    take(settings, content, tmp_path)
    take(settings, content.decode("cp1252").encode("utf-8"), tmp_path)
    assert held(settings, "SELECT DISTINCT title FROM notice_versions") == [
        ("Example “optics” – naïve",)
    ]


def test_line_ends_and_markup_in_a_description_are_one_record(settings, tmp_path):
    text = '<p>First line,\r\nsecond &amp; last.</p>\r\n\r\n<b>Bold</b>, "quoted"'
    take(settings, bulk([notice(1, Description=text), notice(2)]), tmp_path)
    assert held(settings, "SELECT description FROM notices ORDER BY notice_id")[0] == (
        'First line,\nsecond & last.\nBold, "quoted"',
    )


@pytest.mark.parametrize(
    "sloppy",
    ['He said "hi" to all', 'He said "hi", and left', 'ends in a quote"', 'a "b", "c", d'],
)
def test_quotes_that_nobody_doubled_cost_nothing(settings, tmp_path, sloppy):
    content = bulk([notice(1, Description="MARK"), notice(2), notice(3, Title="MARK")])
    run = take(settings, content.replace(b"MARK", sloppy.encode()), tmp_path)
    assert run.counts["rows_quarantined"] == 0
    found = held(settings, "SELECT title, description FROM notices ORDER BY notice_id")
    assert len(found) == 3
    assert (found[0][1], found[2][0]) == (sloppy, sloppy)


def test_a_record_that_cannot_be_read_costs_no_other_and_is_told_with_its_line(settings, tmp_path):
    lines = bulk([notice(1), notice(2), notice(3)]).split(b"\r\n")
    lines[2] = lines[2][:60] + b',"HOMELAND SECURITY'
    run = take(settings, b"\r\n".join(lines), tmp_path)
    assert run.counts["rows_quarantined"] == 1
    assert held(settings, "SELECT line FROM quarantine") == [(3,)]
    assert held(settings, "SELECT count(*) FROM notices") == [(2,)]


@pytest.mark.parametrize(
    ("cells", "ours"),
    [
        ({"CGAC": "70"}, True),
        ({"CGAC": ""}, True),
        ({"CGAC": "070", "Department": ""}, True),
        ({"CGAC": "097", "Department": "EXAMPLE, DEPARTMENT OF"}, False),
        ({"CGAC": "", "Department": "EXAMPLE, DEPARTMENT OF"}, False),
    ],
)
def test_the_department_is_known_by_its_code_and_by_its_name(settings, tmp_path, cells, ours):
    take(settings, bulk([notice(1, **cells), notice(2)]), tmp_path)
    assert held(settings, "SELECT count(*) FROM notices") == [(1 + ours,)]


def test_a_day_or_an_amount_that_cannot_be_read_is_missing_and_told(settings, tmp_path):
    run = take(settings, bulk([notice(1, AwardDate="soon", Award_="much")]), tmp_path)
    assert held(settings, "SELECT award_date, award_amount_usd FROM notices") == [(None, None)]
    assert run.notes["cells of award_date that are no day or amount"] == ["soon"]
    assert run.notes["cells of award_amount_usd that are no day or amount"] == ["much"]


def test_amounts_are_kept_to_the_cent_however_they_are_written(settings, tmp_path):
    take(settings, bulk([notice(1, Award_="$1,234,567.8"), notice(2, Award_="0.015")]), tmp_path)
    found = held(settings, "SELECT award_amount_usd::VARCHAR FROM notices ORDER BY notice_id")
    assert found == [("1234567.80",), ("0.02",)]


def test_the_order_in_which_files_come_makes_no_difference(settings, tmp_path):
    early, late = bulk([notice(1, Title="early")]), bulk([notice(1, Title="late")])
    other = Settings(data=tmp_path / "other")
    for place, files in ((settings, ("early", "late")), (other, ("late", "early"))):
        for name in files:
            day = "2026-11-19" if name == "early" else "2026-11-20"
            take(place, {"early": early, "late": late}[name], tmp_path, f"{day}T00:00:00+00:00")
    for place in (settings, other):
        assert held(place, "SELECT title FROM notices") == [("late",)]
        assert held(place, "SELECT count(*) FROM notice_versions") == [(2,)]


def test_the_same_file_again_changes_nothing(settings, tmp_path):
    content = bulk([notice(number) for number in range(1, 8)])
    take(settings, content, tmp_path)
    run = take(settings, content, tmp_path)
    assert (run.counts["rows_new"], run.counts["rows_changed"], run.counts["rows_same"]) == (
        0,
        0,
        7,
    )


def test_every_column_of_the_bulk_files_is_kept_or_left_out_with_a_reason():
    from fetch.schema.sam import NOTICES_LEFT_OUT, RECORD_OF

    assert set(HEADER) == set(RECORD_OF) | set(NOTICES_LEFT_OUT)
    assert not set(RECORD_OF) & set(NOTICES_LEFT_OUT)
    assert not [name for name in RECORD_OF if "Contact" in name]


def test_a_file_of_another_kind_is_refused_with_what_it_lacks():
    with pytest.raises(FileRefused, match="lacks NoticeId, Title"):
        read(b"a,b,c\n1,2,3\n")


def test_a_byte_order_mark_and_blank_lines_are_no_matter():
    content = b"\xef\xbb\xbf" + bulk([notice(1), notice(2)]).replace(b"\r\n", b"\r\n\r\n")
    assert [record.cells is not None for record in read(content)] == [True, True]


def test_a_record_without_end_is_given_up_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(bulk_csv, "LONGEST_RECORD", 5_000)
    endless = bulk([notice(1)]) + b"x" * 20_000 + b"\r\n" + bulk([notice(2)]).split(b"\r\n", 1)[1]
    found = read(endless)
    assert found[-1].cells is not None
    assert max(len(record.raw) for record in found) < 12_000


def test_contacts_in_a_record_that_cannot_be_read_are_not_kept(settings, tmp_path):
    broken = bulk([notice(1)]).rstrip(b"\r\n") + b',"one cell more"\r\n'
    take(settings, broken, tmp_path)
    [(raw,)] = held(settings, "SELECT raw FROM quarantine")
    assert raw.startswith(f'"{1:032x}"')
    assert EMAIL not in raw


BULK_SIZE = 60_000_000
SYNCING = """
import sys
from pathlib import Path
from fetch import sources
from fetch.settings import Settings
from tests.fetch.test_notices import take_path
sources.load()
take_path(Settings(), Path(sys.argv[1]))
"""


def take_path(settings: Settings, path: Path) -> None:
    """Keep and read a file that lies on disk, as a sync does once it has come."""
    with IngestPipeline(settings, "sync", silent) as pipeline:
        stored = pipeline.archive.keep_file(path)
        about = {"agency": "070", "as_of": AS_OF, "modified": AS_OF}
        pipeline.take("notices", path.name, {"file": stored.sha256}, about)


def test_a_large_file_streams_in_a_bounded_memory(settings, tmp_path):
    path = tmp_path / "ContractOpportunitiesFullCSV.csv"
    ours = big_bulk(path, BULK_SIZE)
    _, peak = measured(sys.executable, "-c", SYNCING, str(path), data=settings.data)
    assert 50 < peak < 350  # megabytes: below the first, nothing was measured
    assert held(settings, "SELECT count(*) FROM notices") == [(ours,)]
