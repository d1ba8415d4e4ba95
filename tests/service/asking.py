"""Short ways to ask a fictional service and to read its files, without a socket."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

from tests.service.fictional import Service
from tests.service.server import Reply, Request

CONTRACTS, IDVS = ["A", "B", "C", "D"], ["IDV_B_B"]
DHS = [{"type": "awarding", "tier": "toptier", "name": "Department of Homeland Security"}]
FUNDED_BY_DHS = [{**DHS[0], "type": "funding"}]


def post(service: Service, path: str, **body: Any) -> Reply:
    raw = json.dumps(body).encode()
    return service.answer(Request("POST", f"/api/v2/{path}/", raw=raw))


def get(service: Service, path: str, **query: str) -> Reply:
    return service.answer(Request("GET", path, query))


def table(content: bytes, part: str = "") -> list[dict[str, str]]:
    """The rows of the one CSV whose name contains the text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [name] = [name for name in archive.namelist() if part in name and name.endswith(".csv")]
        return list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8", newline="")))
