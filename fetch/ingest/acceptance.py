"""Acceptance: a person's word that an apparent loss is none."""

from __future__ import annotations

from typing import Any

from fetch.ingest import release_gate
from fetch.ingest.pipeline import IngestPipeline
from fetch.progress import silent
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse


def accept(settings: Settings) -> dict[str, Any]:
    """Note the last round's stopping checks as accepted; NothingHeld before any run.

    Checks that only this command made, for one that was cut off, are `found`: nobody can
    have looked at them, so they are not accepted yet.
    """
    with IngestPipeline(settings, "accept", silent) as pipeline:
        # a command that was cut off owes its round first: its checks are news to everybody
        just_now = pipeline.close_round()
        with Warehouse(settings.warehouse, read_only=True) as store:
            stopped = [release_gate.check_text(check) for check in release_gate.held_back(store)]
        if stopped and not just_now:
            pipeline.owes_a_round = True
            pipeline.close_round({"accepts": stopped})
    return {"accepted": [] if just_now else stopped, "found": stopped if just_now else []}
