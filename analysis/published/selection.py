"""Selection: a reader's choice as conditions in SQL.

Filters: components, classes, fiscal years, technology, vendors, makers, programs, kinds and sizes
of awards, days, and gross views of the money. Drill-down keys of a row of figures: a vendor's name
as recorded, a PSC family, the maker an award counts under, our class beside another rule set's, a
vehicle. An empty selection means all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from analysis.published.reproducible_sql import Where
from analysis.rules import dossiers
from analysis.rules.lookups import class_name, component_code, technology_name
from analysis.rules.rule_sets import DEFAULT, class_column
from fetch.errors import WrongChoice

if TYPE_CHECKING:  # Ibis takes a second that pages should not wait for
    import ibis.expr.types as ir

Words = str | Sequence[str] | None
Years = int | Sequence[int | str] | None
NOT_STATED = "not-stated"
"""Choice of records that state none; classes, sizes, programs and vehicles have no such choice."""
TOLD_AWARDS = "told_awards"
"""Table of awards in memory, where each has a `number` (`analysis.published.memory_tables`)."""
KINDS: Mapping[str, tuple[str, str]] = {
    "contract": ("contract", "award_kind = 'AWARD' AND award_type_code = 'D'"),
    "purchase-order": ("purchase order", "award_kind = 'AWARD' AND award_type_code = 'B'"),
    "order": ("order under a vehicle", "award_kind = 'AWARD' AND award_type_code = 'C'"),
    "call": ("BPA call", "award_kind = 'AWARD' AND award_type_code = 'A'"),
    "vehicle": ("vehicle (IDV or BPA)", "award_kind = 'IDV'"),
    "not-stated": ("not stated", "award_kind = 'AWARD' AND award_type_code IS NULL"),
}
"""Types of award by name in an address: words, and condition on `awards`."""
# the lower bound is in, the upper is not: every sum has one size
SIZES: Mapping[str, tuple[str, int | None, int | None]] = {
    "under-250k": ("under $250,000", None, 250_000),
    "250k-1m": ("$250,000 to 1 million", 250_000, 1_000_000),
    "1m-10m": ("$1 to 10 million", 1_000_000, 10_000_000),
    "10m-100m": ("$10 to 100 million", 10_000_000, 100_000_000),
    "over-100m": ("$100 million and more", 100_000_000, None),
}
"""Size bands of awards by net obligations in dollars: words, lower bound, bound above it."""
MONEY: Mapping[str, tuple[str, str]] = {
    "given": ("only what was given", "obligated_usd > 0"),
    "taken-back": ("only what was taken back", "obligated_usd < 0"),
}
"""Gross views of obligations: words, and condition on `actions`. Net without a choice."""


@dataclass(frozen=True)
class Columns:
    """Column names of the table under a condition."""

    component: str = "component_code"
    competition_class: str = "rates_class"
    fiscal_year: str = "fiscal_year"
    technology: str = "technology"


@dataclass(frozen=True)
class Selection:
    """Choice of a reader. None and empty mean all; `rule_set` names the rules of the classes.

    `since` and `until` are days, YYYY-MM-DD, both included: of actions the day they were signed,
    of awards the day of the first action. `recipient_name` is the vendor's name as recorded,
    `psc_family` that of `families.psc_family`, and `counted_under` as `vendors.ranking` counts
    under makers: the maker, else the vendor, support left out. `our_class` is the class by our
    rules, whichever are chosen; `under_vehicle` the key of a vehicle under which orders stand, at
    any level. `columns` are plain columns of `awards`, each with the values it may have.
    WrongChoice, on use, for unknown values.
    """

    component: Words = None
    classes: Words = None
    fiscal_years: Years = None
    technology: Words = None
    vendor: Words = None
    maker: Words = None
    program: Words = None
    kind: Words = None
    size: Words = None
    since: str | None = None
    until: str | None = None
    money: str | None = None
    rule_set: str = DEFAULT
    recipient_name: Words = None
    psc_family: Words = None
    counted_under: Words = None
    our_class: Words = None
    under_vehicle: Words = None
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def by_award(self) -> bool:
        """True for a filter with few awards to a value, such as a vendor."""
        named = (self.vendor, self.maker, self.recipient_name, self.psc_family, self.counted_under)
        return bool(self.columns) or any(map(as_list, (*named, self.size, self.under_vehicle)))

    @property
    def cuts_years(self) -> bool:
        """True for a filter by day or program, which splits the actions of one fiscal year."""
        return bool(self.since or self.until or as_list(self.program))

    @property
    def cuts_awards(self) -> bool:
        """True for a filter by day, program or sign, which splits the actions of an award."""
        return bool(self.cuts_years or self.money)


EVERYTHING = Selection()
ALL = Where("true", [])
OF_ACTIONS = Columns()
Condition = tuple[str, list[Any]]


def of_actions(selection: Selection = EVERYTHING) -> Where:
    """Condition on the published `actions`."""
    signs = [signed(selection.money)] if selection.money else []
    return _all(
        *_named(selection, OF_ACTIONS),
        *_days(selection, "action_date"),
        *_of_programs(selection, "transaction_key"),
        *_whose_award(_all(*_of_the_award(selection))),
        *((sign, []) for sign in signs),
    )


def signed(money: str) -> str:
    """The condition of a gross view. WrongChoice for an unknown one."""
    return str(_choice(MONEY, money, "money")[1])


def classed(selection: Selection, column: str) -> Where:
    """Condition of the selected classes on a class column."""
    return where(Columns(competition_class=column), classes=selection.classes)


def of_awards(selection: Selection = EVERYTHING, *, numbered: bool = False) -> Where:
    """Condition on the published `awards`: those that began in the years or between the days.
    Gross views do not filter awards.

    `numbered`: for a table in memory whose key is `number`.
    """
    columns = Columns(
        competition_class=class_column(selection.rule_set), fiscal_year="start_fiscal_year"
    )
    return _all(
        *_named(selection, columns),
        *_of_the_award(selection, numbered=numbered),
        *_days(selection, "first_action_date"),
        *_of_programs(selection, "award_key"),
    )


def of_years(selection: Selection = EVERYTHING) -> Where:
    """Condition on a table of awards and fiscal years. Not for a selection that cuts through a
    year."""
    columns = Columns(competition_class=class_column(selection.rule_set))
    return _all(*_named(selection, columns), *_of_the_award(selection, numbered=True))


def of_award_years(selection: Selection = EVERYTHING) -> Where:
    """Condition on a table of awards, fiscal years and more: with `award_key`,
    `component_code`, `rates_class`, `fiscal_year` and `technology`. Days, programs and gross
    views do not apply there."""
    named = Selection(
        selection.component, selection.classes, selection.fiscal_years, selection.technology
    )
    # those four stand in the table itself; only the rest asks for the award
    rest = replace(selection, component=None, classes=None, technology=None)
    return _all(*_named(named, OF_ACTIONS), *_whose_award(whose_actions(rest)))


def whose_actions(selection: Selection = EVERYTHING, *, numbered: bool = False) -> Where:
    """Condition on awards whatever their start: dates and programs then filter the actions.

    `numbered` as in `of_awards`.
    """
    rest = replace(selection, fiscal_years=None, since=None, until=None, program=None)
    return of_awards(rest, numbered=numbered)


def of_time(selection: Selection = EVERYTHING) -> Where:
    """Condition on actions by year, day, program and sign alone, of any award."""
    return of_actions(
        Selection(
            fiscal_years=selection.fiscal_years,
            since=selection.since,
            until=selection.until,
            program=selection.program,
            money=selection.money,
        )
    )


def rows_of(table: str, condition: Where) -> Where:
    """Query of the rows of a published table under a condition."""
    return Where(f"SELECT * FROM {table} WHERE {condition.sql}", condition.parameters)


def where(
    columns: Columns,
    component: Words = None,
    classes: Words = None,
    fiscal_years: Years = None,
    technology: Words = None,
) -> Where:
    """Condition on components, competition classes, fiscal years and technology."""
    selection = Selection(component, classes, fiscal_years, technology)
    return _all(*_named(selection, columns))


def _named(selection: Selection, columns: Columns) -> list[Condition]:
    """Conditions on plain columns."""
    return [
        *_one_of(columns.component, selection.component, component_code),
        *_one_of(columns.competition_class, selection.classes, class_name),
        *_one_of(columns.fiscal_year, selection.fiscal_years),
        *_one_of(columns.technology, selection.technology, technology_name),
        *_one_of("vendor_family", selection.vendor),
        *_one_of("maker", selection.maker),
    ]


def _of_the_award(selection: Selection, *, numbered: bool = False) -> list[Condition]:
    """Conditions on the award: type, size and drill-down keys."""
    counted = _one_of("coalesce(maker, vendor_family)", selection.counted_under)
    return [
        *_kinds(selection),
        *_sizes(selection),
        *_one_of("recipient_name", selection.recipient_name),
        *_one_of("psc_family", selection.psc_family),
        *_one_of("rates_class", selection.our_class, class_name),
        # support is in no maker's ranking, so it is in no list behind one
        *((f"{sql} AND technology <> 'support'", values) for sql, values in counted),
        *_under(as_list(selection.under_vehicle), numbered=numbered),
        *_by_columns(selection.columns, numbered=numbered),
    ]


def _by_columns(
    columns: Sequence[tuple[str, tuple[str, ...]]], *, numbered: bool
) -> list[Condition]:
    """Conditions on further columns of `awards`, by subquery: tables in memory lack these columns
    and share only the key."""
    conditions = [each for name, values in columns for each in _one_of(name, values)]
    keys = [
        (f"award_key IN (SELECT award_key FROM awards WHERE {sql})", v) for sql, v in conditions
    ]
    if not numbered:
        return keys
    return [(f"number IN (SELECT number FROM {TOLD_AWARDS} WHERE {sql})", v) for sql, v in keys]


def _under(keys: list[str], *, numbered: bool) -> list[Condition]:
    """Condition for orders under any of some vehicles."""
    orders = f"vehicle_key IN ({_places(keys)}) AND is_order"
    awards = f"award_key IN (SELECT award_key FROM under_vehicles WHERE {orders})"
    numbers = f"number IN (SELECT number FROM {TOLD_AWARDS} WHERE {awards})"
    return [(numbers if numbered else awards, keys)] if keys else []


def _one_of(
    column: str, choice: Words | Years, known: Callable[[str], str] | None = None
) -> list[Condition]:
    """Condition for a column with one of some values, or null for `not-stated`.

    `known`: the value of a word.
    """
    words = as_list(choice)
    stated = [word for word in words if word != NOT_STATED]
    values = [known(word) for word in stated] if known else stated
    ways = [f"{column} IN ({_places(values)})"] if values else []
    ways += [f"{column} IS NULL"] if len(stated) < len(words) else []
    # brackets: an OR among conditions that are joined by AND
    return [(f"({' OR '.join(ways)})" if ways[1:] else ways[0], values)] if ways else []


def _whose_award(awards: Where) -> list[Condition]:
    """Condition on a table with `award_key`; none without a filter on awards."""
    if awards == ALL:
        return []
    return [(f"award_key IN (SELECT award_key FROM awards WHERE {awards.sql})", awards.parameters)]


def _kinds(selection: Selection) -> list[Condition]:
    holds = [_choice(KINDS, word, "type of award")[1] for word in as_list(selection.kind)]
    return [(f"({' OR '.join(f'({each})' for each in holds)})", [])] if holds else []


def _sizes(selection: Selection) -> list[Condition]:
    parts = []
    for word in as_list(selection.size):
        _, least, below = _choice(SIZES, word, "size")
        # numbers of our own table, never of a reader: no parameter is needed
        bounds = [f"obligated_usd >= {least}"] if least is not None else []
        bounds += [f"obligated_usd < {below}"] if below is not None else []
        parts.append(f"({' AND '.join(bounds)})")
    return [(f"({' OR '.join(parts)})", [])] if parts else []


def _days(selection: Selection, column: str) -> list[Condition]:
    bounds = ((">=", selection.since), ("<=", selection.until))
    return [(f"{column} {sign} CAST(? AS DATE)", [day_of(text)]) for sign, text in bounds if text]


def _of_programs(selection: Selection, key: str) -> list[Condition]:
    """Condition for members of programs; support, leads and look-alikes are not members."""
    wanted = list(as_list(selection.program))
    for word in wanted:
        _choice(dossiers.programs(), word, "programme")
    of_programs = (
        f"SELECT {key} FROM program_actions WHERE role = 'programme' "
        f"AND programme IN ({_places(wanted)})"
    )
    return [(f"{key} IN ({of_programs})", wanted)] if wanted else []


def _places(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _all(*conditions: Condition) -> Where:
    # `true` first, so that no condition at all is SQL too
    sql = " AND ".join([ALL.sql, *(each for each, _ in conditions)])
    return Where(sql, [value for _, values in conditions for value in values])


def _choice(book: Mapping[str, Any], word: str, what: str) -> Any:
    if word not in book:
        raise WrongChoice(f"no {what} {word!r}; there are: {', '.join(book)}")
    return book[word]


def day_of(text: str) -> str:
    """A day as `YYYY-MM-DD`. WrongChoice where there is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongChoice(f"{text!r} is no date; write it as 2022-10-01") from None


def of_components(table: ir.Table, component: Words) -> ir.Table:
    """The rows of a table with `component_code` that are of some components; None means all."""
    wanted = [component_code(word) for word in as_list(component)]
    return table.filter(table.component_code.isin(wanted)) if wanted else table


def as_list(values: Any) -> list[Any]:
    """One value or several as a list; nothing as an empty one."""
    if values is None or values == "":
        return []
    return [values] if isinstance(values, str | int) else list(values)
