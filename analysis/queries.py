"""What the pages and commands ask of a published build. Frames out; nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import rules
from analysis.dollars import base_years
from analysis.nearest import bare
from analysis.published import Build
from analysis.rules import subjects
from analysis.rules.rule_sets import DEFAULT, class_column, names
from fetch import codes
from fetch.errors import WrongChoice

if TYPE_CHECKING:  # Ibis takes a second that pages should not wait for
    import ibis.expr.types as ir

Words = str | Sequence[str] | None
Years = int | Sequence[int] | None
NO_CATEGORY = ("other technology", "not technology", "not known")
"""What the column `technology` says of an award in which no rule found a category."""
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
    technology: str = "technology"


OF_ACTIONS = Columns()


def of_awards(rule_set: str = DEFAULT) -> Columns:
    """The columns of the published awards, the class by the rules of one set."""
    own = rule_set == DEFAULT
    name = "competition_class" if own else class_column(rule_set)
    return Columns(competition_class=name, fiscal_year="start_fiscal_year")


def _bought(rule_set: str) -> str:
    """SQL: every action with class, group and headline by the rules of one set."""
    if rule_set == DEFAULT:
        kept = "SELECT award_key, headline FROM awards"
        return f"(SELECT a.*, w.headline FROM actions a JOIN ({kept}) w USING (award_key))"
    name = class_column(rule_set)
    return (
        f'(SELECT a.* REPLACE (w.{name} AS rates_class, c."group" AS competition_group, '
        "true AS in_rates), c.headline FROM actions a JOIN awards w USING (award_key) "
        f"JOIN classes c ON c.class = w.{name})"
    )


def where(
    columns: Columns,
    component: Words = None,
    classes: Words = None,
    fiscal_years: Years = None,
    technology: Words = None,
) -> Where:
    """Rows of some components, competition classes, fiscal years and kinds of technology.

    None means all. WrongChoice for a component, class or kind that does not exist.
    """
    parts: list[tuple[str, list[Any]]] = [
        (columns.component, [component_code(word) for word in listed(component)]),
        (columns.competition_class, [class_name(word) for word in listed(classes)]),
        (columns.fiscal_year, list(listed(fiscal_years))),
        (columns.technology, [technology_name(word) for word in listed(technology)]),
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
        raise WrongChoice(str(error.args[0])) from None


def class_name(word: str) -> str:
    """A competition class by its name, in any case; blanks and dashes may stand for `_`."""
    name = word.strip().upper().replace(" ", "_").replace("-", "_")
    if name not in rules.load().classes:
        raise WrongChoice(
            f"{word!r} is no competition class; there are: {', '.join(rules.load().classes)}"
        )
    return name


def technologies() -> tuple[str, ...]:
    """Every category of technology in its order, then what is said where there is none."""
    return (*subjects.categories(), *NO_CATEGORY)


def technology_name(word: str) -> str:
    """A category of technology by its name or number, or what is said where there is none."""
    kinds = subjects.categories()
    by_number = {str(each.number): name for name, each in kinds.items()}
    names_ = {bare(name): name for name in technologies()}
    found = by_number.get(word.strip()) or names_.get(bare(word))
    if found is None:
        raise WrongChoice(f"no technology {word!r}; there are: {', '.join(names_.values())}")
    return found


def years(
    build: Build,
    component: Words = None,
    classes: Words = None,
    fiscal_years: Years = None,
    rule_set: str = DEFAULT,
    technology: Words = None,
) -> pd.DataFrame:
    """Obligations by fiscal year and group of competition classes."""
    asked = where(OF_ACTIONS, component, classes, fiscal_years, technology)
    return build.query(
        "SELECT fiscal_year, competition_group, sum(obligated_usd) AS obligated_usd, "
        "count(DISTINCT award_key) AS awards, count(*) AS actions "
        f"FROM {_bought(rule_set)} WHERE {asked.sql} "
        "GROUP BY ALL ORDER BY fiscal_year, competition_group",
        asked.parameters,
    )


def shares(
    build: Build,
    component: Words = None,
    fiscal_years: Years = None,
    rule_set: str = DEFAULT,
    technology: Words = None,
) -> pd.DataFrame:
    """The rates of `rates.rates` by fiscal year."""
    found, _ = competition(build, rule_set, "fiscal_year", component, fiscal_years, technology)
    found["fiscal_year"] = found["value"].astype("int64[pyarrow]")
    return found


def _share(part: str, whole: str) -> str:
    """SQL: a part over the whole; missing where money taken back makes it no part."""
    return (
        f"CASE WHEN {whole} > 0 AND {part} BETWEEN 0 AND {whole} "
        f"THEN {part}::DOUBLE / {whole}::DOUBLE END"
    )


def of_components(table: ir.Table, component: Words) -> ir.Table:
    """The rows of a table with `component_code` that are of some components; None means all."""
    wanted = [component_code(word) for word in listed(component)]
    return table.filter(table.component_code.isin(wanted)) if wanted else table


def of_technology(table: ir.Table, technology: Words) -> ir.Table:
    """The rows of a table with `technology` that are of some kinds; None means all."""
    wanted = [technology_name(word) for word in listed(technology)]
    return table.filter(table.technology.isin(wanted)) if wanted else table


def competition(
    build: Build,
    rule_set: str = DEFAULT,
    by: str = "all",
    component: Words = None,
    fiscal_years: Years = None,
    technology: Words = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rates and obligations by class, by the rules of one set: one row a value of `by`."""
    from analysis import rates  # Ibis takes a second: only when it is asked

    years, awards = build.table("award_years"), build.table("awards")
    awards = of_technology(of_components(awards, component), technology)
    if chosen := list(listed(fiscal_years)):
        years = years.filter(years.fiscal_year.isin(chosen))
    sums = rates.by_class(years, awards, build.table("classes"), rule_set, by)
    order = ["value", "competition_class", "in_rates"]
    return build.run(rates.rates(sums).order_by("value")), build.run(sums.order_by(order))


