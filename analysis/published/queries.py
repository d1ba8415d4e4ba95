"""Queries of pages and commands over a published build: frames out, nothing changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analysis import rules
from analysis.published.build import Build
from analysis.published.cube import AWARD_YEARS, cells_of, classes_of, rates_of_classes
from analysis.published.memory_tables import AWARDS, awards_of, bought_of
from analysis.published.selection import EVERYTHING, Selection, of_awards
from fetch.errors import WrongChoice

if TYPE_CHECKING:  # Ibis takes a second that pages should not wait for
    import ibis.expr.types as ir

AWARD_COLUMNS = (
    "award_key",
    "piid",
    "recipient_name",
    "component",
    "award_kind",
    "competition_class",
    "own_class",
    "first_action_date",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_changes_missing",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "obligated_usd",
    "as_of",
    "usaspending_url",
    "marks",
)
"""Columns of a list of awards."""
CODES = (
    "extent_competed_code",
    "fair_opportunity_limited_sources_code",
    "other_than_full_and_open_competition_code",
    "rates_class",
    "competition_rule",
)
"""Columns that decide an award's own competition, as recorded."""
CEILING_GROWTH = "ceiling_growth_usd"
UNITS = ("_usd", "_days", "_ratio", "_pct", "_percentile")
"""Endings of measure names."""


