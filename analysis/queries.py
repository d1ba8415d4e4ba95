"""What the pages and commands ask of a published build. Frames out; nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import rules
from analysis.published import Build
from fetch import codes
from fetch.errors import InputError

Words = str | Sequence[str] | None
Years = int | Sequence[int] | None
CEILING_GROWTH = "ceiling_growth_usd"
UNITS = ("_usd", "_days", "_ratio", "_pct", "_percentile")
"""How the names of measures end."""


@dataclass(frozen=True)
class Where:
    """A condition in SQL and its parameters."""

    sql: str
    parameters: list[Any]


@dataclass(frozen=True)
class Columns:
    """What the columns of a condition are called in the table that is asked."""

    component: str = "component_code"
    competition_class: str = "rates_class"
    fiscal_year: str = "fiscal_year"


OF_ACTIONS = Columns()
OF_YEARS = Columns(competition_class="competition_class")
OF_AWARDS = Columns(competition_class="competition_class", fiscal_year="start_fiscal_year")


def where(
    columns: Columns, component: Words = None, classes: Words = None, fiscal_years: Years = None
) -> Where:
    """Rows of some components, competition classes and fiscal years; None means all.

    InputError for a component or class that does not exist.
    """
    parts: list[tuple[str, list[Any]]] = [
        (columns.component, [component_code(word) for word in _listed(component)]),
        (columns.competition_class, [class_name(word) for word in _listed(classes)]),
        (columns.fiscal_year, list(_listed(fiscal_years))),
    ]
    asked = [(column, values) for column, values in parts if values]
    conditions = [f"{column} IN ({', '.join('?' * len(values))})" for column, values in asked]
    parameters = [value for _, values in asked for value in values]
    return Where(" AND ".join(["true", *conditions]), parameters)


def component_code(word: str) -> str:
    """The code of a component given as `ICE`, `7012` or its official name.

    Any four digits are a code: other agencies award for DHS too.
    """
    if len(word) == 4 and word.isdigit():
        return word
    try:
        return codes.component(word)
    except LookupError as error:
        raise InputError(str(error.args[0])) from None


def class_name(word: str) -> str:
    """A competition class by its name, in any case; blanks and dashes may stand for `_`."""
    name = word.strip().upper().replace(" ", "_").replace("-", "_")
    if name not in rules.load().classes:
        raise InputError(
            f"{word!r} is no competition class; there are: {', '.join(rules.load().classes)}"
        )
    return name


def years(
    build: Build, component: Words = None, classes: Words = None, fiscal_years: Years = None
) -> pd.DataFrame:
    """Obligations by fiscal year and group of competition classes."""
    asked = where(OF_ACTIONS, component, classes, fiscal_years)
    return build.query(
        "SELECT fiscal_year, competition_group, sum(obligated_usd) AS obligated_usd, "
        "count(DISTINCT award_key) AS awards, count(*) AS actions FROM actions "
        f"WHERE {asked.sql} "
        "GROUP BY ALL ORDER BY fiscal_year, competition_group",
        asked.parameters,
    )


def shares(build: Build, component: Words = None, fiscal_years: Years = None) -> pd.DataFrame:
    """Share of obligations not competed, by fiscal year, with both denominators.

    `share_of_all` is over all obligations, `share_of_known` over all less those of unknown
    class. Where money taken back leaves a part below zero, or above the whole, there is no
    share. Awards kept out of rates (rule R70) are in neither.
    """
    asked = where(OF_YEARS, component, None, fiscal_years)
    return build.query(
        f"""WITH sums AS (
            SELECT fiscal_year, sum(obligated_usd) AS obligated_usd,
                coalesce(sum(obligated_usd) FILTER (not_competed = 'yes'), 0) AS not_competed_usd,
                coalesce(sum(obligated_usd) FILTER (not_competed = 'unknown'), 0) AS unknown_usd
            FROM obligations_by_year WHERE in_rates AND {asked.sql} GROUP BY fiscal_year
        )
        SELECT *, {_share("not_competed_usd", "obligated_usd")} AS share_of_all,
            {_share("not_competed_usd", "(obligated_usd - unknown_usd)")} AS share_of_known
        FROM sums ORDER BY fiscal_year""",
        asked.parameters,
    )


def _share(part: str, whole: str) -> str:
    """SQL: a part over the whole; missing where money taken back makes it no part."""
    return (
        f"CASE WHEN {whole} > 0 AND {part} BETWEEN 0 AND {whole} "
        f"THEN {part}::DOUBLE / {whole}::DOUBLE END"
    )


def totals(
    build: Build, component: Words = None, classes: Words = None, fiscal_years: Years = None
) -> dict[str, Any]:
    """Obligations, awards and actions of a selection, and of its sole-source headline set.

    The headline set's share of obligations has both denominators, as in `shares`, and like
    there awards kept out of rates (rule R70) are in neither.
    """
    asked = where(OF_ACTIONS, component, classes, fiscal_years)
    unknown = [
        name for name, each in rules.load().classes.items() if each.not_competed == "unknown"
    ]
    frame = build.query(
        f"""WITH chosen AS (
            SELECT a.*, w.headline, rates_class IN ({", ".join("?" * len(unknown))}) AS unclear
            FROM actions a JOIN (SELECT award_key, headline FROM awards) w USING (award_key)
            WHERE {asked.sql}
        ), sums AS (
            SELECT sum(obligated_usd) AS obligated_usd, count(DISTINCT award_key) AS awards,
                count(*) AS actions, sum(obligated_usd) FILTER (headline) AS headline_usd,
                count(DISTINCT award_key) FILTER (headline) AS headline_awards,
                sum(obligated_usd) FILTER (in_rates) AS rated_usd,
                sum(obligated_usd) FILTER (in_rates AND NOT unclear) AS known_usd,
                sum(obligated_usd) FILTER (in_rates AND headline) AS part_usd
            FROM chosen
        )
        SELECT * EXCLUDE (rated_usd, known_usd, part_usd),
            {_share("part_usd", "rated_usd")} AS headline_share_of_all,
            {_share("part_usd", "known_usd")} AS headline_share_of_known
        FROM sums""",
        [*unknown, *asked.parameters],
    )
    return {str(name): value for name, value in frame.to_dict("records")[0].items()}


def growth(
    build: Build,
    component: Words = None,
    competition_class: Words = None,
    since: str | None = None,
    top: int = 20,
    fiscal_years: Years = None,
    by: str = CEILING_GROWTH,
) -> pd.DataFrame:
    """Awards whose ceiling rose, ranked by the dollars it rose, the greatest first.

    `since` (YYYY-MM-DD) keeps awards that began on or after that day; `fiscal_years` those
    that began in them. `by` ranks by another measure of the table `growth`, whose value is
    `ranked_by`. `frame.attrs` counts all that match (`matching`), those for which it is not
    known (`left_out`) and those for which it is not above zero (`not_grown`).
    """
    measured = f"""awards JOIN (
        SELECT award_key, {measure_name(build, by)} AS ranked_by FROM growth
    ) measured USING (award_key)"""
    asked = where(OF_AWARDS, component, competition_class, fiscal_years)
    sql, parameters = asked.sql, list(asked.parameters)
    if since:
        sql += " AND first_action_date >= CAST(? AS DATE)"
        parameters.append(_day(since))
    frame = build.query(
        f"SELECT * FROM {measured} WHERE {sql} AND ranked_by > 0 "
        "ORDER BY ranked_by DESC, award_key LIMIT ?",
        [*parameters, top],
    )
    counts = build.query(
        "SELECT count(*) AS matching, count(*) FILTER (ranked_by IS NULL) AS left_out, "
        f"count(*) FILTER (ranked_by <= 0) AS not_grown FROM {measured} WHERE {sql}",
        parameters,
    ).to_dict("records")[0]
    frame.attrs.update({str(name): int(count) for name, count in counts.items()})
    return frame


def cohorts(build: Build, since: int | None = None) -> pd.DataFrame:
    """The cohorts that began in a fiscal year or later, competition groups side by side."""
    return build.query(
        "SELECT * FROM cohorts WHERE start_fiscal_year >= ? "
        "ORDER BY start_fiscal_year, what, years_after, competition_group",
        [since or 0],
    )


def measure_name(build: Build, word: str) -> str:
    """A measure of the table `growth` by which awards can be ranked. InputError for others."""
    columns = build.query("SELECT * FROM growth LIMIT 0").columns
    names = [name for name in columns if name.endswith(UNITS)]
    name = word.strip().lower().replace("-", "_")
    if name not in names:
        raise InputError(f"{word!r} is no measure of growth; there are: {', '.join(names)}")
    return name


def orders(build: Build, vehicle_key: str) -> pd.DataFrame:
    """The orders and calls held under a vehicle. Their ceilings are not added to anything."""
    return build.query(
        "SELECT * FROM awards WHERE parent_award_key = ? ORDER BY first_action_date, award_key",
        [vehicle_key],
    )


def choices(build: Build) -> dict[str, list[Any]]:
    """What can be chosen in this build: components, competition classes, fiscal years."""
    components = build.query(
        "SELECT DISTINCT component_code, component, component_name FROM awards "
        "WHERE component_code IS NOT NULL ORDER BY component"
    )
    classes = build.query("SELECT DISTINCT rates_class AS class FROM awards ORDER BY 1")
    fiscal = build.query("SELECT DISTINCT fiscal_year FROM actions ORDER BY 1")
    book = rules.load().classes
    present = set(classes["class"])
    return {
        "components": list(components.itertuples(index=False, name=None)),
        "classes": [(name, each.label) for name, each in book.items() if name in present],
        "fiscal_years": [int(year) for year in fiscal["fiscal_year"].dropna()],
    }


def _listed(values: Any) -> list[Any]:
    if values is None or values == "":
        return []
    return [values] if isinstance(values, str | int) else list(values)


def _day(text: str) -> str:
    try:
        return pd.Timestamp(text).strftime("%Y-%m-%d")
    except ValueError:
        raise InputError(f"{text!r} is no date; write it as 2022-10-01") from None
