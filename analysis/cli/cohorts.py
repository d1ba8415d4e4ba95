"""`analysis cohorts`: the growth of the awards of a fiscal year, year after year."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from analysis.cli.options import AsCsv, one_format, write_csv
from fetch import console
from fetch.console import AsJson


def cohorts(
    since: Annotated[int | None, typer.Option(min=1900, help="First fiscal year.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Follow the awards of a fiscal year, year after year."""
    one_format(as_json, as_csv)
    from analysis.cli.held import current
    from analysis.published import coverage, queries
    from analysis.serialise import rows

    held = current()
    frame = queries.cohorts(held, since)
    cells = rows(frame)
    if as_json:
        console.document({"cohorts": cells, **held.provenance})
    elif as_csv:
        write_csv(cells, frame.columns, coverage.line(held))
    else:
        _say(cells)
    unknown = {cell["start_fiscal_year"]: cell["unknown_awards"] for cell in cells}
    console.say(f"{sum(unknown.values()):,} awards of these years have no known class and no group")
    console.say(f"multiples of the base action's; none for fewer than 5 awards; as of {held.as_of}")


def _say(cells: list[dict[str, Any]]) -> None:
    console.table(
        (
            "Began",
            "What grew",
            ("Years after", "right"),
            "How bought",
            ("Awards", "right"),
            "Spread",
        ),
        [
            (
                cell["start_fiscal_year"],
                cell["what"],
                f"after {cell['years_after']}",
                cell["competition_group"],
                f"{cell['awards']:,}",
                _spread(cell),
            )
            for cell in cells
        ],
    )


def _spread(cell: dict[str, Any]) -> str:
    if cell["median_ratio"] is None:
        return "too few to tell"
    quarters = f"{cell['q1_ratio']:.2f} to {cell['q3_ratio']:.2f}"
    return f"median {cell['median_ratio']:.2f}, half of them {quarters}"
