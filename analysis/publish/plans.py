"""Plans of builds on disk: a build with the same code repeats the SQL and needs no Ibis.

Half of a small build is spent on expressions and their SQL, which depend only on the code, the
rules, the versions of the compilers and the columns held. A hash of all of these names the plan.
A plan is disposable: a damaged one is ignored, and a failure to write one is too.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.engines.steps import Step
from fetch.warehouse.database import Warehouse, new_run_id

if TYPE_CHECKING:
    import pyarrow as pa

ROOT = Path(__file__).parents[2]
MADE_BY = ("analysis", "fetch")
COMPILED_BY = ("ibis-framework", "sqlglot", "duckdb", "pyarrow")
MOST_KEPT = 8
"""Plans kept in a folder; the least recently used go first."""


def code() -> str:
    """A hash of all code and rules that a build may read."""
    digest = hashlib.sha256()
    for part in MADE_BY:
        # the whole of both packages: which of them a build reaches is not known beforehand
        for file in sorted((ROOT / part).rglob("*")):
            if file.suffix in (".py", ".csv"):
                # the path too: a renamed file is imported under another name
                digest.update(file.relative_to(ROOT).as_posix().encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


AS_LOADED = code()
"""Hash at import. After an edit during the run, the plan of the old code would carry the hash of
the new."""


@cache
def _compilers() -> str:
    versions = [f"{name} {version(name)}" for name in COMPILED_BY]
    return "; ".join((f"python {sys.version}", *versions))


def key(store: Warehouse) -> str:
    """Hash of everything that a plan depends on."""
    held = store.rows(
        # columns and types, not rows: SQL depends on no value
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() "
        "WHERE NOT internal ORDER BY table_name, column_index"
    )
    asked = json.dumps([code(), _compilers(), held])
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


def load(folder: Path, wanted: str) -> list[Step] | None:
    """Steps of a plan; None without an intact one."""
    path = folder / f"{wanted}.json"
    try:
        digest, _, text = path.read_bytes().partition(b"\n")
        if hashlib.sha256(text).hexdigest().encode() != digest:
            return None
        plan = [_step(each) for each in json.loads(text)]
        # a use renews the file, for the pruning by age
        os.utime(path)
    except (OSError, ValueError, KeyError):
        return None
    return plan


def save(folder: Path, wanted: str, plan: Sequence[Step]) -> None:
    """Write a plan atomically, if the disk allows and the code on disk is unchanged."""
    if code() != AS_LOADED:
        return
    text = json.dumps([_plain(step) for step in plan]).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{new_run_id()}.part"
        part.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
        part.replace(folder / f"{wanted}.json")
        _prune(folder)
    except OSError:
        return


def _prune(folder: Path) -> None:
    plans = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for old in (*plans[:-MOST_KEPT], *_abandoned(folder)):
        old.unlink(missing_ok=True)


def _abandoned(folder: Path) -> list[Path]:
    """Partial files of killed builds: over an hour older than the newest plan."""
    newest = max(path.stat().st_mtime for path in folder.glob("*.json"))
    return [part for part in folder.glob(".*.part") if newest - part.stat().st_mtime > 3600]


def _plain(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "published": step.published,
        "sql": step.sql,
        "given": {name: _as_text(rows) for name, rows in step.given.items()},
        "make": step.make,
        "shape": None if step.shape is None else _as_text(step.shape),
    }


def _step(plain: dict[str, Any]) -> Step:
    return Step(
        plain["name"],
        plain["published"],
        tuple(plain["sql"]),
        {name: _as_table(text) for name, text in plain["given"].items()},
        plain["make"],
        None if plain["shape"] is None else _as_table(plain["shape"]),
    )


def _as_text(table: pa.Table) -> str:
    import pyarrow as pa

    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table)
    return base64.b64encode(out.getvalue()).decode("ascii")


def _as_table(text: str) -> pa.Table:
    import pyarrow as pa

    return pa.ipc.open_stream(base64.b64decode(text)).read_all()
