"""Classification of a CSV: class, rule and note added to each row.

The file is read twice as text: for the codes, then for a byte-for-byte copy of every line
with three more cells at its end.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from analysis.measures.actions import AWARD
from analysis.measures.award_codes import CODES, OTHERS
from analysis.measures.competition import classify
from analysis.rules.matching import joined
from fetch.errors import InputError
from fetch.schema.csv_records import long_fields

ADDED = ("competition_class", "competition_rule", "competition_note")
DECIDING = tuple(CODES[short] for short in ("extent", "fair", "reason", "procedures", "set_aside"))
KEY_PARTS = ("award_id_piid", "awarding_sub_agency_code")
READ = tuple(dict.fromkeys((*OTHERS, *CODES.values(), *KEY_PARTS)))
BATCH_ROWS = 50_000
LONGEST_CELL = 2**24
# as official keys write a missing part
NOTHING = "-NONE-"
BYTE_ORDER_MARK = "\ufeff"

Cells = Mapping[str, str]
Verdict = tuple[str, str, str]


@dataclass(frozen=True)
class Summary:
    """Result: rows written, their awards, awards by class."""

    path: str
    rows: int
    awards: int
    classes: dict[str, int]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def __str__(self) -> str:
        counted = ", ".join(f"{name} {count:,}" for name, count in self.classes.items())
        return f"{self.rows:,} rows of {self.awards:,} awards: {counted or 'none'}"


class InputRow(NamedTuple):
    """One row of the file: where it begins, its text with its line end, its cells."""

    line: int
    text: str
    cells: list[str]


def classify_file(path: Path | str, out: Path | str) -> Summary:
    """Write `out`: the file's rows as they stand, with class, rule and note added to each.

    Rows of one award get one answer. Awards are known by `contract_award_unique_key`, else
    by number and parent; a row with neither is an award of its own. InputError, in one
    sentence, for a file that cannot be read so; nothing is written then.
    """
    source, target = Path(path), Path(out)
    _check_places(source, target)
    header = _checked_header(source)
    answers = _answers(_table(source, header))
    rows = _write(source, target, header, answers)
    counts = Counter(verdict[0] for verdict in answers.values())
    classes = dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
    return Summary(str(target), rows, len(answers), classes)


def _check_places(source: Path, target: Path) -> None:
    if not source.is_file():
        raise InputError(f"{source} is not a file")
    if target.exists() and target.samefile(source):
        raise InputError(f"{target} is the file to be read; name another file to write to")
    if not target.parent.is_dir():
        raise InputError(f"{target.parent} is not a folder that can be written to")


def _open(path: Path) -> TextIO:
    """File as text that round-trips to the same bytes."""
    return path.open(encoding="utf-8", errors="surrogateescape", newline="")


def _records(path: Path) -> Iterator[InputRow]:
    """Rows with their exact text; a cell with line ends in it belongs to one row."""
    taken: list[str] = []

    def lines(file: TextIO) -> Iterator[str]:
        for line in file:
            taken.append(line)
            yield line

    with _open(path) as file:
        reader, begins = csv.reader(lines(file), strict=True, delimiter=_delimiter(path)), 1
        try:
            while True:
                # the limit is global to the csv module: raised for one row and put back
                with long_fields(LONGEST_CELL):
                    cells = next(reader, None)
                if cells is None:
                    return
                # lines taken by the reader since the last row are that row's own text
                yield InputRow(begins, "".join(taken), cells)
                begins += len(taken)
                taken.clear()
        except csv.Error as reason:
            raise InputError(
                f"{path}, line {begins}: not a readable CSV row ({reason})"
            ) from reason


def _delimiter(path: Path) -> str:
    """A comma, a tab or a bar: whichever the first line has most of."""
    with _open(path) as file:
        return max(",\t|", key=file.readline().count)


def _checked_header(path: Path) -> list[str]:
    """The names of the columns, once it is clear that the file can be read by them."""
    with path.open("rb") as file:
        # a web page or a ZIP under the name of a CSV: say so plainly
        start = file.read(1024).removeprefix(BYTE_ORDER_MARK.encode()).lstrip()
    if not start:
        raise InputError(f"{path} is empty; a CSV with official column names is needed")
    if start.startswith((b"<", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
        raise InputError(f"{path} is {_kind(start)}; a CSV with official column names is needed")
    cells = next(_records(path)).cells
    header = [name.removeprefix(BYTE_ORDER_MARK).strip().lower() for name in cells]
    repeated = [name for name, count in Counter(header).items() if count > 1]
    if repeated:
        raise InputError(f"{path}: the header names {repeated[0]!r} more than once")
    if not set(DECIDING) & set(header):
        raise InputError(
            f"{path} has none of the columns that tell how an award was bought, such as "
            f"{DECIDING[0]} and {DECIDING[1]}; it has {', '.join(header[:5])} …"
        )
    if present := set(ADDED) & set(header):
        raise InputError(f"{path} already has the column {min(present)}; give the original file")
    return header


def _kind(start: bytes) -> str:
    if start.startswith(b"<"):
        return "a web page"
    return "a ZIP archive" if start.startswith(b"PK") else "not UTF-8 text"


def _rows(path: Path, header: Sequence[str]) -> Iterator[tuple[InputRow, Cells]]:
    """Every row after the header with its cells by name; a blank line has no cells."""
    records = _records(path)
    next(records)
    for record in records:
        # a short row would be read under the wrong names
        if record.cells and len(record.cells) != len(header):
            raise InputError(
                f"{path}, line {record.line}: the row has {len(record.cells)} cells, "
                f"the header names {len(header)}"
            )
        yield record, dict(zip(header, record.cells, strict=False))


def _award_key(cells: Cells, line: int) -> str:
    """The award's key, or one made in its image from number and parent, or the row's own."""
    if key := cells.get(AWARD, "").strip():
        return key
    piid, agency = (cells.get(name, "").strip().upper() for name in KEY_PARTS)
    if not piid:
        return f"ROW_{line}"
    if _is_idv(cells):
        return f"CONT_IDV_{piid}_{agency or NOTHING}"
    parents = (cells.get("parent_award_id_piid", ""), cells.get("parent_award_agency_id", ""))
    parent = "_".join(text.strip().upper() or NOTHING for text in parents)
    return f"CONT_AWD_{piid}_{agency or NOTHING}_{parent}"


def _is_idv(cells: Cells) -> bool:
    flag = cells.get("award_or_idv_flag", "").strip().upper()
    award_type, idv_type = (
        cells.get(CODES[name], "").strip() for name in ("award_type", "idv_type")
    )
    return flag == "IDV" or (not flag and bool(idv_type) and not award_type)


def _table(path: Path, header: Sequence[str]) -> pa.Table:
    """The columns that are read to class an award, as text, with a key in every row."""
    names = [AWARD, *(name for name in READ if name in header and name != AWARD)]
    schema = pa.schema([(name, pa.string()) for name in names])
    batches, rows = [], []
    for record, cells in _rows(path, header):
        if record.cells:
            known = {name: _clean(cells[name]) for name in names if name in cells}
            rows.append({**known, AWARD: _clean(_award_key(cells, record.line))})
        if len(rows) == BATCH_ROWS:
            batches.append(pa.RecordBatch.from_pylist(rows, schema))
            rows = []
    batches.append(pa.RecordBatch.from_pylist(rows, schema))
    return pa.Table.from_batches(batches, schema)


def _clean(text: str) -> str:
    """Text with a replacement mark for bytes that are not UTF-8: the engine refuses them."""
    return (
        text
        if text.isascii()
        else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    )


def _answers(rows: pa.Table) -> dict[str, Verdict]:
    """Class, rule and note by award."""
    table: ir.Table = ibis.memtable(rows)
    classed = classify(table)
    own = ibis.literal("own competition: ").concat(classed.own_class, " by ", classed.own_rule)
    classed = classed.mutate(competition_note=joined([classed.competition_note, own], "; "))
    found = ibis.duckdb.connect().to_pyarrow(classed.select(AWARD, *ADDED))
    keys, *columns = (found[name].to_pylist() for name in (AWARD, *ADDED))
    verdicts = zip(*columns, strict=True)
    return {
        key: (name, rule, note or "")
        for key, (name, rule, note) in zip(keys, verdicts, strict=True)
    }


def _write(path: Path, target: Path, header: Sequence[str], answers: Mapping[str, Verdict]) -> int:
    """Copy the file with its new cells beside `target`, then put it in place whole."""
    # beside the target: a rename is atomic only within one file system
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            rows = _copy(path, file, header, answers)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return rows


def _copy(path: Path, file: TextIO, header: Sequence[str], answers: Mapping[str, Verdict]) -> int:
    first = next(_records(path)).text
    sign = _delimiter(path)
    end = first[len(first.rstrip("\r\n")) :] or "\n"
    file.write(_longer(first, ADDED, sign, end))
    rows = 0
    for record, cells in _rows(path, header):
        if record.cells:
            verdict = answers[_clean(_award_key(cells, record.line))]
            file.write(_longer(record.text, verdict, sign, end))
            rows += 1
        else:
            file.write(record.text)
    return rows


def _longer(text: str, more: Sequence[str], sign: str, end: str) -> str:
    """A row's own text, the new cells, and its own line end."""
    own = text.rstrip("\r\n")
    return sign.join((own, *(_cell(cell, sign) for cell in more))) + (text[len(own) :] or end)


def _cell(text: str, sign: str) -> str:
    # quoted only where needed: the other cells of the row are not ours to change
    special = any(one in text for one in (sign, '"', "\r", "\n"))
    return '"' + text.replace('"', '""') + '"' if special else text
