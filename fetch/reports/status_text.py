"""Text of the status, for a person."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fetch.reports import award_text, gaps, summary, unread

Row = dict[str, Any]
MOST_ASIDE = 8


def lines(document: Row) -> Iterator[str]:
    """The printed form of `status`; the years one by one stand in `--json`."""
    held = document["transactions"]
    if not (held["rows"] or document["quarantine"]["rows"] or any(document["beside"].values())):
        yield "Nothing is held yet: python -m fetch sample"
        yield from _set_aside(document["set_aside"])
        return
    yield (
        f"{held['rows']:,} actions of {held['awards']:,} awards, "
        f"{_dollars(held['obligated_usd'])} obligated, "
        f"{held['first_action_date']} to {held['last_action_date']}"
    )
    for source in document["sources"]:
        yield f"{source['source']}: {source['rows']:,} actions as of {source['as_of']}"
        yield from _components([r for r in document["levels"] if r["source"] == source["source"]])
    beside = document["beside"]
    yield (
        f"{beside['subawards']:,} sub-awards, {beside['funding']:,} lines of funding, "
        f"{beside['notices']:,} notices of SAM.gov"
    )
    yield from _lag(document["lag_meter"])
    yield from _missing(document["missing"])
    yield from gaps.lines(document["gaps"])
    if unread_rows := unread.sentence(document["unread"]):
        yield unread_rows
        for group in document["unread"]["groups"]:
            yield f"  {_group(group)}"
    yield f"quarantine: {document['quarantine']['rows']:,} rows"
    for where, reason in document["quarantine"]["reasons"].items():
        yield f"  {where}: {reason}"
    yield from _set_aside(document["set_aside"])
    yield from award_text.reconciliation_lines(document["reconciliation"])
    yield f"publication: {document['publication']['publication']}"
    yield from summary.check_lines(document["publication"])


def _set_aside(arrivals: list[Row]) -> Iterator[str]:
    if arrivals:
        count = "1 arrival" if len(arrivals) == 1 else f"{len(arrivals):,} arrivals"
        yield f"set aside, {count} that could not be read; once more: python -m fetch again"
    for arrival in arrivals[:MOST_ASIDE]:
        yield f"  {arrival['because']}"
    if len(arrivals) > MOST_ASIDE:
        yield f"  and {len(arrivals) - MOST_ASIDE:,} more (see --json)"


def _group(group: Row) -> str:
    """A file's unread rows of a component and year."""
    year = f"FY{group['fiscal_year']}" if group["fiscal_year"] else "fiscal year unknown"
    rows = "1 row" if group["rows"] == 1 else f"{group['rows']:,} rows"
    return (
        f"{group['file']}, {group['component'] or 'component unknown'}, {year}: {rows}, "
        f"{_dollars(group['amount_usd'])}"
    )


def _components(levels: list[Row]) -> Iterator[str]:
    """One line a component: its years, actions and obligations together."""
    for code in dict.fromkeys(row["component_code"] for row in levels):
        rows = [row for row in levels if row["component_code"] == code]
        stated = [Decimal(row["obligated_usd"]) for row in rows if row["obligated_usd"] is not None]
        years = _years([row["fiscal_year"] for row in rows])
        name = summary.component_text(code, rows[-1]["component_name"], rows[-1]["agency_name"])
        yield (
            f"  {code or 'no component stated'} {name if code else ''}: "
            f"{sum(row['rows'] for row in rows):,} actions, FY {years}, "
            f"{_dollars(str(sum(stated)) if stated else None)}, "
            f"as of {max(row['as_of'] for row in rows)}"
        )


def _lag(meter: Row) -> Iterator[str]:
    if not meter["counted"]:
        yield "lag: not known yet; it is told from actions that come after a first load"
        return
    yield (
        f"lag: half of {meter['counted']:,} actions came within {meter['median_days']:,} days of "
        f"their date, nine in ten within {meter['p90_days']:,}"
    )
    for row in meter["components"]:
        yield (
            f"  {row['component_code'] or 'no component stated'}: {row['median_days']:,} and "
            f"{row['p90_days']:,} days, {row['counted']:,} actions"
        )


def _missing(missing: Row) -> Iterator[str]:
    agency = missing["agency_code"] or "not stated"
    for words, years in (
        ("without a row", missing["fiscal_years_without_rows"]),
        ("not covered by a whole file", missing["fiscal_years_not_whole"]),
    ):
        if years:
            yield f"fiscal years {words} (agency {agency}): {_years(years)}"
    yield "never in these records: " + "; ".join(row["what"] for row in missing["never_held"])


def _years(years: list[int]) -> str:
    """2008–2011, 2014: runs of years shortened."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _dollars(amount: str | None) -> str:
    return "an unknown amount" if amount is None else f"${Decimal(amount):,.2f}"
