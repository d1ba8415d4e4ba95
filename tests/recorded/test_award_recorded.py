"""Single awards over sockets, from genuine answers about one case system and a schedule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fetch.ingest.pipeline import IngestPipeline
from fetch.ingest.rebuild import rebuild
from fetch.usaspending import pagination
from fetch.usaspending.award import responses as award_responses
from fetch.usaspending.award.lookup import OF_VEHICLE, award
from fetch.usaspending.award.reader import checks_of
from fetch.usaspending.award.reconciliation import checks_below
from fetch.usaspending.award.requests import ACTIONS, ORDER_KEY, ORDERS, below, numbered
from fetch.usaspending.downloads import DownloadJobs
from fetch.warehouse.database import Warehouse
from tests.conftest import ROOT
from tests.fetch.serving import client, fetch, place, silent
from tests.service.replay import Replay
from tests.service.server import Server

pytestmark = pytest.mark.recorded

RECORDED = ROOT.parent / "shared" / "data" / "recorded"
ORDER = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
CASES = "CONT_IDV_HSCETC14C00002_7012"
SCHEDULE = "CONT_IDV_GS35F0086U_4730"
MANY = "CONT_IDV_HSHQDC12D00013_7001"


@pytest.fixture
def replayed(tmp_path):
    """The recorded service, and settings that lead to it."""
    with Server(Replay(RECORDED)) as server:
        yield server, place(tmp_path, server.url)


def test_the_order_agrees_with_the_service_to_the_cent(replayed):
    server, settings = replayed
    told = award(settings, [ORDER], silent, lambda _: None)
    assert told["problems"] == {}
    assert server.handler.refused == []
    [one] = told["awards"]
    figures = {c["measure"]: (c["ours"], c["services"], c["difference"]) for c in one["checks"]}
    assert figures == {
        "obligated": ("139314020.61", "139314020.61", "0.00"),
        "ceiling": ("159411518.37", "159411518.37", "0.00"),
        "actions": (14, 14, 0),
    }
    assert told["data_as_of"] == "2026-11-20"
    assert rebuild(settings, silent)["equal"]


def test_the_command_says_so_in_words(replayed):
    server, settings = replayed
    done = fetch(settings, server, "award", ORDER)
    assert done.returncode == 0
    assert "ceiling: ours $159,411,518.37, the service's $159,411,518.37: no difference" in (
        done.stdout
    )


def answers_about(asking, key):
    """What the command asks of a vehicle; its actions in the order that was recorded of it."""
    actions = {"award_id": key, "limit": 100, "sort": "modification_number", "order": "asc"}
    parts = {
        "detail": asking.get(f"/api/v2/awards/{key}/"),
        "count": asking.get(f"/api/v2/awards/count/transaction/{key}/"),
        **numbered("actions", pagination.every_page(asking, ACTIONS, actions, "id")),
    }
    return parts | below(asking, key, parts["detail"])


def test_the_vehicle_agrees_with_the_service_to_the_cent(replayed):
    """By functions: its actions were not recorded in the order that the command asks for."""
    server, settings = replayed
    with IngestPipeline(settings, "award", silent) as intake, client(settings) as asking:
        objects = {name: answer.sha256 for name, answer in answers_about(asking, CASES).items()}
        body = {"award_id": CASES, "file_format": "csv"}
        made = DownloadJobs(asking, silent).make(OF_VEHICLE, body)
        intake.take("file", made.name, {"file": made.stored.sha256})
        about = {"as_of": "2026-11-20", "asked_at": "2026-11-21T12:00:00+00:00"}
        intake.take("award", CASES, objects, about)
    assert server.handler.refused == []
    with Warehouse(settings.warehouse, read_only=True) as store:
        checks = checks_of(store, [CASES])
    figures = {c["measure"]: (c["ours"], c["services"], c["difference"]) for c in checks}
    assert figures == {
        "obligated": ("51683783.50", "51683783.50", "0.00"),
        "ceiling": ("51683783.50", "51683783.50", "0.00"),
        "actions": (26, 26, 0),
        **dict.fromkeys(("child_idvs", "child_awards", "grandchild_awards"), (0, 0, 0)),
        "subawards": (0, 0, 0),
    }


def test_a_schedules_orders_add_up_to_what_the_service_states(replayed):
    """By functions, from the recorded answers about what was ordered under it."""
    server, settings = replayed
    with client(settings) as asking:
        detail = asking.get(f"/api/v2/awards/{SCHEDULE}/")
        parts = {"detail": detail, **below(asking, SCHEDULE, detail)}
        parts["count"] = asking.get(f"/api/v2/awards/count/transaction/{CASES}/")
        objects = {name: answer.sha256 for name, answer in parts.items()}
        said = award_responses.parse(SCHEDULE, objects, asking.archive.read)
    assert server.handler.refused == []
    figures = {check.measure: (check.ours, check.services) for check in checks_below(said)}
    assert figures["child_awards"] == (7, 7)
    assert figures["child_awards obligated"] == (Decimal("209267970.56"),) * 2
    assert figures["child_awards ceiling"] == (Decimal("257620989.19"),) * 2


def test_pages_of_orders_come_to_their_number(replayed):
    """By functions: 111 orders on recorded pages of 50."""
    _, settings = replayed
    body = {"award_id": MANY, "type": "child_awards", "limit": 50}
    with client(settings) as asking:
        sort = {"sort": "obligated_amount", "order": "desc"}
        pages = pagination.every_page(asking, ORDERS, body | sort, ORDER_KEY)
    assert len(pages) == 3
    assert len(pagination.distinct(pages, ORDER_KEY)) == 111


def test_actions_whose_ties_moved_between_pages_are_seen_to_be_too_few(replayed):
    """By functions: a recorded walk in which one action came twice and one not at all."""
    _, settings = replayed
    body = {"award_id": SCHEDULE, "limit": 50, "sort": "action_date", "order": "asc"}
    with client(settings) as asking:
        pages = pagination.every_page(asking, ACTIONS, body, "id")
    assert sum(len(pagination.rows(page)) for page in pages) == 132
    assert len(pagination.distinct(pages, "id")) == 131
