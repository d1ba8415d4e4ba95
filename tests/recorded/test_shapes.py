"""The fictional service answers in the shapes that were recorded."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.service.fictional import Service
from tests.service.jobs import Job
from tests.service.replay import Exchange, exchanges
from tests.service.rows import CONTRACT_KEY, FUNDED_KEY, ORDER_KEYS, VEHICLE_KEY, columns
from tests.service.server import Request

pytestmark = pytest.mark.recorded

RECORDED = ROOT.parent / "shared" / "data" / "recorded"
STANDS_FOR = {
    "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730": CONTRACT_KEY,
    "CONT_IDV_HSCETC14C00002_7012": VEHICLE_KEY,
    "CONT_IDV_70B02C20D00000019_7014": VEHICLE_KEY,
    "CONT_IDV_HSHQDC12D00013_7001": VEHICLE_KEY,
    "CONT_IDV_GS35F0086U_4730": VEHICLE_KEY,
}
"""A recorded award and the fictional one that stands for it."""


def recorded(number: int) -> Exchange:
    [found] = [e for e in exchanges(RECORDED) if e.name.startswith(f"{number}-")]
    return found


def asked(exchange: Exchange) -> Request:
    """The recorded request with the keys and numbers of the fictional service in it."""
    text = json.dumps(exchange.request)
    for real, ours in STANDS_FOR.items():
        text = text.replace(real, ours)
    read = json.loads(text)
    return Request(read["method"], read["path"], read["query"], raw=_body(read).encode())


def _body(read: dict[str, Any]) -> str:
    body = read["body"]
    if isinstance(body, dict) and body.get("agency") == 63:
        body["agency"] = Service.small().toptier_id
    if isinstance(body, dict) and body.get("filters", {}).get("agency") == 63:
        body["filters"]["agency"] = Service.small().toptier_id
    if isinstance(body, dict) and body.get("filters", {}).get("keywords"):
        body["filters"]["keywords"] = ["EXAMPLE"]
    return read.get("raw_body") or json.dumps(body)


def shapes(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each place in a JSON with the type found there; the items of a list are one place."""
    if value == {}:
        yield path, "NoneType"
    elif isinstance(value, dict):
        yield path, "object"
        for key, inner in value.items():
            yield from shapes(inner, f"{path}.{key}")
    elif isinstance(value, list):
        yield path, "list"
        for inner in value:
            yield from shapes(inner, f"{path}[]")
    else:
        yield path, "number" if type(value) in (int, float) else type(value).__name__


def by_place(value: Any) -> dict[str, set[str]]:
    places: dict[str, set[str]] = {}
    for path, kind in shapes(value):
        places.setdefault(path, set()).add(kind)
    return places


def differences(ours: Any, theirs: Any) -> list[str]:
    """Places that only one has, or whose types differ; where a null is, any type may be."""
    left, right = by_place(ours), by_place(theirs)
    told = []
    for path in sorted(left.keys() | right.keys()):
        mine, genuine = left.get(path, set()), right.get(path, set())
        if "NoneType" in mine | genuine and mine and genuine:
            continue
        if mine != genuine and not _below_nothing(path, left, right):
            told.append(f"{path}: ours {sorted(mine)}, recorded {sorted(genuine)}")
    return told


def _below_nothing(path: str, left: dict[str, set[str]], right: dict[str, set[str]]) -> bool:
    """True where the place lies within a list that is empty, or an object that is null, here."""
    parents = [path[:cut] for cut in range(1, len(path)) if path[cut] in ".["]
    return any(
        "NoneType" in side.get(parent, set()) or (parent in side and f"{parent}[]" not in side
                                                  and side[parent] == {"list"})
        for parent in parents
        for side in (left, right)
    )  # fmt: skip


def rows(body: dict[str, Any]) -> object:
    """What a page holds."""
    return body.get("results") or body.get("monthly_files")


SAME_SHAPE = (
    100, 140, 145, 168, 169, 170, 171, 190, 191, 200, 220, 242, 250, 253, 254, 264, 330, 334, 339,
    355, 356, 357, 370, 374, 377, 378, 382, 383, 400, 401, 406, 404, 409, 412, 416, 420, 421,
    449, 480, 481, 500, 510, 518, 522, 545, 548, 552, 566, 590, 592, 594, 595,
)  # fmt: skip
REFUSED = (
    175, 176, 180, 181, 182, 183, 184, 185, 186, 188, 193, 194, 202, 203, 256, 257, 258, 259, 260,
    262, 265, 266, 267, 268, 350, 351, 352, 353, 358, 384, 385, 386, 387, 422, 423, 424, 471, 482,
    483, 530, 531, 532, 533, 534, 535, 536, 537, 540, 541, 564, 565, 593, 596, 597, 598,
)  # fmt: skip


