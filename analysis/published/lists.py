"""Lists shown whole: components, sources, vehicles and orders, rule differences, changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.published.build import Build, opened
from analysis.published.selection import EVERYTHING, Selection, of_actions, of_awards
from fetch.sample import SAMPLE

PROVISIONAL_DAYS = 30
"""Days before the as-of date in which actions are usually not all published yet."""


def components(build: Build) -> pd.DataFrame:
    """Coverage by component: awards, actions, obligations, first and last action, as-of date."""
    return build.query(
        f"""SELECT coalesce(component, 'not stated') AS component,
            count(DISTINCT award_key) AS awards, count(*) AS actions,
            sum(obligated_usd) AS obligated_usd, min(action_date) AS first_action_date,
            max(action_date) AS last_action_date, max(as_of) AS as_of,
            count(*) FILTER (action_date > as_of - {PROVISIONAL_DAYS}) AS provisional_actions
        FROM actions GROUP BY 1 ORDER BY obligated_usd DESC NULLS LAST, component"""
    )


def spoken_for(build: Build) -> dict[str, list[str]]:
    """Components by the as-of date of their records, the latest date first."""
    return _spoken_for(build.directory)


@lru_cache(maxsize=8)
def _spoken_for(directory: Path) -> dict[str, list[str]]:
    frame = opened(directory).query(
        "SELECT max(as_of)::VARCHAR AS day, coalesce(component, 'components not stated') AS name "
        "FROM actions GROUP BY name ORDER BY day DESC, sum(obligated_usd) DESC NULLS LAST, name"
    )
    days: dict[str, list[str]] = {}
    for day, name in frame.itertuples(index=False, name=None):
        days.setdefault(day, []).append(name)
    return days


def basis(build: Build) -> pd.DataFrame:
    """Source files and documents of the actions, the largest first."""
    return build.query(
        """SELECT coalesce(basis, 'not stated') AS basis, count(*) AS actions, max(as_of) AS as_of
        FROM actions GROUP BY 1 ORDER BY actions DESC, basis"""
    )


def vehicles(build: Build) -> pd.DataFrame:
    """Every vehicle held or named by an order, largest obligations first."""
    return build.query(
        "SELECT * FROM vehicles ORDER BY obligated_usd DESC NULLS LAST, order_count_below DESC, "
        "vehicle_key"
    )


def under(build: Build, vehicle_key: str) -> pd.DataFrame:
    """Orders, calls and agreements under a vehicle, each once, with the columns of `awards`."""
    return build.query(
        "SELECT * FROM under_vehicles JOIN awards USING (award_key) WHERE vehicle_key = ? "
        "ORDER BY first_action_date, award_key",
        [vehicle_key],
    )


def rules_apart(build: Build) -> pd.DataFrame:
    """Awards in other classes by other rule sets, over all records held."""
    return build.query(
        "SELECT * FROM rule_set_differences "
        "ORDER BY rule_set, obligated_usd DESC NULLS LAST, default_class, other_class"
    )


def changes(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Changed and withdrawn records, the latest first, each with its award."""
    condition = of_awards(selection)
    return build.query(
        "SELECT c.*, a.piid, a.recipient_name, a.component, a.usaspending_url FROM changes c "
        f"JOIN (SELECT * FROM awards WHERE {condition.sql}) a USING (award_key) "
        "ORDER BY c.seen_from DESC, c.transaction_key, c.field",
        condition.parameters,
    )


def newest(build: Build, selection: Selection = EVERYTHING, days: int = 7) -> pd.DataFrame:
    """Actions first seen in the last days before the as-of date, without the first load.

    The first load of a component is the first day with actions from a source other than the
    embedded sample: a load takes several files, and the sample often precedes it.
    """
    condition = of_actions(selection)
    return build.query(
        # loads: first day of real records of a component; then what came after it, in the last
        # days
        f"""WITH loads AS (
            SELECT component_code AS of_component, coalesce(
                min(first_seen::DATE) FILTER (source_file <> '{SAMPLE.name}'), min(first_seen::DATE)
            ) AS first_load FROM actions GROUP BY 1
        )
        SELECT award_key, piid, modification_number, action_date, action_type, recipient_name,
            component, obligated_usd, ceiling_change_usd, growth_bucket, usaspending_url,
            first_seen::DATE AS first_seen, as_of
        FROM actions JOIN loads ON of_component IS NOT DISTINCT FROM component_code
        WHERE {condition.sql} AND first_seen >= (
            SELECT max(as_of) - CAST(? AS INTEGER) + 1 FROM actions
        ) AND first_seen::DATE > first_load
        ORDER BY abs(obligated_usd) DESC NULLS LAST, award_key, modification_number""",
        [*condition.parameters, days],
    )


def taken_back(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Obligations that a later action took back nearly whole, the largest first."""
    condition = of_actions(selection)
    return build.query(
        "SELECT award_key, piid, modification_number, fiscal_year, obligated_usd FROM actions "
        f"WHERE {condition.sql} AND marks LIKE '%TAKEN_BACK%' "
        "ORDER BY obligated_usd DESC, award_key, modification_number",
        condition.parameters,
    )


def marks(build: Build) -> dict[str, str]:
    """The marks of likely errors, by award; read once a build."""
    return _marks(build.directory)


@lru_cache(maxsize=2)
def _marks(directory: Path) -> dict[str, str]:
    frame = opened(directory).query("SELECT award_key, marks FROM awards WHERE marks IS NOT NULL")
    return dict(zip(frame["award_key"], frame["marks"], strict=True))
