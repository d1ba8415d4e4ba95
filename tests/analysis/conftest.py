"""One build of the embedded sample, shared by every test that reads it."""

from __future__ import annotations

import pytest

from analysis.build import build as publish
from analysis.published import Build, current
from fetch.importer import import_sample
from fetch.settings import Settings


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory) -> Settings:
    place = Settings(data=tmp_path_factory.mktemp("sample"))
    import_sample(place)
    publish(place)
    return place


@pytest.fixture(scope="session")
def sample(sample_settings) -> Build:
    return current(sample_settings)
