"""What every test may ask for: an empty place for data, and commands to run in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from fetch import sources
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.commands import (
    ROOT,  # noqa: F401  # tests look for it here
    Answer,
    run,
    run_apart,
)
from tests.java import find_java
from tests.once import once, the_sample

if TYPE_CHECKING:
    from analysis.published.build import Build

sources.load()  # as every command that writes does

hypothesis.settings.register_profile(
    "sole source",
    # a loaded machine is no failure; and what fails in one run fails in the next
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("sole source")

LONG = (
    "test_spark.py",
    "test_faults.py",
    "test_versions.py",
    "test_chains.py",
    "test_killed.py",
    "test_every_page.py",
    "test_build.py",
    "test_quarantine.py",
    "test_plainly.py",
    "test_commands.py",
    "test_vendors.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Builds of all runs on this machine share their plans: the code is the key."""
    os.environ["SOLESOURCE_PLANS_IN"] = str(config.cache.mkdir("plans"))  # type: ignore[union-attr]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that take minutes go first, so that no worker waits for another at the end.

    Without a Java the Spark tests are left out, unless they are asked for.
    """
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    if os.environ.get("SOLESOURCE_NEEDS_SPARK") or find_java():
        return
    left_out = [item for item in items if item.get_closest_marker("spark")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session", autouse=True)
def no_clock() -> Iterator[None]:
    """Files of tests are named for days that may not have come on this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fetch.ingest.pipeline.present", lambda: date(2030, 1, 1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    from tests.compiling import compiled_once

    with compiled_once():
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty place for data."""
    return Settings(data=tmp_path / "data")


@pytest.fixture
def warehouse(settings: Settings) -> Callable[[str], list[tuple[Any, ...]]]:
    """Ask the warehouse in SQL, read-only."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with Warehouse(settings.warehouse, read_only=True) as store:
            return store.rows(sql)

    return ask


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The embedded sample, built once for every test that reads it."""
    return Settings(data=once(tmp_path_factory, "sample", the_sample))


@pytest.fixture(scope="session")
def sample(sample_settings: Settings) -> Build:
    """The published build of the sample."""
    from analysis.published.build import current

    return current(sample_settings)


@pytest.fixture
def command(settings: Settings) -> Callable[..., Answer]:
    """Run `python -m …` as a person would, over an empty place for data."""
    return partial(run, data=settings.data)


@pytest.fixture(scope="session")
def ask(sample_settings: Settings) -> Callable[..., Answer]:
    """Run `python -m analysis …` over the build of the sample."""
    return partial(run, "analysis", data=sample_settings.data)


@pytest.fixture
def apart(settings: Settings) -> Callable[..., Answer]:
    """The same as `command` in a process of its own: for what two processes do to each other."""
    return partial(run_apart, data=settings.data)
