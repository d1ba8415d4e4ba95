"""Making the published build: every table computed, written aside, and swapped in whole."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from analysis import awards as awards_
from analysis import growth, money, rates, rule_sets, rules
from analysis.actions import AWARD
from analysis.arrivals import arrivals
from analysis.award_codes import CODES, OTHERS
from analysis.cohorts import CELL, cohorts
from analysis.fresh import made_from
from analysis.masks import masked
from analysis.measures import measured
from analysis.measures.start import with_start
from fetch import codes, rounds
from fetch.archive import Archive
from fetch.errors import NothingHeld
from fetch.intake import require_all_read
from fetch.settings import Settings
from fetch.store import Warehouse, new_run_id, now, replace_link

KEPT_BUILDS = 3
ABANDONED_SECONDS = 3600
"""A build takes minutes at most; an unfinished one of this age was killed."""
READ = tuple(
    dict.fromkeys(
        (
            *OTHERS,
            *CODES.values(),
            *awards_.OF_THE_LATEST,
            *awards_.OF_THE_BASE,
            "action_type_code",
            "award_id_piid",
            "awarding_sub_agency_code",
            "awarding_sub_agency_name",
            "basis",
            "file_id",
            "first_seen",
            "label",
            "last_modified_date",
            "last_seen",
            "potential_total_value_of_award",
            "total_dollars_obligated",
            "base_and_exercised_options_value",
            "ordering_period_end_date",
            "period_of_performance_potential_end_date",
        )
    )
)
"""The columns of `transactions` that any measure reads."""


def build(settings: Settings) -> dict[str, Any]:
    """Publish a build from what the warehouse holds; its manifest.

    NothingHeld where there are no records; StoreBusy while another command writes; Held
    while the checks of the last round stop the publication.
    """
    require_all_read(settings.warehouse, Archive(settings.archive))
    with Warehouse(settings.warehouse, read_only=True) as store:
        if not store.one("SELECT count(*) FROM transactions")[0]:
            raise NothingHeld("no action is held: nothing to build")
        rounds.require_in_order(store)
        build_id = new_run_id()
        folder = _fresh_folder(settings.published, build_id)
        _write_tables(ibis.duckdb.from_connection(store.connection), folder)
        manifest = {"build_id": build_id, "built_at": str(now()), **made_from(store)}
        manifest |= _facts(store)
    (folder / "build.json").write_text(json.dumps(manifest, indent=2), "utf-8")
    _publish(settings.published, folder, build_id)
    return manifest


def _write_tables(backend: ibis.BaseBackend, folder: Path) -> None:
    """Each table from the one before it, so that no measure is computed twice."""
    actions = growth.by_action(_with_basis(backend.table("transactions"), backend.table("files")))
    ordered = backend.create_table("ordered", actions, temp=True)
    awards = awards_.awards(ordered).order_by("award_key")
    awards = _write(backend, awards, folder, "awards")
    actions = published_actions(ordered, awards)
    actions = actions.order_by("award_key", "order_in_award")
    actions = _write(backend, actions, folder, "actions")
    spent = rates.award_years(actions).order_by("award_key", "fiscal_year")
    _write(backend, spent, folder, "award_years")
    classes = _write(backend, rules_classes(), folder, "classes")
    differences = rule_sets.differences(awards, classes)
    _write(backend, differences, folder, "rule_set_differences")
    started = backend.create_table("started", with_start(ordered, awards), temp=True)
    _write(backend, measured(started, awards).order_by("award_key"), folder, "growth")
    _write(backend, cohorts(actions, awards).order_by(*CELL), folder, "cohorts")
    months = money.award_months(actions).order_by("award_key", "month")
    _write(backend, months, folder, "award_months")
    _write(backend, money.deflator(), folder, "deflator")
    held = (backend.table(name) for name in ("transactions", "past_versions", "files"))
    _write(backend, arrivals(*held), folder, "arrivals")


def rules_classes() -> ir.Table:
    """The competition classes as a table, so that SQL over the build can join them."""
    rows = [
        {
            "class": each.name,
            "label": each.label,
            "group": each.group,
            "not_competed": each.not_competed,
            "headline": each.headline,
            "place": each.order,
        }
        for each in rules.load().classes.values()
    ]
    return ibis.memtable(rows).order_by("place")


def _with_basis(transactions: ir.Table, files: ir.Table) -> ir.Table:
    """The columns that are read, with each action's file; its name is the basis of an import."""
    named = files.select("file_id", source_file=files.name)
    table = transactions.select(*READ).left_join(named, "file_id").drop("file_id_right")
    return table.mutate(basis=table.basis.fill_null(table.source_file))


