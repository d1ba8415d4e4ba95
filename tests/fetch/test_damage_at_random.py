"""Any file of the data flipped, cut or removed: one sentence, and its advice leaves the state."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analysis.publish import builds
from analysis.publish.staleness import made_from, up_to_date
from analysis.published import build as published_build
from fetch.archive.store import Archive, Exchange
from fetch.errors import SoleSourceError
from fetch.ingest.importer import import_paths
from fetch.ingest.pipeline import require_all_read
from fetch.ingest.rebuild import rebuild, verify
from fetch.reports.status import status
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file

TIMES = 200
BATCHES = 4
MOST_STEPS = 4
ADVISED = re.compile(r"`python -m (fetch rebuild --anyway|fetch rebuild|analysis build)`")
AREAS = ("warehouse.duckdb", *["archive"] * 3, *["published"] * 8)
AWARD = "CONT_AWD_EXAMPLE"
MOVES = ("award_key", "earlier_key", "earlier_piid", "later_key", "later_piid")


def silent(_: str, __: int) -> Callable[[int], None]:
    return lambda _: None


def build(settings: Settings) -> None:
    """A build of one table with one award: what a real one does takes seconds."""
    found = up_to_date(settings)
    if found:
        return
    require_all_read(settings.warehouse, Archive(settings.archive))
    with Warehouse(settings.warehouse, read_only=True) as store:
        made = made_from(store)
    made |= {"as_of": "2026-01-01", "sources": [], "actions": 1, "awards": 1}
    build_id = f"build-{random.random()}"
    with builds.unfinished(settings.published, build_id) as folder:
        duckdb.sql(
            f"COPY (SELECT '{AWARD}' AS award_key, 'EXAMPLE' AS piid) TO '{folder}/awards.parquet'"
        )
        no_moves = ", ".join(f"NULL::VARCHAR AS {name}" for name in MOVES)
        duckdb.sql(f"COPY (SELECT {no_moves} LIMIT 0) TO '{folder}/moved_awards.parquet'")
        builds.publish(
            settings.published, folder, {**made, "build_id": build_id, "obligated_usd": "1"}
        )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store with a build, an answer of a service and the file it was made from."""
    folder = tmp_path_factory.mktemp("whole")
    settings = Settings(data=folder / "data")
    import_paths(settings, [csv_file(folder / "a.csv", [action(), action(mod="P00001")])])
    archive = Archive(settings.archive)
    kept = archive.keep(b'{"detail": "an answer"}')
    archive.note(
        Exchange("20260101T000000Z-aaaa", "2026-01-01T00:00:00", "GET", "/", None, 200, {},
                 kept.sha256, kept.size)
    )  # fmt: skip
    build(settings)
    return folder


def files_of(area: Path) -> list[Path]:
    found = [area] if area.is_file() else sorted(area.rglob("*"))
    # the lock files are empty, and the link leads to a folder that is listed itself
    return [path for path in found if path.is_file() and path.stat().st_size]


def harm(path: Path, chance: random.Random) -> str:
    """Spoil a file in one of the ways of disks, crashes and people."""
    content = bytearray(path.read_bytes())
    way = chance.choice(("flip", "flip many", "cut", "empty", "remove", "other", "lines"))
    if way.startswith("flip") and content:
        for _ in range(1 if way == "flip" else 50):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif way == "cut":
        del content[chance.randrange(len(content) + 1) :]
    elif way == "empty":
        content.clear()
    elif way == "other":
        content[:] = chance.choice(
            (b"{}\n", b"5\n", b"\0" * 4096, b"PAR1", b"\n" * 9, b"[" * 99999)
        )
    elif way == "lines":
        content += chance.choice((b'{"a": 1}\n', b"\xff\xfe\n", b"[]\n", b'{"run_id": null}\n'))
    path.unlink() if way == "remove" else path.write_bytes(content)
    return f"{way}: {path.name}"


def failures(settings: Settings, area: str) -> list[str]:
    """What a person reads who looks at what was damaged; any other error ends the test."""
    asked: tuple[Callable[[], Any], ...] = (lambda: require_all_held(settings),)
    if area == "archive":
        asked += (lambda: verify(Archive(settings.archive), silent, settings.warehouse),)
    if area == "published":
        asked = (
            lambda: published_build.current(settings).award(AWARD),
            lambda: build(settings),
            lambda: published_build.current(settings).award(AWARD),
        )
    said = []
    for ask in asked:
        try:
            ask()
        except SoleSourceError as error:
            said.append(str(error))
    return said


def require_all_held(settings: Settings) -> None:
    """What is held is all of it, or there is a word about what was left out."""
    report = status(settings)
    if not report["set_aside"]:
        assert report["transactions"]["rows"] == 2


def follow(settings: Settings, folder: Path, said: list[str]) -> None:
    """Do the first thing that is advised; import the file again where nothing else is."""
    advised = [match[1] for text in said for match in [ADVISED.search(text)] if match]
    try:
        if advised and advised[0].startswith("fetch rebuild"):
            rebuild(settings, silent, anyway="--anyway" in advised[0])
        elif not advised:
            import_paths(settings, [folder / "a.csv"])
    except SoleSourceError as error:  # what one command refuses, the one that it names does
        [named] = ADVISED.findall(str(error))[-1:] or ["fetch rebuild"]
        rebuild(settings, silent, anyway="--anyway" in named)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_whatever_is_damaged_the_advised_commands_leave_it(whole, tmp_path, batch):
    chance = random.Random(batch)
    for number in range(TIMES // BATCHES):
        folder = tmp_path / str(number)
        shutil.copytree(whole, folder, symlinks=True)
        settings = Settings(data=folder / "data")
        area = chance.choice(AREAS)
        done = harm(chance.choice(files_of(settings.data / area)), chance)
        said = failures(settings, area)
        for _ in range(MOST_STEPS):
            if not said:
                break
            follow(settings, folder, said)
            said = failures(settings, area)
        assert said == [], done
        published_build.opened.cache_clear()
        shutil.rmtree(folder)
