"""A file is looked at once, at the door, and never trusted beyond that."""

from __future__ import annotations

import pytest

from fetch.errors import ArchiveDamaged, DamagedFile
from fetch.ingest import inspect as inspection
from fetch.ingest import registry
from fetch.ingest.importer import import_paths
from fetch.ingest.inspect import inspect
from fetch.ingest.pipeline import IngestPipeline
from fetch.ingest.unpack import unpack
from fetch.progress import silent
from tests.builders import action, csv_file, csv_text, zip_file


def test_a_header_is_parsed_once_on_a_files_way_in(settings, tmp_path, monkeypatch):
    parsed = []

    def layout_of(name, header):
        parsed.append(name)
        return original(name, header)

    original = inspection.layout_of
    monkeypatch.setattr(inspection, "layout_of", layout_of)
    name = "FY2024_070_Contracts_Full_20261106.zip"
    path = zip_file(tmp_path / name, a__csv=csv_text([action()]), b__csv=csv_text([action("B")]))
    assert import_paths(settings, [path]).good
    assert sorted(parsed) == [f"{name}/a.csv", f"{name}/b.csv"]


def test_an_inspection_names_scope_times_and_what_is_left_out(tmp_path):
    name = "FY2024_070_Contracts_Full_20261106.zip"
    path = zip_file(tmp_path / name, a__csv=csv_text([action()]), b__csv="no,table\n1,2\n")
    file = inspect(path)
    assert (file.scope.agency, file.scope.fiscal_year) == ("070", 2024)
    assert [(csv.layout.kind, str(csv.as_of)) for csv in file.csvs] == [
        ("transactions", "2026-11-06 00:00:00")
    ]
    assert list(file.left_out) == ["b.csv"]
    assert file.at(tmp_path / "0123abcd").csvs[0].member.name == f"{name}/a.csv"


def test_a_file_that_changes_after_it_was_inspected_is_looked_at_anew(
    settings, tmp_path, warehouse
):
    path = csv_file(tmp_path / "ice.csv", [action()])
    early = inspect(path)
    csv_file(path, [action(), action(mod="P00001")])
    path.write_text("\ufeff" + path.read_text("utf-8"), "utf-8")
    with pytest.raises(DamagedFile, match="changed while it was read"):
        unpack(early.csvs[0], tmp_path)
    with IngestPipeline(settings, "import", silent) as pipeline:
        pipeline.take_file(path, inspection=early)
    assert warehouse("SELECT count(*) FROM transactions") == [(2,)]


def test_nothing_is_read_before_the_sources_are_registered(settings, monkeypatch):
    monkeypatch.setattr(registry, "_SOURCES", {})
    with pytest.raises(RuntimeError, match=r"fetch\.sources\.load"):
        IngestPipeline(settings, "import", silent)


def test_an_arrival_that_no_source_reads_is_named(settings, tmp_path):
    path = csv_file(tmp_path / "ice.csv", [action()])
    with (
        IngestPipeline(settings, "import", silent) as pipeline,
        pytest.raises(ArchiveDamaged, match="no reader called telegram; update the tool"),
    ):
        pipeline.take_file(path, reader="telegram")
