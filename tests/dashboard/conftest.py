"""Small frames for the tests of figures."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def frames() -> ModuleType:
    """Builders of frames in the shape of a published build."""
    spec = spec_from_file_location("dashboard_frames", Path(__file__).with_name("frames.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
