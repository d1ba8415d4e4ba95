"""No file stops the next good one: whatever is wrong with it, it is named and set aside."""

from __future__ import annotations

import errno
import io
import os
import random
import zipfile
from pathlib import Path

import pytest

from fetch.archive.store import Archive
from fetch.errors import ArchiveDamaged, DamagedFile, InputError, StoreBusy
from fetch.ingest import registry
from fetch.ingest.importer import import_paths, read_again
from fetch.ingest.pipeline import IngestPipeline
from fetch.ingest.rebuild import rebuild
from fetch.progress import silent
from fetch.reports.status import status
from fetch.warehouse.lenient_csv import LONGEST_RECORD, records
from tests.builders import action, csv_file, csv_text

GOOD = 20
HOSTILE = 200
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def packed(method: int, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.csv", text)
    return out.getvalue()


def broken(dice: random.Random, number: int) -> tuple[str, bytes]:
    """A file that is no whole table: cut, flipped, or never one."""
    text = csv_text([action(f"70T{number:04}{n:04}") for n in range(60)])
    kind = number % 5
    if kind < 4:
        content = bytearray(packed(METHODS[kind], text))
        if dice.random() < 0.5:
            del content[dice.randrange(60, len(content) - 1) :]
        else:
            # within what is packed: a flip in a time of day in the ZIP's head would harm nobody
            at = dice.randrange(60, content.rindex(b"PK\x01\x02"))
            content[at] ^= 1 << dice.randrange(8)
        return f"{number:03}.zip", bytes(content)
    shapes = (
        dice.randbytes(3_000),
        text.replace("action_date", "day", 1).encode(),
        b"\xff\xfe" + text.encode(),
        ('"' * 4_001).encode(),
        (text.split("\n")[0] + ",x" * 5_000).encode(),
        b"<html>" + text.encode(),
        b"sep=,\n",
        text.replace("EXAMPLE GOODS", "EXAMPLE GO\udcffODS").encode("utf-8", "surrogateescape"),
    )
    return f"{number:03}.csv", shapes[number // 5 % len(shapes)]


def test_hostile_files_are_named_and_the_good_ones_come_in(settings, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    dice = random.Random(20261129)
    for number in range(HOSTILE):
        name, content = broken(dice, number)
        (folder / f"hostile{name}").write_bytes(content)
    for number in range(GOOD):
        csv_file(folder / f"mixed{number:03}.csv", [action(f"70TEST24C{number:08}")])
    outcome = import_paths(settings, [folder])
    assert outcome.good
    named = {**outcome.damaged, **outcome.left_out}
    in_ = {run.file for run in outcome.runs}
    # a flip may leave a file readable: then every row of it is held
    assert {Path(path).name.split("/")[0].split(":")[0] for path in named} | in_ >= {
        path.name for path in folder.iterdir()
    }
    assert all(": " in reason and "\n" not in reason for reason in named.values())
    assert {f"mixed{number:03}.csv" for number in range(GOOD)} <= in_
    hostile = [run for run in outcome.runs if run.file.startswith("hostile")]
    assert len(hostile) < HOSTILE / 10
    assert status(settings)["transactions"]["rows"] == sum(r.readable for r in outcome.runs)
    again = import_paths(settings, [csv_file(tmp_path / "next.csv", [action("70TEST24C99999999")])])
    assert again.good
    assert rebuild(settings, silent)["equal"]


class Unforeseen(Exception):
    """An error that no reader is known to raise."""


@pytest.fixture
def failing(monkeypatch):
    """A reader that fails in a way of its own while `fails` holds something."""
    fails = [Unforeseen("a surprise")]

    def read(store, arrival, place):
        if fails:
            raise fails[0]
        return registry.reader_of("file")(store, arrival, place)

    source = registry.Source(readers={"surprising": read})
    monkeypatch.setitem(registry._SOURCES, "surprising", source)
    return fails


def test_an_arrival_that_cannot_be_read_is_set_aside_and_tried_again(settings, tmp_path, failing):
    path = csv_file(tmp_path / "a.csv", [action()])
    with (
        pytest.raises(DamagedFile, match=r"a.csv: cannot be read \(Unforeseen: a surprise\)"),
        IngestPipeline(settings, "import", silent) as pipeline,
    ):
        pipeline.take_file(path, reader="surprising")
    [aside] = status(settings)["set_aside"]
    assert (aside["name"], "a surprise" in aside["because"]) == ("a.csv", True)
    assert import_paths(settings, [csv_file(tmp_path / "b.csv", [action("70T1")])]).good
    assert list(read_again(settings).damaged) == ["a.csv"]
    failing.clear()
    assert [run.counts["rows_new"] for run in read_again(settings).runs] == [1]
    assert status(settings)["set_aside"] == []
    assert read_again(settings).runs == []


def test_bytes_altered_in_the_archive_are_not_the_files_fault(settings, tmp_path, failing):
    """What was good when it came is never given up: it may be got again."""
    path = csv_file(tmp_path / "a.csv", [action()])
    import_paths(settings, [path])
    [(_, lying)] = Archive(settings.archive).names()
    lying.write_bytes(lying.read_bytes()[:-8])
    with pytest.raises(ArchiveDamaged, match="altered"):
        rebuild(settings, silent)
    assert len(Archive(settings.archive).arrivals()) == 2  # the file, and its round
    assert list(rebuild(settings, silent, anyway=True)["left_out"]) == ["a.csv"]


def test_a_failure_of_the_machine_gives_up_nothing(settings, tmp_path, failing):
    """Not even by --anyway: a full disk says nothing of what was to be read."""
    failing.clear()
    path = csv_file(tmp_path / "a.csv", [action()])
    with IngestPipeline(settings, "import", silent) as pipeline:
        pipeline.take_file(path, reader="surprising")
    for error in (OSError(errno.ENOSPC, "full"), StoreBusy("busy"), MemoryError("none left")):
        failing[:] = [error]
        with pytest.raises(type(error)):
            rebuild(settings, silent, anyway=True)
    failing.clear()
    assert status(settings)["set_aside"] == []
    assert rebuild(settings, silent)["equal"]


def test_a_line_without_end_and_a_quote_without_end_take_little(tmp_path):
    """A record's beginning is kept; nothing is read a second time for each line."""
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n" + "x" * (3 * LONGEST_RECORD) + "\n3,4\n" + '"' + "y\n" * 90_000)
    whole = [record for record in records(path, 2, ",") if record.fields]
    assert [record.fields for record in whole] == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a\rb,1\n", [["a\rb", "1"]]),
        ('"a\rb",1\n', [["a\rb", "1"]]),
        ("a,1\rb,2\nc,3\n", [["a", "1"], ["b", "2"], ["c", "3"]]),
        ("a,1\r\rb,2\r\n", [["a", "1"], ["b", "2"]]),
        ("a,1\rb\n", [["a", "1\rb"]]),
        ("a\rb\n", [None]),
    ],
)
def test_a_lone_carriage_return_ends_a_record_or_is_of_a_text(tmp_path, text, fields):
    path = tmp_path / "a.csv"
    path.write_text("text,number\n" + text, newline="")
    assert [record.fields for record in records(path, 2, ",")] == fields


def test_a_file_whose_name_is_no_text_comes_in(settings, tmp_path):
    path = tmp_path / os.fsdecode(b"A\xf1o.csv")
    [run] = import_paths(settings, [csv_file(path, [action()])]).runs
    assert (run.file, run.counts["rows_new"]) == ("A\ufffdo.csv", 1)
    assert rebuild(settings, silent)["equal"]


def test_a_pipe_is_not_waited_on(settings, tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        import_paths(settings, [tmp_path / "a.csv"])


def test_a_stray_quote_costs_its_own_line_and_not_the_record_after_it(tmp_path):
    """Though that one's text goes over several lines, and opens with the quote that closes."""
    path = tmp_path / "a.csv"
    path.write_text('a,b\nstray "quote\n1,"x\n""y"" z"\n2,w\n', newline="")
    found = [(record.fields, record.problem) for record in records(path, 2, ",")]
    assert found == [
        (None, "a quote is never closed"),
        (["1", 'x\n"y" z'], ""),
        (["2", "w"], ""),
    ]


def test_a_record_of_several_lines_and_too_few_fields_is_one_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"x\ny\nz"\n2,w\n', newline="")
    found = [(record.fields, record.problem) for record in records(path, 2, ",")]
    assert found == [(None, "1 fields where the header has 2"), (["2", "w"], "")]