@pytest.mark.parametrize("number", SAME_SHAPE)
def test_an_answer_has_the_recorded_shape(number):
    exchange = recorded(number)
    request = asked(exchange)
    if number in (330, 339):
        key = {330: FUNDED_KEY, 339: ORDER_KEYS[0]}[number]
        request = Request("GET", f"/api/v2/awards/{key}/")
    reply = Service.small().answer(request)
    assert reply.status == exchange.response["status"] == 200
    assert differences(reply.body, exchange.response["body"]) == []
    assert rows(reply.body) or not rows(exchange.response["body"])


@pytest.mark.parametrize("number", REFUSED)
def test_a_refusal_has_the_recorded_status_and_beginning(number):
    exchange = recorded(number)
    reply = Service.small().answer(asked(exchange))
    body = exchange.response["body"]
    assert reply.status == exchange.response["status"]
    assert isinstance(reply.body, dict) == isinstance(body, dict)
    if isinstance(body, dict):
        assert reply.body.keys() == body.keys()
        assert reply.body.get("detail", "")[:16] == body.get("detail", "")[:16]


@pytest.mark.parametrize("number", [501, 502, 503, 579])
def test_a_job_tells_of_itself_in_the_recorded_shape(number):
    service = Service.small()
    service.desk.jobs["x.zip"] = job = Job("x.zip", {}, b"zip", 1, 297)
    job.polls = {501: 0, 502: 1, 503: 2, 579: 2}[number]
    job.ends = "fails" if number == 579 else "finishes"
    request = Request("GET", "/api/v2/download/status/", {"file_name": "x.zip"})
    body = service.answer(request).body
    theirs = recorded(number).response["body"]
    assert body["status"] == theirs["status"]
    assert differences(body, theirs) == []


FILES = {
    "bulk_download/awards/": (500, "All_PrimeTransactions_2026-11-21_H23M58S49392533.zip"),
    "sub-awards": (522, "All_Subawards_2026-11-21_H23M59S23623325.zip"),
    "download/contract/": (545, "CONT_70CTD022FR0000170_2026-11-21_H23M59S28854160.zip"),
    "download/idv/": (548, "IDV_HSCETC14C00002_2026-11-21_H23M59S38228346.zip"),
    "download/transactions/": (552, "SubawardsAndPrimeTransactions_2026-11-21_H23M59S48198061.zip"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_download_holds_the_recorded_tables(what):
    number, name = FILES[what]
    service = Service.small()
    made = service.answer(asked(recorded(number))).body["file_name"]
    content = io.BytesIO(service.desk.jobs[made].content)
    assert headers(content) == headers((RECORDED / "files" / name).open("rb"))


def test_a_monthly_file_holds_the_recorded_columns():
    service = Service.small()
    for kind in ("FY2024_070_Contracts_Full", "FY(All)_070_Contracts_Delta"):
        ours = headers(io.BytesIO(service.archive.files[f"{kind}_20261006.zip"]))
        theirs = headers((RECORDED / "files" / f"{kind}_20261106.zip").open("rb"))
        assert list(ours.values()) == list(theirs.values())


def headers(content: Any) -> dict[str, frozenset[str]]:
    """The columns of each table, by what its name says it is."""
    with zipfile.ZipFile(content) as archive:
        return {
            _kind(name): frozenset(next(csv.reader(io.TextIOWrapper(archive.open(name), "utf-8"))))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def _kind(name: str) -> str:
    kinds = ("TransactionHistory", "PrimeTransactions", "FederalAccountFunding", "Orders")
    more = ("Sub-Awards", "Subawards", "Full", "Delta")
    return next(kind for kind in kinds + more if kind in name)


def test_the_headers_written_down_are_the_recorded_ones():
    held = (RECORDED / "files" / FILES["download/contract/"][1]).open("rb")
    genuine = headers(held)
    assert set(columns("subawards")) == genuine["Sub-Awards"]
    assert set(columns("funding")) == genuine["FederalAccountFunding"]
