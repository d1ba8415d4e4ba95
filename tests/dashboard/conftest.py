"""Small frames for the tests of figures, and awards that leave something unsaid."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from analysis.publish.run import build
from analysis.published.build import Build, current
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from tests.builders import action, csv_file


@pytest.fixture(scope="session")
def frames() -> ModuleType:
    """Builders of frames in the shape of a published build."""
    spec = spec_from_file_location("dashboard_frames", Path(__file__).with_name("frames.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def unstated_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Made-up awards of which each leaves something else unsaid."""
    unsaid: list[dict[str, str]] = [
        {},
        {"awarding_sub_agency_code": "", "awarding_sub_agency_name": ""},
        {"recipient_name": ""},
        {"product_or_service_code": "R499", "recipient_name": "A, B & C=D"},
        {"awarding_sub_agency_code": "7999",
         "awarding_sub_agency_name": "Example Bureau, of Nothing"},
        {"awarding_sub_agency_code": "7998", "awarding_sub_agency_name": ""},
        {"awarding_sub_agency_code": "", "awarding_sub_agency_name": "Example Bureau of Two"},
        {"awarding_sub_agency_code": "7997", "awarding_sub_agency_name": "Example Bureau of Two"},
        {"awarding_sub_agency_code": "7996", "awarding_sub_agency_name": "Example Office"},
        {"awarding_sub_agency_code": "7996", "awarding_sub_agency_name": "Example Office, Renamed"},
        {"recipient_name": "Example Optics LLC", "product_or_service_code": "r499"},
        {"product_or_service_code": "7A20", "action_date": "2022-12-01"},
    ]  # fmt: skip
    rows = [
        action(f"70TEST24C{n:08}", federal_action_obligation=f"{2**n}000.00", **cells)
        for n, cells in enumerate(unsaid)
    ]
    settings = Settings(data=tmp_path_factory.mktemp("unstated") / "data")
    import_paths(settings, [csv_file(settings.data.parent / "made_up.csv", rows)])
    build(settings)
    return settings


@pytest.fixture
def unstated(unstated_settings: Settings) -> Build:
    """The build of them."""
    return current(unstated_settings)
