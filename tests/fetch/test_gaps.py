"""A month without its Delta and a download cut at the limit are said: no row shows either."""

from __future__ import annotations

from pathlib import Path

import pytest

from fetch.ingest.importer import import_paths
from fetch.reports import gaps, status_text
from fetch.reports.status import status
from fetch.settings import Settings
from tests.builders import action, csv_file, csv_text, delta_text, full, zip_file
from tests.commands import run

ROW = action(action_date="2024-01-15")


def delta(folder: Path, day: str) -> Path:
    name = f"FY(All)_070_Contracts_Delta_{day}"
    return zip_file(folder / f"{name}.zip", **{f"{name}_1__csv": delta_text([("C", ROW)])})


def months(settings: Settings) -> list[tuple[str, str, list[int]]]:
    listed = status(settings)["gaps"]["months"]
    return [(gap["after"], gap["until"], gap["fiscal_years"]) for gap in listed]


AUGUST = ("2026-08-06", "2026-10-06")
CASES = {
    "a Delta a month after the Full file": (["20260806"], ["20260906"], []),
    "a Delta two months after": (["20260806"], ["20261006"], [(*AUGUST, [2024])]),
    "the month between came": (["20260806"], ["20260906", "20261006"], []),
    "a Full file since": (["20260806", "20261007"], ["20261006"], []),
    "a Full file since that needs no Delta": (["20260806", "20261006"], [], []),
    "Deltas alone": ([], ["20260806", "20261006"], [(*AUGUST, [])]),
    "a Delta alone": ([], ["20261006"], []),
    "a Delta before the Full file": (["20261006"], ["20260806"], []),
}


@pytest.mark.parametrize(("fulls", "deltas", "missing"), CASES.values(), ids=CASES)
def test_a_month_without_a_delta_is_missing(settings, tmp_path, fulls, deltas, missing):
    files = [full(tmp_path, day, ROW) for day in fulls] + [delta(tmp_path, day) for day in deltas]
    import_paths(settings, files)
    assert months(settings) == missing


def test_only_the_years_whose_full_file_is_older_lack_the_month(settings, tmp_path):
    newer = full(tmp_path, "20260906", action(action_date="2025-01-15"), year=2025)
    import_paths(settings, [full(tmp_path, "20260806", ROW), newer, delta(tmp_path, "20261006")])
    assert months(settings) == [(*AUGUST, [2024])]


def test_the_import_itself_and_the_status_say_the_missing_month(tmp_path):
    files = [full(tmp_path, "20260806", ROW), delta(tmp_path, "20261006")]
    for words in (("import", *files), ("status",)):
        answer = run("fetch", *words, data=tmp_path)
        said = answer.out + answer.err
        assert "a month is missing: agency 070, FY2024: nothing tells what changed" in said
        assert "import a Full file of 2026-10-06 or later" in said


def test_a_download_of_exactly_the_limit_is_cut(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(gaps, "MOST_ROWS", 3)
    rows = [action(f"70TEST24C{number:08}") for number in range(4)]
    files = [
        csv_file(tmp_path / "custom.csv", rows[:3]),
        zip_file(tmp_path / "packed.zip", a__csv=csv_text(rows[:3])),
        csv_file(tmp_path / "more.csv", rows),
        full(tmp_path, "20260806", *rows[:3]),
    ]
    import_paths(settings, files)
    document = status(settings)
    assert [cut["file"] for cut in document["gaps"]["cut"]] == ["custom.csv", "packed.zip/a.csv"]
    assert any(
        "custom.csv has exactly 3 rows, the most that a download" in line
        for line in status_text.lines(document)
    )
