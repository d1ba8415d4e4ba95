"""Embedded sample: 3,312 actions of 798 awards, facts from public records.

A source like any other. Its `label` says in our words what an action is about, and stands
where the record's description would; `basis` says where and when the row was read. What
is not known is empty and stays missing.

`sample_versions.csv` has what dated copies said of 18 actions before, and one deletion: of
an action that a copy had and all later copies lack. An action that one copy alone lacks
stays: such a copy repeats and drops rows where its pages meet.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fetch.schema import tables
from fetch.warehouse.checked_csv import CheckedCsv

SAMPLE = Path(__file__).with_name("sample_actions.csv")
VERSIONS = Path(__file__).with_name("sample_versions.csv")


def as_sample(file: CheckedCsv) -> CheckedCsv:
    """A file laid out as the sample is: our own two columns are no strangers in it."""
    ours = {column.name for column in tables.OURS}
    unknown = tuple(name for name in file.layout.unknown if name not in ours)
    return replace(file, layout=replace(file.layout, kind="sample", unknown=unknown), as_of=None)