def differences(build: Build, rule_set: str) -> pd.DataFrame:
    """Where a rule set differs from ours: our class, the other class, awards and dollars."""
    table = build.table("rule_set_differences")
    return build.run(table.filter(table.rule_set == rule_set))


def said_competed(build: Build) -> pd.DataFrame:
    """The awards whose record says competed and whose order was not."""
    from analysis import rule_sets

    return build.run(rule_sets.said_competed(build.table("awards"), build.table("classes")))


def totals(
    build: Build,
    component: Words = None,
    classes: Words = None,
    fiscal_years: Years = None,
    rule_set: str = DEFAULT,
    technology: Words = None,
) -> dict[str, Any]:
    """Obligations, awards and actions of a selection; of its headline set, and not competed.

    The shares of the sole-source headline set and of all that was not competed have both
    denominators, as in `rates.rates`, and like there awards kept out of rates are in neither.
    """
    asked = where(OF_ACTIONS, component, classes, fiscal_years, technology)
    side = " ".join(
        f"WHEN '{name}' THEN '{each.not_competed}'" for name, each in rules.load().classes.items()
    )
    frame = build.query(
        f"""WITH chosen AS (
            SELECT *, CASE rates_class {side} END AS not_competed
            FROM {_bought(rule_set)} WHERE {asked.sql}
        ), sums AS (
            SELECT sum(obligated_usd) AS obligated_usd, count(DISTINCT award_key) AS awards,
                count(*) AS actions, {_part("headline", "headline")},
                {_part("not_competed", "not_competed = 'yes'")},
                sum(obligated_usd) FILTER (in_rates) AS rated_usd,
                sum(obligated_usd) FILTER (in_rates AND not_competed <> 'unknown') AS known_usd
            FROM chosen
        )
        SELECT * EXCLUDE (rated_usd, known_usd, headline_part, not_competed_part),
            {_share("headline_part", "rated_usd")} AS headline_share_of_all,
            {_share("headline_part", "known_usd")} AS headline_share_of_known,
            {_share("not_competed_part", "rated_usd")} AS not_competed_share_of_all,
            {_share("not_competed_part", "known_usd")} AS not_competed_share_of_known
        FROM sums""",
        asked.parameters,
    )
    return {str(name): value for name, value in frame.to_dict("records")[0].items()}


def _part(name: str, holds: str) -> str:
    """SQL: dollars and awards of a part of the selection, and its dollars that count in rates."""
    return (
        f"sum(obligated_usd) FILTER ({holds}) AS {name}_usd, "
        f"count(DISTINCT award_key) FILTER ({holds}) AS {name}_awards, "
        f"sum(obligated_usd) FILTER (in_rates AND {holds}) AS {name}_part"
    )


def that_began(
    component: Words = None,
    classes: Words = None,
    fiscal_years: Years = None,
    since: str | None = None,
    rule_set: str = DEFAULT,
    technology: Words = None,
) -> Where:
    """Awards of some components and classes that began in these years, or since a day.

    `since` is YYYY-MM-DD. WrongChoice for what does not exist or is no date.
    """
    asked = where(of_awards(rule_set), component, classes, fiscal_years, technology)
    if not since:
        return asked
    sql = f"{asked.sql} AND first_action_date >= CAST(? AS DATE)"
    return Where(sql, [*asked.parameters, _day(since)])


ALL = Where("true", [])


