"""Expressions that are alike are compiled once in a process of tests.

A build spends most of its time on its sixty expressions, and the tests make some fifty builds of a
few rows; other tests ask one measure of many rows. What they compile differs in its rows alone
(`ibis.memtable`), of which SQL has no more than the names, and in the numbers that Ibis gives to
tables that meet themselves.
"""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import ibis
import pytest
from ibis.backends.duckdb import Backend
from ibis.expr import operations as ops


@contextmanager
def compiled_once() -> Iterator[None]:
    """Meanwhile an expression like an earlier one is not compiled again."""
    of_rows, compiled = ibis.memtable, Backend.compile
    answers: dict[Any, str] = {}

    @lru_cache(maxsize=512)
    def same(asked: bytes) -> Any:
        given, named = pickle.loads(asked)
        return of_rows(*given, **named)

    def compile_once(self: Backend, table: Any, **options: Any) -> str:
        if any(options.values()):
            return compiled(self, table, **options)
        asked = table.op()
        if asked in answers:
            return answers[asked]
        alike, names = _without_rows(asked)
        if alike not in answers:
            answers[alike] = compiled(self, alike.to_expr())
            answers[asked] = _named(answers[alike], names)
        return _named(answers[alike], names)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            ibis, "memtable", lambda *given, **named: same(pickle.dumps((given, named)))
        )
        patched.setattr(Backend, "compile", compile_once)
        yield


def _without_rows(asked: Any) -> tuple[Any, dict[str, str]]:
    """An expression over tables without rows, and by their names those of the tables with rows."""
    names: dict[str, str] = {}
    numbers = itertools.count()

    def alike(node: Any, changed: dict[str, Any] | None) -> Any:
        if isinstance(node, ops.InMemoryTable):
            name = f"the rows of table {len(names)}"
            names[name] = node.name
            return ops.UnboundTable(name=name, schema=node.schema)
        if isinstance(node, ops.SelfReference):
            return ops.SelfReference((changed or {}).get("parent", node.parent), next(numbers))
        return node.__recreate__(changed) if changed else node

    return asked.replace(alike), names


def _named(sql: str, names: dict[str, str]) -> str:
    for name, own in names.items():
        sql = sql.replace(f'"{name}"', f'"{own}"')
    return sql
