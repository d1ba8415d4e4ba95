"""The doctor's checks over genuine files and answers.

By functions: the listing of the latest fiscal year and the doctor's own small search were
not recorded, so the visit is told of a year that was.
"""

from __future__ import annotations

import pytest

from fetch.usaspending import api
from fetch.usaspending.doctor import checks as doctor_checks
from fetch.usaspending.doctor.probe import UsaspendingProbe
from tests.conftest import ROOT
from tests.fetch.serving import client, place, silent
from tests.service.replay import Replay
from tests.service.server import Server

pytestmark = pytest.mark.recorded

RECORDED = ROOT.parent / "shared" / "data" / "recorded"
ORDER = {
    "generated_internal_id": "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730",
    "Award ID": "70CTD022FR0000170",
}


@pytest.fixture
def visit(tmp_path):
    """A visit to the recorded service, told of FY2024's files and of one award."""
    with Server(Replay(RECORDED)) as server, client(place(tmp_path, server.url)) as asking:
        made = UsaspendingProbe(asking, silent)
        body = api.list_monthly(made.agency(), 2024)
        listed = asking.post(api.MONTHLY_FILES, body)
        made.answers["the list of monthly files"] = api.monthly_files(listed.document)
        made.award = lambda: ORDER
        yield made


@pytest.mark.parametrize(
    ("check", "came"),
    [
        (doctor_checks.day_of_data, "2026-11-20"),
        (doctor_checks.id_of_dhs, "id 63, Department of Homeland Security"),
        (doctor_checks.component_names, "6 components"),
        (doctor_checks.monthly_names, "FY2024_070_Contracts_Full_20261106.zip"),
        (doctor_checks.full_columns, "297 columns"),
        (doctor_checks.delta_columns, "correction_delete_ind, agency_id, then 297 columns"),
        (doctor_checks.delta_marks, "'', 'C', 'D' in its first 3 rows"),
        (doctor_checks.cells, "the first"),
        (doctor_checks.known_codes, "the codes of its first"),
        (doctor_checks.detail_of_award, "total_obligation 139314020.61"),
        (doctor_checks.ids_of_actions, "CONT_TX_7012_4730_70CTD022FR0000170_0_GS35F0086U_0"),
        (doctor_checks.number_of_actions, "14 listed, 14 counted"),
        (doctor_checks.download, "CONT_70CTD022FR0000170_"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_what_was_recorded_is_as_assumed(visit, check, came):
    assert check(visit).startswith(came)
