"""Missing notice: above the threshold, and no justification among the notices held."""

from __future__ import annotations

from datetime import date
from typing import cast

import pandas as pd

from analysis import rules
from analysis.documents.leads.lead import Lead, Row
from analysis.documents.types.leads import AwardsExamined
from analysis.measures.notices import missing_notices
from analysis.published.build import Build
from analysis.published.reproducible_sql import Where
from analysis.published.selection import EVERYTHING, Selection, of_awards
from analysis.rules import notice_rules
from analysis.rules.row_types import Threshold
from analysis.serialise import rows

SUMS = (
    "count(*) AS above_threshold, count(*) FILTER (notice = 'yes') AS with_notice, "
    "count(*) FILTER (notice = 'possible') AS with_possible_notice, "
    "count(*) FILTER (notice = 'yes')::DOUBLE / count(*) AS share_with_notice"
)


def no_notice(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Every action above the threshold without a certain notice, the greatest amount first."""
    condition = _condition(selection)
    return build.query(
        f"SELECT * FROM above_threshold WHERE {condition.sql} AND notice <> 'yes' "
        "ORDER BY amount_usd DESC, transaction_key",
        condition.parameters,
    )


def _condition(selection: Selection) -> Where:
    """The rows of `above_threshold` that are of the awards chosen."""
    awards = of_awards(selection)
    return Where(
        f"award_key IN (SELECT award_key FROM awards WHERE {awards.sql})", awards.parameters
    )


def _question(lead: Row) -> str:
    what = (
        "the award" if lead["what"] == "award" else f"the new work of {lead['modification_number']}"
    )
    if lead["notice"] == "possible":
        return f"A notice may be that of {what}. Is it?"
    return f"No notice of {what} is among those held. Was a justification posted, and where?"


def _reasons() -> dict[str, Row]:
    return {row["reason"]: dict(row) for row in notice_rules.reasons()}


def _threshold(day: str) -> Threshold:
    """The threshold in force on a day, with its paragraph and source."""
    return rules.load().threshold_row(missing_notices.THRESHOLD, date.fromisoformat(day))


def _notices_held(build: Build) -> Row:
    """Count of notices held, and first and last day of those from SAM.gov's own files."""
    [held] = rows(
        build.query(
            "SELECT count(*) AS notices, count(*) FILTER (source <> 'sample') AS official, "
            "min(posted_date) FILTER (source <> 'sample') AS first_posted, "
            "max(posted_date) FILTER (source <> 'sample') AS last_posted FROM notices"
        )
    )
    return held


def _examined(build: Build, selection: Selection) -> AwardsExamined:
    """Awards of a selection that were asked about, and the others by why they were not.

    Every award is counted once. One asked about whose actions all lie before the first notice
    of SAM.gov's own files may have had one: it is not examined; their number is missing where no
    such notice is held. One without an action above the threshold is not asked about: its class
    is unknown or in conflict, or it was competed, or it was not, or among few: then the base
    action, its day or its amount may not be held.
    """
    condition = of_awards(selection)
    first = "SELECT min(posted_date) FILTER (source <> 'sample') FROM notices"
    since = min(each.from_date for each in notice_rules.deadlines())
    [row] = rows(
        build.query(
            f"""WITH asked AS (
                SELECT award_key, coalesce(max(action_date) < ({first}), false) AS earlier
                FROM above_threshold GROUP BY award_key
            ), wanted AS (
                SELECT CASE
                    WHEN asked.earlier THEN 'earlier'
                    WHEN asked.award_key IS NOT NULL THEN 'examined'
                    WHEN competition_group IN ('unknown', 'conflict') THEN 'class unknown'
                    WHEN competition_group IN
                        ('competed', 'one offer', 'offers unknown') THEN 'competed'
                    WHEN first_action_date < DATE '{since}' THEN 'before any rule'
                    WHEN NOT base_held OR first_action_date IS NULL OR
                        coalesce(initial_ceiling_usd, initial_obligated_usd) IS NULL
                        THEN 'amount missing'
                    ELSE 'not above' END AS place
                FROM (SELECT * FROM awards WHERE {condition.sql}) AS chosen
                LEFT JOIN asked USING (award_key)
            )
            SELECT count(*) AS awards,
                count(*) FILTER (place = 'examined') AS examined,
                count(*) FILTER (place = 'class unknown') AS class_unknown,
                CASE WHEN ({first}) IS NOT NULL
                    THEN count(*) FILTER (place = 'earlier') END AS before_first_notice,
                count(*) FILTER (place = 'competed') AS competed,
                count(*) FILTER (place = 'not above') AS not_competed_not_above,
                count(*) FILTER (place = 'amount missing') AS not_competed_amount_missing,
                count(*) FILTER (place = 'before any rule') AS not_competed_before_any_rule
            FROM wanted""",
            condition.parameters,
        )
    )
    return cast(AwardsExamined, row)  # the test of types holds its keys


def _base_rates(build: Build, selection: Selection, held: Row) -> list[Row] | None:
    """Share of similar actions with a notice: by component, and overall."""
    # facts typed into the sample are no population: no rate is better than a wrong one
    if not held["official"]:
        return None
    condition = _condition(selection)
    rates = rows(
        build.query(
            f"SELECT what, component, {SUMS} FROM above_threshold WHERE {condition.sql} "
            "GROUP BY GROUPING SETS ((what, component), (what)) "
            "ORDER BY what, component NULLS FIRST",
            condition.parameters,
        )
    )
    return [{**row, "component": row["component"] or "all"} for row in rates]


MISSING_NOTICE = Lead(
    "no-notice",
    "no justification is held",
    "Above the threshold, no justification held",
    "Each row is a question, not a finding. `reasons` names what may make it legitimate; a "
    "notice may exist that is not held.",
    (
        "A missing notice is a question, not a finding: what is below the threshold, directed by "
        "statute, classified, archived before the first sync or posted elsewhere has none here.",
        "The threshold is the simplified acquisition threshold in force on the day of the action; "
        "awards whose record does not state how they were bought are not among these. An award "
        "that names an exception to full and open competition is, however many offers came.",
    ),
    no_notice,
    _question,
    _reasons,
    _threshold,
    _notices_held,
    _examined,
    _base_rates,
    "No base rate: no notice of SAM.gov's own files is held; how many of the same kind have one "
    "cannot be told.",
)
