"""A build by its plan is the build that made the plan, and no plan is trusted blindly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from analysis.engines import steps
from analysis.publish import builds, plans
from analysis.publish import run as publishing
from analysis.publish.run import build
from fetch.ingest.importer import import_paths, import_sample
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests import sample_size
from tests.builders import action, csv_file
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def planned(tmp_path_factory) -> Settings:
    """The sample, built once without a plan: its tables and the plan that came of it."""
    at = tmp_path_factory.mktemp("planned")
    place = Settings(data=at / "data", plans_in=at / "plans")
    import_sample(place)
    build(place)
    return place


@pytest.fixture
def place(planned, tmp_path) -> Settings:
    """A copy of them."""
    for name in ("data", "plans"):
        shutil.copytree(planned.data.with_name(name), tmp_path / name, symlinks=True)
    return Settings(data=tmp_path / "data", plans_in=tmp_path / "plans")


def tables(place: Settings) -> dict[str, bytes]:
    files = (place.published / "current").glob("*.parquet")
    return {path.name: path.read_bytes() for path in files}


def never(*_: object) -> None:
    raise AssertionError("expressions were made although a plan is there")


def test_a_build_by_a_plan_writes_the_same_files_byte_for_byte(place, monkeypatch):
    without_plan = tables(place)
    monkeypatch.setattr(publishing, "_planned", never)
    build(place)
    assert len(without_plan) > 25
    assert tables(place) == without_plan


def test_a_plan_serves_other_records_too(place, tmp_path, monkeypatch):
    import_paths(place, [csv_file(tmp_path / "a.csv", [action(f"70A{n}") for n in range(9)])])
    build(place.model_copy(update={"plans_in": tmp_path / "apart"}))
    without_plan = tables(place)
    monkeypatch.setattr(publishing, "_planned", never)
    assert build(place)["awards"] == sample_size.AWARDS + 9
    assert tables(place) == without_plan


def test_a_build_by_a_plan_needs_no_ibis(place):
    code = (
        "import sys; from fetch.settings import Settings; from analysis.publish.run import build; "
        "build(Settings()); sys.exit('ibis' in sys.modules)"
    )
    at = {"SOLESOURCE_DATA": str(place.data), "SOLESOURCE_PLANS_IN": str(place.plans)}
    words = [sys.executable, "-c", code]
    assert not subprocess.run(words, check=False, cwd=ROOT, env={**os.environ, **at}).returncode


def test_a_damaged_plan_is_no_plan_and_the_next_build_makes_it_anew(place, monkeypatch):
    [path] = place.plans.glob("*.json")
    whole = path.read_bytes()
    for damaged in (whole[:-9], b"", b"\xff\n[]", whole.replace(b"SUM(", b"MAX(")):
        assert damaged != whole
        path.write_bytes(damaged)
        assert plans.load(place.plans, path.stem) is None
    made = [steps.Step("made_anew", True, ("SELECT 1",))]
    monkeypatch.setattr(publishing, "_planned", lambda *_: made)
    with builds.unfinished(place.published, "another") as folder:
        publishing._embedded(place, folder)
    assert plans.load(place.plans, path.stem) == made


def test_a_plan_that_cannot_be_written_is_not_missed(tmp_path):
    (tmp_path / "plans").write_text("a file, where a folder should be")
    plans.save(tmp_path / "plans", "0" * 32, [])
    assert plans.load(tmp_path / "plans", "0" * 32) is None


def test_other_code_columns_or_versions_ask_for_another_plan(place, monkeypatch):
    with Warehouse(place.warehouse) as store:
        before = plans.key(store)
        assert plans.key(store) == before
        store.execute("ALTER TABLE files ADD COLUMN another VARCHAR")
        assert plans.key(store) != before
        store.execute("ALTER TABLE files DROP COLUMN another")
        assert plans.key(store) == before
        with monkeypatch.context() as patch:
            patch.setattr(plans, "code", lambda: "other code")
            assert plans.key(store) != before
        monkeypatch.setattr(plans, "_compilers", lambda: "ibis 0")
        assert plans.key(store) != before


def test_code_and_rules_are_part_of_the_key(tmp_path, monkeypatch):
    monkeypatch.setattr(plans, "ROOT", tmp_path)
    rule = tmp_path / "analysis" / "rules" / "a.csv"
    rule.parent.mkdir(parents=True)
    rule.write_text("one")
    before = plans.code()
    rule.write_text("two")
    assert plans.code() != before
    rule.write_text("one")
    assert plans.code() == before
    rule.rename(rule.with_name("b.csv"))
    assert plans.code() != before


def test_no_plan_is_kept_of_code_that_was_edited_meanwhile(tmp_path, monkeypatch):
    plans.save(tmp_path / "before", "0" * 32, [])
    assert list((tmp_path / "before").iterdir())
    monkeypatch.setattr(plans, "AS_LOADED", "the code of before")
    plans.save(tmp_path / "after", "0" * 32, [])
    assert not (tmp_path / "after").exists()


def test_plans_used_long_ago_go(tmp_path):
    for number in range(plans.MOST_KEPT + 3):
        plans.save(tmp_path, f"{number:032x}", [])
        os.utime(tmp_path / f"{number:032x}.json", (number, number))
    plans.load(tmp_path, f"{3:032x}")  # read, and so used last
    plans.save(tmp_path, "f" * 32, [])
    kept = {path.stem for path in tmp_path.iterdir()}
    assert len(kept) == plans.MOST_KEPT
    assert {f"{3:032x}", "f" * 32} <= kept
    assert f"{4:032x}" not in kept


def test_a_plan_names_functions_of_this_package_alone():
    with pytest.raises(ValueError, match="no function of"):
        steps.function("os:getcwd")
