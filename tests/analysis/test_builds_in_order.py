"""Builds follow one another in the order in which they were published, whatever a clock said."""

from __future__ import annotations

import json
import shutil

import pytest

from analysis.publish import builds, staleness
from analysis.published import build as published_build
from analysis.published import seal
from fetch.errors import StoreDamaged
from fetch.export import last_run
from fetch.ingest.importer import import_paths, import_sample
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file

OF_2026, OF_2099 = "20261129T080000Z-aaaa", "20990101T000000Z-aaaa"


def published(where, build_id: str, **made) -> None:
    """A finished build with nothing in it but its manifest."""
    with builds.unfinished(where, build_id) as folder:
        builds.publish(where, folder, {"build_id": build_id, **made})


def held(where) -> set[str]:
    return {path.name for path in where.iterdir() if path.is_dir() and not path.is_symlink()}


@pytest.fixture
def place(sample_settings, tmp_path) -> Settings:
    shutil.copytree(sample_settings.data, tmp_path / "data", symlinks=True)
    return Settings(data=tmp_path / "data")


def test_builds_named_in_the_future_do_not_remove_the_one_that_is_published(tmp_path):
    for year in (2097, 2098, 2099):
        published(tmp_path, f"{year}0101T000000Z-aaaa")
    published(tmp_path, OF_2026)
    assert (tmp_path / "current").resolve().name == OF_2026
    assert held(tmp_path) == {OF_2026, OF_2099, "20980101T000000Z-aaaa"}
    assert json.loads((tmp_path / "current" / "build.json").read_text())["number"] == 4


def test_the_build_in_use_outlives_copies_with_later_names(tmp_path):
    published(tmp_path, OF_2026)
    for year in (2097, 2098, 2099):
        shutil.copytree(tmp_path / OF_2026, tmp_path / f"{year}0101T000000Z-aaaa")
    published(tmp_path, "20261129T090000Z-bbbb")
    assert {OF_2026, "20261129T090000Z-bbbb"} < held(tmp_path)
    assert len(held(tmp_path)) == builds.KEPT_BUILDS


def test_builds_at_once_leave_each_other_alone_and_a_killed_one_goes(tmp_path):
    (tmp_path / ".building-killed").mkdir()
    with builds.unfinished(tmp_path, "20200101T000000Z-slow") as slow:
        (slow / "awards.parquet").write_bytes(b"rows")
        for hour in range(4):
            published(tmp_path, f"20261129T0{hour}0000Z-fast")
        builds.publish(tmp_path, slow, {"build_id": "20200101T000000Z-slow"})
    assert (tmp_path / "current" / "awards.parquet").read_bytes() == b"rows"
    assert held(tmp_path) == {
        "20200101T000000Z-slow", "20261129T020000Z-fast", "20261129T030000Z-fast"
    }  # fmt: skip


@pytest.mark.parametrize("broken", ["file", "folder", "loop", "published"])
def test_whatever_lies_in_the_place_of_the_link_gives_way(tmp_path, broken):
    where = tmp_path / "published"
    published(where, OF_2099)
    link = where / "current"
    link.unlink()
    if broken == "file":
        link.write_text("x")
    elif broken == "folder":
        shutil.copytree(where / OF_2099, link)
    elif broken == "loop":
        link.symlink_to("current")
    else:
        shutil.rmtree(where)
        where.write_text("x")
    published(where, OF_2026)
    assert link.is_symlink()
    assert link.resolve().name == OF_2026


def test_a_run_made_under_a_clock_that_was_ahead_hides_no_later_one(
    settings, tmp_path, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr("fetch.ingest.pipeline.new_run_id", lambda: OF_2099)
        import_sample(settings)
    import_paths(settings, [csv_file(tmp_path / "new.csv", [action("70NEW1")])])
    with Warehouse(settings.warehouse, read_only=True) as store:
        assert last_run(store) != OF_2099


def test_a_build_is_made_again_where_a_byte_of_it_changed(place):
    assert staleness.up_to_date(place)
    table = place.published / "current" / "awards.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    assert staleness.up_to_date(place) is None


@pytest.mark.parametrize("text", ['{"build_id":', "[]", "{}", "[" * 100_000, None])
def test_a_broken_manifest_is_one_sentence_and_a_reason_to_build_again(place, text):
    manifest = place.published / "current" / "build.json"
    manifest.unlink() if text is None else manifest.write_text(text)
    assert staleness.up_to_date(place) is None
    with pytest.raises(StoreDamaged, match="`python -m analysis build` makes it again"):
        published_build.current(place)


@pytest.mark.parametrize("content", [b"", b"PAR1", None])
def test_a_table_that_was_cut_or_is_gone_is_one_sentence(place, content):
    table = place.published / "current" / "awards.parquet"
    table.unlink() if content is None else table.write_bytes(content)
    with pytest.raises(StoreDamaged, match="`python -m analysis build` makes it again"):
        published_build.current(place).award("70CTD022FR0000170")


def test_a_mistake_in_a_question_is_not_called_damage(sample):
    with pytest.raises(Exception, match="nowhere") as raised:
        sample.query("select nowhere from awards")
    assert not isinstance(raised.value, StoreDamaged)


def test_a_seal_is_what_sha256sum_checks(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    seal.write(tmp_path)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert (tmp_path / seal.SEAL).read_text() == f"{empty}  a\n"
    assert seal.is_whole(tmp_path)
