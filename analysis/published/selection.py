"""Which awards and actions a question is of: what a reader chose, as conditions in SQL.

Components, ways of buying, fiscal years, technology, vendors, makers, programmes, kinds and sizes
of awards, days, and whether only what was given or taken back counts; and what rows of figures are
told by: a vendor's name as recorded, a kind of purchase, a maker that awards count under, our class
beside that of others, a vehicle. Nothing chosen means all.
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
"""Chooses what states none, wherever records may state none: not of classes, sizes, programmes and
vehicles."""
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
"""Types of award: how an address writes each, its words, and its condition on `awards`."""
SIZES: Mapping[str, tuple[str, int | None, int | None]] = {
    "under-250k": ("under $250,000", None, 250_000),
    "250k-1m": ("$250,000 to 1 million", 250_000, 1_000_000),
    "1m-10m": ("$1 to 10 million", 1_000_000, 10_000_000),
    "10m-100m": ("$10 to 100 million", 10_000_000, 100_000_000),
    "over-100m": ("$100 million and more", 100_000_000, None),
}
"""Sizes of award by all that is obligated on it, net, the lower bound included."""
MONEY: Mapping[str, tuple[str, str]] = {
    "given": ("only what was given", "obligated_usd > 0"),
    "taken-back": ("only what was taken back", "obligated_usd < 0"),
}
"""Gross views of obligations: a condition on `actions`. Net where none is chosen."""


@dataclass(frozen=True)
class Columns:
    """What the columns of a condition are called in the table that is asked."""

    component: str = "component_code"
    competition_class: str = "rates_class"
    fiscal_year: str = "fiscal_year"
    technology: str = "technology"


@dataclass(frozen=True)
class Selection:
    """What a reader chose. None and empty mean all; `rule_set` says by whose rules awards class.

    `since` and `until` are days, YYYY-MM-DD, both included: of actions the day they were signed,
    of awards the day of the first action. `recipient_name` is the vendor's name as recorded,
    `psc_family` that of `families.psc_family`, and `counted_under` as `vendors.ranking` counts
    under makers: the maker, else the vendor, support left out. `our_class` is the class by our
    rules, whichever are chosen; `under_vehicle` the key of a vehicle under which orders stand, at
    any level. `columns` are plain columns of `awards`, each with the values it may have.
    WrongChoice, when it is asked, for what does not exist.
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
        """Does it choose among awards by what few of them have in common?"""
        named = (self.vendor, self.maker, self.recipient_name, self.psc_family, self.counted_under)
        return bool(self.columns) or any(map(as_list, (*named, self.size, self.under_vehicle)))

    @property
    def cuts_years(self) -> bool:
        """Does it choose among the actions that an award has in a fiscal year by their day or
        programme?"""
        return bool(self.since or self.until or as_list(self.program))

    @property
    def cuts_awards(self) -> bool:
        """Does it choose among the actions of an award by more than their fiscal year?"""
        return bool(self.cuts_years or self.money)


EVERYTHING = Selection()
ALL = Where("true", [])
OF_ACTIONS = Columns()
Condition = tuple[str, list[Any]]


def of_actions(selection: Selection = EVERYTHING) -> Where:
    """The actions chosen, as a condition on the published `actions`."""
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
    return str(_chosen(MONEY, money, "money")[1])


def classed(selection: Selection, column: str) -> Where:
    """The ways of buying chosen, as a condition on a column that holds a class."""
    return where(Columns(competition_class=column), classes=selection.classes)


