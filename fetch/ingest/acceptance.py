"""Acceptance: a person's word that an apparent loss is none."""

from __future__ import annotations

from typing import Any

from fetch.ingest import release_gate
from fetch.ingest.pipeline import IngestPipeline
from fetch.progress import silent
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse


def accept(settings: Settings) -> dict[str, Any]:
    """Note as accepted what the last round stopped, and the downloads that lack rows.

    NothingHeld before any run. Checks that only this command made, for one that was cut off,
    are `found`: nobody can have looked at them, so they are not accepted yet.
    """
    with IngestPipeline(settings, "accept", silent) as pipeline:
        # a command that was cut off owes its round first: its checks are news to everybody
        just_now = pipeline.close_round()
        with Warehouse(settings.warehouse, read_only=True) as store:
            stopped = [release_gate.check_text(check) for check in release_gate.held_back(store)]
            lacking = release_gate.lacking(store)
        if just_now:
            return {"accepted": [], "found": stopped}
        if stopped or lacking:
            pipeline.owes_a_round = True
            more = {"accepts_lacking": list(lacking)} if lacking else {}
            pipeline.close_round({"accepts": stopped, **more})
    downloads = [release_gate.check_text(check) for check in lacking.values()]
    return {"accepted": stopped + downloads, "found": []}
