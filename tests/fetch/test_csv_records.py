"""Long records are read without a lasting change to the process."""

from __future__ import annotations

import csv
import subprocess
import sys

import pytest

from fetch.schema.csv_records import LONGEST_RECORD, long_fields, rows_of
from tests.conftest import ROOT

IMPORT_ALL = """
import csv, importlib, pkgutil, warnings
import analysis, fetch
for room in (fetch, analysis):
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
print(csv.field_size_limit(), [f for f in warnings.filters if "Arrow output" in str(f[1])])
"""


def test_importing_every_module_changes_no_setting_of_the_process():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "131072 []\n"


def test_the_limit_is_raised_while_a_record_is_read_and_restored_after():
    before = csv.field_size_limit()
    assert rows_of(f'"{"x" * 200_000}",b')[0][1] == "b"
    assert csv.field_size_limit() == before
    with long_fields():
        assert csv.field_size_limit() == LONGEST_RECORD
    with pytest.raises(csv.Error, match="unexpected end"):
        rows_of('"never closed')
    assert csv.field_size_limit() == before
