"""The embedded default: 441 actions of 73 awards, facts read from public records.

A source like any other. Its `label` says in our words what an action is about, and stands
where the record's description would; `basis` says where and when the row was read. What
is not known is empty and stays missing.
"""

from __future__ import annotations

from pathlib import Path

from fetch import schema
from fetch.files import Layout, Member, Unpacked, unpack

CSV = Path(__file__).with_name("sample_actions.csv")


def open_sample() -> Unpacked:
    """The sample as a file ready for staging."""
    file = unpack(Member(CSV), CSV.parent)
    ours = {column.name for column in schema.OURS}
    unknown = tuple(name for name in file.layout.unknown if name not in ours)
    layout = Layout("sample", ",", file.layout.header, file.layout.missing, unknown)
    return Unpacked(file.member, file.path, file.sha256, layout, file.lines, as_of=None)
