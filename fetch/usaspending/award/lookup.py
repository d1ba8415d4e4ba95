"""`award`: everything that the service says of single awards, compared with what is held.

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
from fetch.usaspending.service import usaspending
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
        IngestPipeline(settings, "award", announce) as intake,
        Client(
            usaspending(settings), settings, intake.archive, intake.part_of, clock=clock, say=say
        ) as client,
    ):
        errand = begun(intake, client, announce, say)
        taken = take_awards(errand, keys)
        round_id = intake.close_round({"awards": sorted(taken)})
    return told(settings, errand, taken, round_id)


def begun(
    intake: IngestPipeline, client: Client, announce: Announce, say: Callable[[str], None]
) -> SyncRun:
    """An errand for single awards; what an earlier command left unread is told with it."""
    errand = SyncRun(intake, client, SyncScope(ALL, ()), say, announce, runs=list(intake.late))
    errand.problems.update(intake.failed)
    return errand


def take_awards(errand: SyncRun, names: Iterable[str]) -> dict[str, AwardDetail]:
    """Take each award; one that fails is named under the errand's problems."""
    keys: dict[str, None] = {}
    for name in names:
        if key := errand.attempt(name, key_of, errand.intake.settings, name):
            keys[key] = None
    if keys and not errand.data_date:
        errand.data_date = reference.data_date(errand.client)
    taken = {key: errand.attempt(key, _take, errand, key) for key in keys}
    return {key: said for key, said in taken.items() if said}


def key_of(settings: Settings, name: str) -> str:
    """The key meant: itself, or that of the one award held of a number (PIID)."""
    if name.startswith(("CONT_AWD_", "CONT_IDV_")):
        return name
    held = _keys_held(settings, name) if settings.warehouse.exists() else []
    if len(held) == 1:
        return held[0]
    if held:
        raise InputError(f"{name}: {len(held)} awards have this number: {', '.join(held)}")
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


def _take(errand: SyncRun, key: str) -> AwardDetail:
    parts = ask(errand.client, key)
    objects = {name: answer.sha256 for name, answer in parts.items()}
    try:
        said = award_responses.parse(key, objects, errand.intake.archive.read)
    except InputError as error:
        raise WrongShape(f"the award {key}", str(error)) from error
    path = OF_VEHICLE if is_vehicle(parts) else OF_CONTRACT
    history = partial(_take_history, errand, key, path)
    errand.runs.append(errand.unless_damaged(history, history, "asked for"))
    about = {
        "as_of": errand.data_as_of,
        "asked_at": parts["detail"].exchange.at,
    }
    errand.runs.append(errand.intake.take("award", key, objects, about))
    return said


def _take_history(errand: SyncRun, key: str, path: str) -> Run:
    """The download of all its actions, made and read."""
    body = {"award_id": key, "file_format": "csv"}
    made = errand.jobs.make(path, body)
    return errand.intake.take("file", made.name, {"file": made.stored.sha256})


def told(
    settings: Settings, errand: SyncRun, taken: dict[str, AwardDetail], round_id: str | None
) -> dict[str, Any]:
    """A round of awards in figures, with every check."""
    document = {"awards": _with_checks(settings, taken), **errand.told()}
    return document | (rounds.of_round(settings, round_id) if round_id else {"round": None})


def _with_checks(settings: Settings, taken: dict[str, AwardDetail]) -> list[dict[str, Any]]:
    if not taken:
        return []
    with Warehouse(settings.warehouse, read_only=True) as store:
        checks = checks_of(store, taken)
    return [
        {
            "award_key": key,
            "piid": said.piid,
            "category": "idv" if said.is_vehicle else "contract",
            "description": said.description,
            "orders": len(said.orders),
            "subawards": list(said.subawards),
            "checks": [check for check in checks if check["award_key"] == key],
        }
        for key, said in taken.items()
    ]
