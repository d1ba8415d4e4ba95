"""A build of a few rows, through the commands' own way in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.publish.run import build
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from tests.builders import Row, csv_file


def built(at: Path, rows: Iterable[Row]) -> Settings:
    """The settings of a folder in which these rows were imported, as `a.csv`, and built."""
    settings = Settings(data=at / "data")
    import_paths(settings, [csv_file(at / "a.csv", rows)])
    build(settings)
    return settings
