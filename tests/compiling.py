"""Expressions that are equal are compiled once in a process of tests.

A build spends most of its time on its sixty expressions, and the tests make some fifty builds of a
few rows. Two builds' expressions are equal but for the names of tables made of rows
(`ibis.memtable`), so equal rows are the same table here.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import ibis
import pytest
from ibis.backends.duckdb import Backend


@contextmanager
def compiled_once() -> Iterator[None]:
    """Meanwhile an expression equal to an earlier one is not compiled again."""
    of_rows, compiled = ibis.memtable, Backend.compile
    answers: dict[Any, str] = {}

    @lru_cache(maxsize=512)
    def same(asked: bytes) -> Any:
        given, named = pickle.loads(asked)
        return of_rows(*given, **named)

    def compile_once(self: Backend, table: Any, **options: Any) -> str:
        if options:
            return compiled(self, table, **options)
        if table.op() not in answers:
            answers[table.op()] = compiled(self, table)
        return answers[table.op()]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            ibis, "memtable", lambda *given, **named: same(pickle.dumps((given, named)))
        )
        patched.setattr(Backend, "compile", compile_once)
        yield
