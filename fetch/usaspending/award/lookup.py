"""Lookup of single awards (`award`): everything the service has, compared with ours.

For each key: its detail, its actions, for a vehicle (IDV) what was ordered under it, and
the download of its whole history. All of it lies in the archive before any of it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from fetch.errors import InputError, WrongShape
from fetch.http.client import Client
from fetch.http.retry import Clock
from fetch.ingest import rounds
from fetch.ingest.pipeline import IngestPipeline
from fetch.ingest.types import Run
from fetch.progress import Announce
from fetch.schema.file_names import ALL
from fetch.settings import Settings
from fetch.usaspending import reference
from fetch.usaspending.award import responses as award_responses
from fetch.usaspending.award.reader import checks_of
from fetch.usaspending.award.requests import ask, is_vehicle
from fetch.usaspending.award.responses import AwardDetail
from fetch.usaspending.service import usaspending_client
from fetch.usaspending.sync.sync_run import SyncRun, SyncScope
from fetch.warehouse.database import Warehouse

OF_CONTRACT = "/api/v2/download/contract/"
OF_VEHICLE = "/api/v2/download/idv/"


def award(
    settings: Settings,
    keys: Iterable[str],
    announce: Announce,
    say: Callable[[str], None],
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Take each award named by its key, or by its number (PIID) where one award of it is held.

    Answers the round in figures, each award with its checks, and what failed.
    """
    with (
        IngestPipeline(settings, "award", announce) as pipeline,
        usaspending_client(
            settings, pipeline.archive, pipeline.part_of, clock=clock, say=say
        ) as client,
    ):
        run = begun(pipeline, client, announce, say)
        taken = take_awards(run, keys)
        round_id = pipeline.close_round({"awards": sorted(taken)})
    return report(settings, run, taken, round_id)


def begun(
    pipeline: IngestPipeline, client: Client, announce: Announce, say: Callable[[str], None]
) -> SyncRun:
    """A run for single awards, with the arrivals that an earlier command left unread."""
    run = SyncRun(pipeline, client, SyncScope(ALL, ()), say, announce, runs=list(pipeline.late))
    run.problems.update(pipeline.failed)
    return run


def take_awards(run: SyncRun, names: Iterable[str]) -> dict[str, AwardDetail]:
    """Take each award; one that fails is named under the run's problems."""
    keys: dict[str, None] = {}
    for name in names:
        if key := run.attempt(name, key_of, run.pipeline.settings, name):
            keys[key] = None
    if keys and not run.data_date:
        run.data_date = reference.data_date(run.client)
    taken = {key: run.attempt(key, _take, run, key) for key in keys}
    return {key: detail for key, detail in taken.items() if detail}


def key_of(settings: Settings, name: str) -> str:
    """The key meant: itself, or that of the one award held of a number (PIID)."""
    if name.startswith(("CONT_AWD_", "CONT_IDV_")):
        return name
    keys_held = _keys_held(settings, name) if settings.warehouse.exists() else []
    if len(keys_held) == 1:
        return keys_held[0]
    if keys_held:
        raise InputError(
            f"{name}: {len(keys_held)} awards have this number: {', '.join(keys_held)}"
        )
    raise InputError(
        f"{name}: no award of this number is held; give its key (CONT_AWD_… or CONT_IDV_…), "
        f"which `python -m fetch search --award-id {name}` finds"
    )


def _keys_held(settings: Settings, piid: str) -> list[str]:
    with Warehouse(settings.warehouse, read_only=True) as store:
        found = store.rows(
            "SELECT DISTINCT contract_award_unique_key FROM transactions "
            "WHERE award_id_piid = ? ORDER BY 1",
            [piid.upper()],
        )
    return [key for (key,) in found]


def _take(run: SyncRun, key: str) -> AwardDetail:
    parts = ask(run.client, key)
    objects = {name: answer.sha256 for name, answer in parts.items()}
    try:
        detail = award_responses.parse(key, objects, run.pipeline.archive.read)
    except InputError as error:
        raise WrongShape(f"the award {key}", str(error)) from error
    path = OF_VEHICLE if is_vehicle(parts) else OF_CONTRACT
    history = partial(_take_history, run, key, path)
    run.runs.append(run.unless_damaged(history, history, "asked for"))
    about = {
        "as_of": run.data_as_of,
        "asked_at": parts["detail"].exchange.at,
    }
    run.runs.append(run.pipeline.take("award", key, objects, about))
    return detail


def _take_history(run: SyncRun, key: str, path: str) -> Run:
    """The download of all its actions, made and read."""
    body = {"award_id": key, "file_format": "csv"}
    made = run.jobs.make(path, body)
    return run.pipeline.take("file", made.name, {"file": made.stored.sha256})


def report(
    settings: Settings, run: SyncRun, taken: dict[str, AwardDetail], round_id: str | None
) -> dict[str, Any]:
    """A round of awards in figures, with every check."""
    document = {
        "awards": _with_checks(settings, taken),
        "quarantine": _in_quarantine(settings, run.runs),
        **run.report(),
    }
    return document | (rounds.of_round(settings, round_id) if round_id else {"round": None})


def _in_quarantine(settings: Settings, runs: Iterable[Run]) -> list[dict[str, Any]]:
    """Rows of the files read that lie in quarantine; `kept` ones are held without a cell."""
    file_ids = [file_id for run in runs for file_id in run.file_ids]
    if not file_ids:
        return []
    with Warehouse(settings.warehouse, read_only=True) as store:
        rows = store.rows(
            "SELECT file, line, reason, coalesce(kept, false) FROM quarantine "
            "WHERE file_id IN (SELECT unnest(?)) ORDER BY file, line",
            [file_ids],
        )
    return [dict(zip(("file", "line", "reason", "kept"), row, strict=True)) for row in rows]


def _with_checks(settings: Settings, taken: dict[str, AwardDetail]) -> list[dict[str, Any]]:
    if not taken:
        return []
    with Warehouse(settings.warehouse, read_only=True) as store:
        checks = checks_of(store, taken)
    return [
        {
            "award_key": key,
            "piid": detail.piid,
            "category": "idv" if detail.is_vehicle else "contract",
            "description": detail.description,
            "orders": len(detail.orders),
            "subawards": list(detail.subawards),
            "checks": [check for check in checks if check["award_key"] == key],
        }
        for key, detail in taken.items()
    ]