def years(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Obligations by fiscal year and group of competition classes."""
    cells = cells_of(build, selection)
    return build.query(
        "SELECT fiscal_year, competition_group, sum(usd) AS obligated_usd, "
        f"sum({AWARD_YEARS})::BIGINT AS awards, sum(actions)::BIGINT AS actions "
        f"FROM ({cells.sql}) "
        "GROUP BY ALL ORDER BY fiscal_year, competition_group",
        cells.parameters,
    )


def vehicles(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Vehicles with actions in a selection, and what these obligate on them, in one row."""
    bought = bought_of(build, selection)
    return build.query(
        f"SELECT count(*) AS awards, sum(b.usd) AS obligated_usd FROM ({bought.sql}) b "
        f"JOIN {AWARDS} t USING (number) WHERE t.award_kind = 'IDV'",
        bought.parameters,
    )


def shares(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Rates of `rates.rates` by fiscal year, over all classes."""
    summed = classes_of(build, selection, "fiscal_year")
    frame = build.run_made(rates_of_classes, (), {"by_class": summed})
    # the table of rates names every value as text, whatever it is told by
    frame["fiscal_year"] = frame["value"].astype("int64[pyarrow]")
    return frame


def competition(
    build: Build, selection: Selection = EVERYTHING, by: str = "all"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rates and obligations by class, by the rules of one set: one row a value of `by`.

    Every way of buying counts, whichever is chosen.
    """
    summed = classes_of(build, selection, by)
    rates = build.run_made(rates_of_classes, (), {"by_class": summed})
    classes = build.query(
        f"SELECT * FROM ({summed.sql}) ORDER BY value, competition_class, in_rates",
        summed.parameters,
    )
    return rates, classes


def differences(build: Build, rule_set: str) -> pd.DataFrame:
    """Differences of a rule set from ours: our class, the other class, awards and dollars."""
    table = build.table("rule_set_differences")
    return build.run(table.filter(table.rule_set == rule_set))


SAID, COHORTS = "told_said", "told_cohorts"


def said_competed(build: Build, most: int | None = None) -> pd.DataFrame:
    """Awards recorded as competed whose order was not, largest obligations first.

    `frame.attrs` has the totals over all of them, also beyond `most`: `awards`,
    `obligated_usd`.
    """
    build.keep_made(SAID, _said)
    frame = build.query(
        f"SELECT * FROM {SAID} ORDER BY obligated_usd DESC NULLS LAST, award_key LIMIT ?", [most]
    )
    sums = build.query(f"SELECT count(*) AS awards, sum(obligated_usd) AS usd FROM {SAID}")
    frame.attrs.update(awards=int(sums["awards"][0]), obligated_usd=sums["usd"][0])
    return frame


def _said(build: Build) -> ir.Table:
    from analysis.measures import other_rules

    awards = other_rules.said_competed(build.table("awards"), build.table("classes"))
    return awards.select(*AWARD_COLUMNS, *CODES)


def totals(build: Build, selection: Selection = EVERYTHING) -> dict[str, Any]:
    """Obligations, awards and actions of a selection, of its headline set, of its not-competed
    awards, and of the part that counts in rates.

    The shares of the sole-source headline set and of all that was not competed are ranges, as in
    `rates.rates`: `…_low` and `…_high`, with the `unknown_share` between them. Like there, awards
    kept out of rates are in none of them.
    """
    bought = cells_of(build, selection)
    frame = build.query(
        "SELECT headline, in_rates, class, sum(usd) AS usd, sum(awards)::BIGINT AS awards, "
        f"sum(actions)::BIGINT AS actions FROM ({bought.sql}) GROUP BY ALL",
        bought.parameters,
    )
    classes = rules.load().classes
    rows = frame.itertuples(index=False, name=None)
    cells = [_Cell(classes[row[2]].not_competed, *row) for row in rows]
    # awards kept out of rates (R70, contradictions) are in the sums and in neither denominator
    rated = [cell for cell in cells if cell.in_rates]
    all_usd = _usd(rated)
    unknown_usd = _usd(cell for cell in rated if cell.not_competed == "unknown") or Decimal(0)
    figures: dict[str, Any] = {
        "obligated_usd": _usd(cells),
        "awards": sum(cell.awards for cell in cells),
        "actions": sum(cell.actions for cell in cells),
        "rated_usd": all_usd,
        "rated_awards": sum(cell.awards for cell in rated),
        "unknown_usd": unknown_usd,
        "unknown_awards": sum(cell.awards for cell in rated if cell.not_competed == "unknown"),
        "unknown_share": _share(unknown_usd, all_usd),
    }
    for name, part in (
        ("headline", [cell for cell in cells if cell.headline]),
        ("not_competed", [cell for cell in cells if cell.not_competed == "yes"]),
    ):
        # the sum is of all awards, the share of those that count in rates
        counted = _usd(cell for cell in part if cell.in_rates) or Decimal(0)
        low, high = _share(counted, all_usd), _share(counted + unknown_usd, all_usd)
        sound = low is not None and high is not None and unknown_usd >= 0
        figures |= {
            f"{name}_usd": _usd(part),
            f"{name}_awards": sum(cell.awards for cell in part),
            f"{name}_low": low if sound else None,
            f"{name}_high": high if sound else None,
        }
    return figures


class _Cell(NamedTuple):
    """Cell of a view: a class with its obligations, and whether it counts in rates."""

    not_competed: str
    headline: bool
    in_rates: bool
    competition_class: str
    usd: Any
    awards: int
    actions: int


def _usd(cells: Iterable[_Cell]) -> Decimal | None:
    """Dollars of some cells; None where none of them states any."""
    stated = [cell.usd for cell in cells if not pd.isna(cell.usd)]
    return sum(stated, Decimal(0)) if stated else None


def _share(part: Decimal | None, whole: Decimal | None) -> float | None:
    """Share of a part in the whole; None where one is missing or the part is outside the whole."""
    # money taken back can leave a part below zero or above the whole: then there is no share
    if part is None or whole is None or not 0 <= part <= whole or not whole:
        return None
    return float(part) / float(whole)


def growth(
    build: Build,
    selection: Selection = EVERYTHING,
    top: int = 20,
    by: str = CEILING_GROWTH,
    columns: Sequence[str] = (),
) -> pd.DataFrame:
    """Awards with a higher ceiling than at the start: surveillance first, then by the increase.

    Vehicles for boats or computers have ceilings a hundred times those of what this tool is for.

    `by` ranks by another measure of the table `growth`, whose value is `ranked_by`. `columns`:
    the columns of each row, all without a choice.
    `frame.attrs` counts all matches (`matching`), those with unknown growth (`left_out`) and
    those without any (`not_grown`).
    """
    condition = of_awards(selection)
    # the usual ranking reads memory alone; other measures need the table `growth`
    measured = f"(SELECT *, {CEILING_GROWTH} AS ranked_by FROM {awards_of(build)})"
    if by != CEILING_GROWTH:
        named = f"SELECT award_key, {measure_name(build, by)} AS ranked_by FROM growth"
        measured = f"{awards_of(build)} JOIN ({named}) USING (award_key)"
    # of another measure a reader wants the extremes, whatever was bought
    first = "is_surveillance DESC, " if by == CEILING_GROWTH else ""
    shown = ", ".join((*columns, "ranked_by")) if columns else "* EXCLUDE (number, profile)"
    frame = build.query(
        f"SELECT {shown} FROM {measured} WHERE {condition.sql} AND ranked_by > 0 "
        f"ORDER BY {first}ranked_by DESC, number LIMIT ?",
        [*condition.parameters, top],
    )
    counts = build.query(
        "SELECT count(*) AS matching, count(*) FILTER (ranked_by IS NULL) AS left_out, "
        f"count(*) FILTER (ranked_by <= 0) AS not_grown FROM {measured} WHERE {condition.sql}",
        condition.parameters,
    ).to_dict("records")[0]
    frame.attrs.update({str(name): int(count) for name, count in counts.items()})
    return frame


def began(build: Build, selection: Selection = EVERYTHING) -> int:
    """Count of awards in a selection: those that began in its years or between its days."""
    condition = of_awards(selection)
    frame = build.query(
        f"SELECT count(*) AS n FROM {awards_of(build)} WHERE {condition.sql}", condition.parameters
    )
    return int(frame["n"].iloc[0])


def sized(build: Build, selection: Selection = EVERYTHING, most: int = 1_000) -> pd.DataFrame:
    """Awards of known growth of the ceiling, the most obligated first.

    `frame.attrs["matching"]` counts all of them, also those beyond `most`.
    """
    condition = of_awards(selection)
    known = f"{condition.sql} AND ceiling_growth_ratio > 0 AND initial_ceiling_usd > 0"
    shown = (
        "award_key, piid, award_kind, recipient_name, component, competition_class, own_class, "
        "competition_label, competition_group, "
        "initial_ceiling_usd, ceiling_usd, ceiling_growth_ratio, obligated_usd, marks, as_of"
    )
    frame = build.query(
        # those held first are the most obligated: DuckDB keeps the order of a table it cuts
        f"SELECT * FROM (SELECT {shown} FROM {awards_of(build)} WHERE {known} LIMIT ?) "
        "ORDER BY obligated_usd DESC NULLS LAST, award_key",
        [*condition.parameters, most],
    )
    counted = build.query(f"SELECT count(*) AS n FROM {AWARDS} WHERE {known}", condition.parameters)
    frame.attrs["matching"] = int(counted["n"].iloc[0])
    return frame


def cohorts(build: Build, since: int | None = None) -> pd.DataFrame:
    """Cohorts of a fiscal year and later, one row a competition group.

    `unknown_awards`: those that began in the year whose class is not known; any group could
    have them, and none does.
    """
    build.keep(
        COHORTS,
        """SELECT c.*, coalesce(u.awards, 0) AS unknown_awards FROM cohorts c LEFT JOIN (
            SELECT start_fiscal_year, count(*) AS awards FROM awards
            WHERE award_kind = 'AWARD' AND base_held
                AND competition_group IN ('unknown', 'conflict')
            GROUP BY 1
        ) u USING (start_fiscal_year)""",
    )
    return build.query(
        f"SELECT * FROM {COHORTS} WHERE start_fiscal_year >= ? "
        "ORDER BY start_fiscal_year, what, years_after, competition_group",
        [since or 0],
    )


def measure_name(build: Build, word: str) -> str:
    """A measure of the table `growth` by which awards can be ranked. WrongChoice for others."""
    # names from the table itself: a new measure can be ranked at once, and nothing else gets into
    # SQL
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
