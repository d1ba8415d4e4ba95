"""Coverage facts: what a build holds, of which years, and how much of it is not known."""

from __future__ import annotations

from typing import Any

from analysis.published.build import Build
from analysis.rules.row_types import NOT_HELD
from analysis.serialise import plain


def coverage_facts(build: Build) -> dict[str, Any]:
    """Part of the manifest that the coverage line is written from.

    `components` and `no_component` (a component may be blank), `first_year` and `last_year`,
    `oldest_as_of`, `obligated_usd` and its parts `unknown_usd` (no class) and `not_in_copy_usd`
    (no class, for our copy lacks the fields). `one_sided`: component and fiscal year of which a
    copy has no amount that was taken back, so that a sum over it is at most.
    """
    [facts] = build.query(
        """SELECT min(fiscal_year) AS first_year, max(fiscal_year) AS last_year,
            min(as_of) AS oldest_as_of, count(*) FILTER (component IS NULL) AS no_component
        FROM actions"""
    ).to_dict("records")
    # the sums of awards, as rates have them; a vehicle stands by its own class
    [sums] = build.query(
        f"""SELECT sum(obligated_usd) AS obligated_usd,
            sum(obligated_usd) FILTER (competition_group = 'unknown') AS unknown_usd,
            sum(obligated_usd) FILTER (rates_class = '{NOT_HELD}') AS not_in_copy_usd
        FROM awards"""
    ).to_dict("records")
    names = build.query("SELECT DISTINCT component FROM actions WHERE component IS NOT NULL")
    return {
        **{str(name): plain(value) for name, value in {**facts, **sums}.items()},
        "components": sorted(names["component"]),
        "one_sided": _one_sided(build),
    }


def _one_sided(build: Build) -> list[list[Any]]:
    """Component and fiscal year of copies whose basis says that they lack what was taken back."""
    frame = build.query(
        r"""SELECT DISTINCT component, unnest(regexp_extract_all(
            regexp_extract(basis, 'amounts taken back in ([^;]*) are missing', 1), 'FY(\d{4})', 1
        ))::INTEGER AS year FROM actions WHERE basis LIKE '%amounts taken back in%' ORDER BY ALL"""
    )
    return [[plain(value) for value in row] for row in frame.itertuples(index=False, name=None)]