def _write(backend: ibis.BaseBackend, table: ir.Table, folder: Path, name: str) -> ir.Table:
    """Write a table, and read it back as what the next one is made from."""
    path = folder / f"{name}.parquet"
    backend.to_parquet(table, path)
    return backend.read_parquet(path)


def published_actions(actions: ir.Table, awards: ir.Table) -> ir.Table:
    """One row an action, in order within its award, with how its award was bought.

    In: the table of `growth.by_action` with `source_file`, and the published awards.
    """
    bought = awards.select(
        "award_key",
        "piid",
        "component",
        "competition_class",
        "competition_group",
        "rates_class",
        "usaspending_url",
        in_rates=~awards_.has(awards.competition_flags, "not_in_rates"),
        award_recipient=awards.recipient_name,
    )
    table = actions.join(bought, actions[AWARD] == bought.award_key)
    words = {code: row["meaning"] for code, row in codes.table("action_type").items()}
    return table.select(
        "award_key",
        "piid",
        "order_in_award",
        "is_base",
        "modification_number",
        "transaction_number",
        "action_date",
        "action_type_code",
        "growth_bucket",
        "obligated_usd",
        "ceiling_change_usd",
        "cumulative_obligated_usd",
        "cumulative_ceiling_usd",
        "label",
        "component",
        "competition_class",
        "competition_group",
        "rates_class",
        "in_rates",
        "usaspending_url",
        "basis",
        "source_file",
        "first_seen",
        "last_seen",
        transaction_key=table.contract_transaction_unique_key,
        fiscal_year=awards_.fiscal_year(table.action_date),
        action_type=table.action_type_code.upper().cases(*words.items(), else_=ibis.null("string")),
        component_code=table.awarding_sub_agency_code,
        recipient_name=table.recipient_name.fill_null(table.award_recipient),
        description=masked(table.transaction_description),
        as_of=table.last_seen.date(),
    )


def _facts(store: Warehouse) -> dict[str, Any]:
    """What the build holds, for the line at the top of every page."""
    actions, awards, obligated, as_of = store.one(
        "SELECT count(*), count(DISTINCT contract_award_unique_key), "
        "sum(federal_action_obligation), max(last_seen)::DATE FROM transactions"
    )
    sources = [
        name for (name,) in store.rows("SELECT DISTINCT source FROM transactions ORDER BY 1")
    ]
    return {
        "as_of": str(as_of),
        "sources": sources,
        "actions": actions,
        "awards": awards,
        "obligated_usd": None if obligated is None else str(obligated),
    }


def _fresh_folder(where: Path, build_id: str) -> Path:
    """A folder for the tables; whatever a killed build left is removed."""
    where.mkdir(parents=True, exist_ok=True)
    for left in where.glob(".building-*"):
        if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(left)
    folder = where / f".building-{build_id}"
    folder.mkdir()
    return folder


def _publish(where: Path, folder: Path, build_id: str) -> None:
    """Swap the finished build in; readers of the last two before it are not disturbed."""
    folder.rename(where / build_id)
    replace_link(where / "current", build_id)
    builds = sorted(path for path in where.iterdir() if path.is_dir() and not path.is_symlink())
    for old in builds[:-KEPT_BUILDS]:
        shutil.rmtree(old)
