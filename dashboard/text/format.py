"""Formats of figures, dates and sentences. Pure; nothing here is computed.

Money is short in headlines ("$150.7 million") and exact to the cent in tables. What
is missing is said in words, never as zero or a blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

NOT_STATED = "not stated"
NOT_KNOWN = "not known"
KNOWN = (int, bool, dt.date)
"""Kinds of value that are never missing: asked first, for pandas takes longer to say so."""
MILLION = Decimal(1_000_000)
BILLION = Decimal(1_000_000_000)
UNITS = (
    # 999,950,000 is $1.0 billion at one decimal, and would else read $1,000.0 million
    (BILLION, "billion", Decimal(999_950_000)),
    (MILLION, "million", Decimal("999999.5")),
)
"""Units of headlines, and the least sum that does not round to a thousand of the unit below."""


def missing(value: Any) -> bool:
    """True for None, NA, NaT, NaN and empty text; a list is never missing."""
    if value is None or isinstance(value, str):
        return not value
    if type(value) in KNOWN:
        return False
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def text(value: Any, otherwise: str = NOT_STATED) -> str:
    """The record's own text, or the words that say it is absent."""
    return otherwise if missing(value) else str(value)


def exact(usd: Any, otherwise: str = NOT_STATED) -> str:
    """Dollars to the cent: `$150,703,824.61`, `-$65.00`."""
    if missing(usd):
        return otherwise
    amount = _decimal(usd)
    return f"{_sign(amount)}${abs(amount):,.2f}"


def short(usd: Any, otherwise: str = NOT_KNOWN) -> str:
    """Dollars for a headline: `$150.7 million`, `$1.2 billion`, `$739,525`."""
    if missing(usd):
        return otherwise
    amount = _decimal(usd)
    size = abs(amount)
    for unit, name, least in UNITS:
        if size >= least:
            return f"{_sign(amount)}${_rounded(size / unit, '0.1')} {name}"
    return f"{_sign(amount)}${_rounded(size, '1'):,}"


def millions(usd: Any) -> float | None:
    """Dollars as millions, for the length of a bar; None where missing."""
    return None if missing(usd) else float(_decimal(usd) / MILLION)


def times(ratio: Any, otherwise: str = NOT_KNOWN) -> str:
    """A ratio in words: `1.66 times`."""
    return otherwise if missing(ratio) else f"{_rounded(Decimal(str(ratio)), '0.01')} times"


def share(part: Any, otherwise: str = NOT_KNOWN) -> str:
    """A share of one as percent: `34.5%`."""
    if missing(part):
        return otherwise
    return f"{_rounded(Decimal(str(part)) * 100, '0.1')}%"


def share_range(low: Any, high: Any, otherwise: str = NOT_KNOWN) -> str:
    """A share that lies between two, as percent: `34.5%`, or `12.0% to 34.5%`."""
    if missing(low) or missing(high):
        return otherwise
    return " to ".join(dict.fromkeys((share(low), share(high))))


def day(value: Any, otherwise: str = NOT_STATED) -> str:
    """A date as `2025-04-11`."""
    if missing(value):
        return otherwise
    # a moment is a date too: the day of it is enough
    return value.isoformat()[:10] if isinstance(value, dt.date) else str(value)[:10]


def count(number: Any, singular: str, plural: str | None = None) -> str:
    """`1 award`, `73 awards`, `no awards`."""
    many = plural or f"{singular}s"
    if number == 1:
        return f"1 {singular}"
    return f"{number:,} {many}" if number else f"no {many}"


def verb(number: int, one: str, many: str) -> str:
    """The form of a verb that goes with a number."""
    return one if number == 1 else many


def join(things: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def first_of(most: int, total: int, how: str) -> str:
    """Remark on a cut list: `The 200 most obligated of 1,024. `; empty for a whole one."""
    return f"The {most:,} {how} of {total:,}. " if total > most else ""


def short_of(name: str, most: int) -> str:
    """A name, or its beginning where it has more letters than there is room for."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def sentence(words: Any) -> str:
    """The words with a capital in front and one stop at the end."""
    plain = text(words, "").strip()
    if not plain:
        return ""
    return sentence_end(plain[0].upper() + plain[1:])


def sentence_end(says: str) -> str:
    """The end of a sentence with one stop: names of firms bring their own."""
    return says if says[-1:] in (".", "?", "!") else f"{says}."


EVERYTHING = "all that is held"


def source_line(as_of: str, build_id: str, view: str = EVERYTHING) -> str:
    """Source line of a chart: filters, sources, as-of date and build."""
    narrowed = "" if view == EVERYTHING else f"Only {sentence_end(view)} "
    return (
        f"{narrowed}Source: USAspending.gov and FPDS records held here, as of {as_of}. "
        f"Sole Source build {build_id}."
    )


def loaded(manifest: Mapping[str, Any]) -> str:
    """What is loaded, in one sentence."""
    actions = count(manifest["actions"], "action")
    awards = count(manifest["awards"], "award")
    what = "the embedded sample" if manifest["sources"] == ["sample"] else "records of DHS"
    return f"Loaded: {what}, {actions} of {awards}, as of {manifest['as_of']}."


def _decimal(amount: Any) -> Decimal:
    # by way of text: Decimal(0.1) is the binary fraction, to fifty places
    return amount if isinstance(amount, Decimal) else Decimal(str(amount))


def _sign(amount: Decimal) -> str:
    return "-" if amount < 0 else ""


def _rounded(amount: Decimal, step: str) -> Decimal:
    # as a reader rounds; Python's own rounds a half to the even digit
    return amount.quantize(Decimal(step), rounding=ROUND_HALF_UP)
