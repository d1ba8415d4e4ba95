"""Sources of records: the one module that knows them all."""

from __future__ import annotations


def load() -> None:
    """Register every source's readers; each command that writes calls it first.

    A function, not an import: `--help` must not wait for what reads PDFs.
    """
    from fetch.ingest import registry
    from fetch.sam import readers as sam
    from fetch.usaspending import readers as usaspending

    registry.register("usaspending", usaspending.SOURCE)
    registry.register("sam", sam.SOURCE)