def growth(
    build: Build, asked: Where = ALL, top: int = 20, by: str = CEILING_GROWTH
) -> pd.DataFrame:
    """Awards whose ceiling rose, ranked by the dollars it rose, the greatest first.

    `by` ranks by another measure of the table `growth`, whose value is `ranked_by`.
    `frame.attrs` counts all that match (`matching`), those for which it is not known
    (`left_out`) and those for which it is not above zero (`not_grown`).
    """
    measured = f"""awards JOIN (
        SELECT award_key, {measure_name(build, by)} AS ranked_by FROM growth
    ) measured USING (award_key)"""
    frame = build.query(
        f"SELECT * FROM {measured} WHERE {asked.sql} AND ranked_by > 0 "
        "ORDER BY ranked_by DESC, award_key LIMIT ?",
        [*asked.parameters, top],
    )
    counts = build.query(
        "SELECT count(*) AS matching, count(*) FILTER (ranked_by IS NULL) AS left_out, "
        f"count(*) FILTER (ranked_by <= 0) AS not_grown FROM {measured} WHERE {asked.sql}",
        asked.parameters,
    ).to_dict("records")[0]
    frame.attrs.update({str(name): int(count) for name, count in counts.items()})
    return frame


def sized(build: Build, asked: Where = ALL, most: int = 2_000) -> pd.DataFrame:
    """Awards of known growth of the ceiling, the most obligated first.

    `frame.attrs["matching"]` counts all of them, also those beyond `most`.
    """
    known = f"{asked.sql} AND ceiling_growth_ratio > 0 AND initial_ceiling_usd > 0"
    frame = build.query(
        "SELECT award_key, piid, recipient_name, component, competition_class, competition_group, "
        "initial_ceiling_usd, ceiling_usd, ceiling_growth_ratio, obligated_usd, as_of "
        f"FROM awards WHERE {known} ORDER BY obligated_usd DESC NULLS LAST, award_key LIMIT ?",
        [*asked.parameters, most],
    )
    counted = build.query(f"SELECT count(*) AS n FROM awards WHERE {known}", asked.parameters)
    frame.attrs["matching"] = int(counted["n"].iloc[0])
    return frame


def cohorts(build: Build, since: int | None = None) -> pd.DataFrame:
    """The cohorts that began in a fiscal year or later, competition groups side by side."""
    return build.query(
        "SELECT * FROM cohorts WHERE start_fiscal_year >= ? "
        "ORDER BY start_fiscal_year, what, years_after, competition_group",
        [since or 0],
    )


def measure_name(build: Build, word: str) -> str:
    """A measure of the table `growth` by which awards can be ranked. WrongChoice for others."""
    columns = build.query("SELECT * FROM growth LIMIT 0").columns
    names = [name for name in columns if name.endswith(UNITS)]
    name = word.strip().lower().replace("-", "_")
    if name not in names:
        raise WrongChoice(f"{word!r} is no measure of growth; there are: {', '.join(names)}")
    return name


def orders(build: Build, vehicle_key: str) -> pd.DataFrame:
    """The orders and calls held under a vehicle. Their ceilings are not added to anything."""
    return build.query(
        "SELECT * FROM awards WHERE parent_award_key = ? ORDER BY first_action_date, award_key",
        [vehicle_key],
    )


def choices(build: Build, rule_set: str = DEFAULT) -> dict[str, list[Any]]:
    """What can be chosen in this build: components, classes, fiscal years, rules, and
    the latest fiscal year for constant dollars."""
    components = build.query(
        "SELECT DISTINCT component_code, component, component_name FROM awards "
        "WHERE component_code IS NOT NULL ORDER BY component"
    )
    name = class_column(rule_set)
    classes = build.query(f"SELECT DISTINCT {name} AS class FROM awards ORDER BY 1")
    fiscal = build.query("SELECT DISTINCT fiscal_year FROM actions ORDER BY 1")
    book = rules.load().classes
    present = set(classes["class"])
    kinds = build.query("SELECT DISTINCT technology FROM awards")["technology"]
    return {
        "components": list(components.itertuples(index=False, name=None)),
        "classes": [(name, each.label) for name, each in book.items() if name in present],
        "fiscal_years": [int(year) for year in fiscal["fiscal_year"].dropna()],
        "technologies": [each for each in technologies() if each in set(kinds)],
        "rules": list(names()[1:]),
        "dollars": base_years(build)[-1:],
    }


def listed(values: Any) -> list[Any]:
    """One value or several as a list; nothing as an empty one."""
    if values is None or values == "":
        return []
    return [values] if isinstance(values, str | int) else list(values)


def _day(text: str) -> str:
    try:
        return pd.Timestamp(text).strftime("%Y-%m-%d")
    except ValueError:
        raise WrongChoice(f"{text!r} is no date; write it as 2022-10-01") from None
