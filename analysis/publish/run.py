"""Run of a build: tables computed, set aside, and swapped in whole."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from analysis.engines import DUCKDB, steps
from analysis.engines.steps import KEPT, Step
from analysis.publish import plans
from analysis.publish.builds import publish, unfinished
from analysis.publish.coverage_facts import coverage_facts
from analysis.publish.press_tables import write_figures
from analysis.publish.staleness import made_by
from analysis.published import coverage
from analysis.published.build import finished
from analysis.published.moved import KEYS
from analysis.serialise import plain
from fetch.export import facts, held_in_order
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse, new_run_id, now


def build(settings: Settings, engine: str = DUCKDB, source: str | None = None) -> dict[str, Any]:
    """Publish a build from the records held; returns its manifest.

    `engine` is `duckdb`, over the warehouse, or the address of a Spark cluster (`spark-local`
    for one on this machine), over `source`: the folder of an export, or its address in an
    object store. NothingHeld where there are no records; StoreBusy while another command
    writes; Held while the checks of the last round stop the publication.
    """
    build_id = new_run_id()
    with unfinished(settings.published, build_id) as folder:
        if engine == DUCKDB:
            held = _embedded(settings, folder)
        else:
            held = _on_cluster(engine, source or str(settings.exported), folder)
        made = {"build_id": build_id, "built_at": str(now()), "made_by": made_by(), **held}
        made |= counted(folder, made)
        made["coverage"] = coverage.line(finished(folder, made))
        write_figures(folder, made)
        return publish(settings.published, folder, made)


def _embedded(settings: Settings, folder: Path) -> dict[str, Any]:
    """Tables by the plan of this code; a missing plan is made and saved."""
    with held_in_order(settings) as store:
        store.give_memory()
        (folder / KEPT).mkdir()
        wanted = plans.key(store)
        plan = plans.load(settings.plans, wanted)
        with store.within_memory("the build"):
            if plan is None:
                plans.save(settings.plans, wanted, _planned(store, folder))
            else:
                for step in plan:
                    steps.run(store.connection, folder, step)
        shutil.rmtree(folder / KEPT)
        return {"engine": DUCKDB, **facts(store)}


def counted(folder: Path, made: dict[str, Any]) -> dict[str, Any]:
    """What the published tables hold: an award under two numbers is one, its actions count once.

    `moved`: how many keys lead to another award's, and the actions under them that do not count.
    """
    build = finished(folder, made)

    def row(sql: str) -> list[Any]:
        return [plain(value) for value in build.query(sql).iloc[0]]

    actions, awards, obligated = row(
        "SELECT count(*), count(DISTINCT award_key), sum(obligated_usd) FROM actions"
    )
    [keys] = row(f"SELECT count(DISTINCT key) FROM {KEYS} WHERE key <> award_key")
    twice, usd = row("SELECT count(*), sum(obligated_usd) FROM moved_actions")
    moved = {"keys": keys, "actions": twice, "obligated_usd": usd}
    sums = {"actions": actions, "awards": awards, "obligated_usd": obligated}
    return {**sums, "moved": moved, "held": coverage_facts(build)}


def _planned(store: Warehouse, folder: Path) -> list[Step]:
    """Write every table from its expression; returns the steps for a plan."""
    from analysis.engines.embedded import DuckDBEngine
    from analysis.publish.pipeline import write_tables

    with DuckDBEngine(store, folder) as engine:
        write_tables(engine)
    return engine.steps


def _on_cluster(engine: str, source: str, folder: Path) -> dict[str, Any]:
    from analysis.engines.spark import SparkEngine
    from analysis.publish.pipeline import write_tables

    with SparkEngine(engine, source, folder) as cluster:
        write_tables(cluster)
        return {"engine": "spark", **cluster.manifest}