def of_awards(selection: Selection = EVERYTHING, *, numbered: bool = False) -> Where:
    """The awards chosen, as a condition on the published `awards`: those that began in the years
    or between the days. What was given or taken back does not choose among awards.

    `numbered`: on a table in memory that tells awards by `number`.
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
    """The awards and fiscal years chosen, as a condition on both beside each other: not for a
    choice that cuts through a year."""
    columns = Columns(competition_class=class_column(selection.rule_set))
    return _all(*_named(selection, columns), *_of_the_award(selection, numbered=True))


def of_award_years(selection: Selection = EVERYTHING) -> Where:
    """What is chosen, as a condition on a table of awards, fiscal years and something more: with
    `award_key`, `component_code`, `rates_class`, `fiscal_year` and `technology`. Days, programmes
    and what was only given or taken back do not choose there."""
    named = Selection(
        selection.component, selection.classes, selection.fiscal_years, selection.technology
    )
    rest = replace(selection, component=None, classes=None, technology=None)
    return _all(*_named(named, OF_ACTIONS), *_whose_award(whose_actions(rest)))


def whose_actions(selection: Selection = EVERYTHING, *, numbered: bool = False) -> Where:
    """The awards chosen, whenever they began: their actions of a time are another choice.

    `numbered` as in `of_awards`.
    """
    rest = replace(selection, fiscal_years=None, since=None, until=None, program=None)
    return of_awards(rest, numbered=numbered)


def of_time(selection: Selection = EVERYTHING) -> Where:
    """The actions of the years, days, programmes and signs chosen, of whatever award."""
    return of_actions(
        Selection(
            fiscal_years=selection.fiscal_years,
            since=selection.since,
            until=selection.until,
            program=selection.program,
            money=selection.money,
        )
    )


def rows_of(table: str, asked: Where) -> Where:
    """The rows of a published table that a condition chooses, as a query."""
    return Where(f"SELECT * FROM {table} WHERE {asked.sql}", asked.parameters)


def where(
    columns: Columns,
    component: Words = None,
    classes: Words = None,
    fiscal_years: Years = None,
    technology: Words = None,
) -> Where:
    """Rows of some components, competition classes, fiscal years and kinds of technology."""
    chosen = Selection(component, classes, fiscal_years, technology)
    return _all(*_named(chosen, columns))


def _named(selection: Selection, columns: Columns) -> list[Condition]:
    """Conditions on columns that hold one of some values."""
    return [
        *_one_of(columns.component, selection.component, component_code),
        *_one_of(columns.competition_class, selection.classes, class_name),
        *_one_of(columns.fiscal_year, selection.fiscal_years),
        *_one_of(columns.technology, selection.technology, technology_name),
        *_one_of("vendor_family", selection.vendor),
        *_one_of("maker", selection.maker),
    ]


def _of_the_award(selection: Selection, *, numbered: bool = False) -> list[Condition]:
    """Conditions on what an award is, and on what rows of figures tell it by."""
    counted = _one_of("coalesce(maker, vendor_family)", selection.counted_under)
    return [
        *_kinds(selection),
        *_sizes(selection),
        *_one_of("recipient_name", selection.recipient_name),
        *_one_of("psc_family", selection.psc_family),
        *_one_of("rates_class", selection.our_class, class_name),
        *((f"{sql} AND technology <> 'support'", values) for sql, values in counted),
        *_under(as_list(selection.under_vehicle), numbered=numbered),
        *_by_columns(selection.columns, numbered=numbered),
    ]


def _by_columns(
    columns: Sequence[tuple[str, tuple[str, ...]]], *, numbered: bool
) -> list[Condition]:
    """Conditions on plain columns of `awards`, which tables in memory do not hold: so they ask
    `awards` itself, and choose by what every table of awards has."""
    conditions = [each for name, values in columns for each in _one_of(name, values)]
    keys = [
        (f"award_key IN (SELECT award_key FROM awards WHERE {sql})", v) for sql, v in conditions
    ]
    if not numbered:
        return keys
    return [(f"number IN (SELECT number FROM {TOLD_AWARDS} WHERE {sql})", v) for sql, v in keys]


def _under(keys: list[str], *, numbered: bool) -> list[Condition]:
    """The condition that an award is an order under one of some vehicles."""
    orders = f"vehicle_key IN ({_places(keys)}) AND is_order"
    awards = f"award_key IN (SELECT award_key FROM under_vehicles WHERE {orders})"
    numbers = f"number IN (SELECT number FROM {TOLD_AWARDS} WHERE {awards})"
    return [(numbers if numbered else awards, keys)] if keys else []


def _one_of(
    column: str, chosen: Words | Years, known: Callable[[str], str] | None = None
) -> list[Condition]:
    """The condition that a column holds one of some values, or none where that is chosen.

    `known`: the value that a word stands for.
    """
    words = as_list(chosen)
    stated = [word for word in words if word != NOT_STATED]
    values = [known(word) for word in stated] if known else stated
    ways = [f"{column} IN ({_places(values)})"] if values else []
    ways += [f"{column} IS NULL"] if len(stated) < len(words) else []
    return [(f"({' OR '.join(ways)})" if ways[1:] else ways[0], values)] if ways else []


def _whose_award(awards: Where) -> list[Condition]:
    """The condition on a table with `award_key` that its awards are chosen; none where all are."""
    if awards == ALL:
        return []
    return [(f"award_key IN (SELECT award_key FROM awards WHERE {awards.sql})", awards.parameters)]


def _kinds(selection: Selection) -> list[Condition]:
    holds = [_chosen(KINDS, word, "type of award")[1] for word in as_list(selection.kind)]
    return [(f"({' OR '.join(f'({each})' for each in holds)})", [])] if holds else []


def _sizes(selection: Selection) -> list[Condition]:
    parts = []
    for word in as_list(selection.size):
        _, least, below = _chosen(SIZES, word, "size")
        bounds = [f"obligated_usd >= {least}"] if least is not None else []
        bounds += [f"obligated_usd < {below}"] if below is not None else []
        parts.append(f"({' AND '.join(bounds)})")
    return [(f"({' OR '.join(parts)})", [])] if parts else []


def _days(selection: Selection, column: str) -> list[Condition]:
    bounds = ((">=", selection.since), ("<=", selection.until))
    return [(f"{column} {sign} CAST(? AS DATE)", [day_of(text)]) for sign, text in bounds if text]


def _of_programs(selection: Selection, key: str) -> list[Condition]:
    """What people tied to a programme; support, leads and what is kept apart are not its own."""
    wanted = list(as_list(selection.program))
    for word in wanted:
        _chosen(dossiers.programs(), word, "programme")
    of_programs = (
        f"SELECT {key} FROM program_actions WHERE role = 'programme' "
        f"AND programme IN ({_places(wanted)})"
    )
    return [(f"{key} IN ({of_programs})", wanted)] if wanted else []


def _places(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _all(*conditions: Condition) -> Where:
    sql = " AND ".join([ALL.sql, *(each for each, _ in conditions)])
    return Where(sql, [value for _, values in conditions for value in values])


def _chosen(book: Mapping[str, Any], word: str, what: str) -> Any:
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
