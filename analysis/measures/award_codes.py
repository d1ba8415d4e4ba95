"""Competition codes of each award: one row an award.

The base action decides; a blank field takes the first later value. Codes are normalized
to one spelling first. Nothing is classified here.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from analysis.measures import not_in_copy
from analysis.measures.actions import ACTION, AWARD, ORDER, base_first, in_order
from analysis.rules.matching import joined, texts_of

CODES = {
    "extent": "extent_competed_code",
    # the only code that speaks of an order itself; the others may be the vehicle's
    "fair": "fair_opportunity_limited_sources_code",
    "reason": "other_than_full_and_open_competition_code",
    "procedures": "solicitation_procedures_code",
    "set_aside": "type_of_set_aside_code",
    "offers": "number_of_offers_received",
    "award_type": "award_type_code",
    "idv_type": "idv_type_code",
    "own_many": "multiple_or_single_award_idv_code",
    "parent_type": "parent_award_type_code",
    "parent_many": "parent_award_single_or_multiple_code",
    "undefinitized": "undefinitized_action_code",
}
DECIDING = ("extent", "fair", "reason")
"""Codes whose blank leaves a class open."""
TEXT_CODES = tuple(short for short in CODES if short != "offers")
# Terms may be settled by a later action, so that one field is read on the base action only.
FILLED = tuple(short for short in CODES if short != "undefinitized")
OTHERS: dict[str, dt.DataType] = {
    AWARD: dt.string,
    ACTION: dt.string,
    "modification_number": dt.string,
    "transaction_number": dt.string,
    "award_or_idv_flag": dt.string,
    "parent_award_id_piid": dt.string,
    "parent_award_agency_id": dt.string,
    "action_date": dt.date,
    "period_of_performance_start_date": dt.date,
    "period_of_performance_current_end_date": dt.date,
    "number_of_actions": dt.int64,
    "national_interest_action_code": dt.string,
    "federal_action_obligation": dt.Decimal(18, 2),
    "base_and_all_options_value": dt.Decimal(18, 2),
}
CAPITALS = ("award_or_idv_flag", "parent_award_id_piid", "parent_award_agency_id")
# Spellings that the USAspending site uses and records do not (a trailing CIV is cut anyway).
SPELLINGS = {"fair": {"SSS": "SS"}, "set_aside": {"ISEE": "IEE"}}
# The set-aside list has a code NONE of its own; in other fields the word means blank.
BLANK = ("", ":", "NULL")
WHITE_SPACE = (" ", "\t", "\n", "\r")
# a year of performance in a leap year is no longer than a year
YEAR_DAYS = 366
DISASTER_DAYS = 150
"""Days of an urgent award for response to a disaster or attack: HSAR 3006.302-270(d)(1)(iii)."""
NO_PARENT = "_-NONE-_"
"""Part of the official key of an award that is placed under no vehicle."""


def award_codes(transactions: ir.Table) -> ir.Table:
    """Codes of an award by short name (`extent`, `fair` …), with its dates and sums.

    Adds `is_idv`, `parent_award_key`, `base_date`, `base_ceiling_usd` and
    `gross_obligated_usd`, before anything was taken back (both null where not known),
    `lasting` (ceiling raised after the base action, or performance beyond a year from its
    start), `beyond_150_days` (performance beyond the days of a disaster), `event` (the record
    names an emergency or event), `parent_named` (no where the key names no vehicle), `batch`,
    `late_fields` and `inconsistent_fields` (names of fields, joined; null where none). For the
    rule sets of others: `latest_extent`, `agrees` (no action differs in extent competed or fair
    opportunity) and `offers_agree`, both yes or no. A column that the table lacks counts as
    blank.
    """
    actions = _spelled(in_order(_readable(transactions)))
    per_award = actions.group_by(AWARD).aggregate(**_codes(actions), **_facts(actions))
    return _summed_up(per_award)


def _readable(transactions: ir.Table) -> ir.Table:
    """The input columns, typed; codes by short name, in capitals."""
    others = {name: _typed(transactions, name, kind) for name, kind in OTHERS.items()}
    for name in CAPITALS:
        others[name] = _stripped(others[name]).upper().nullif("")
    typed = {short: _typed(transactions, CODES[short], dt.string) for short in TEXT_CODES}
    offers = _typed(transactions, CODES["offers"], dt.int64)
    if ACTION not in transactions.columns:  # then equal dates are told apart by what rows say
        others[ACTION] = joined([*typed.values(), offers.cast("string")], "|")
    held = [name for name in ORDER if name in transactions.columns]
    return transactions.select(
        *held,
        **others,
        **{short: _stripped(text).upper() for short, text in typed.items()},
        # no award comes of no offer: zero stands for a blank
        offers=(offers > 0).ifelse(offers, None),
        lacks=not_in_copy.lacks(transactions),
    )


def _spelled(actions: ir.Table) -> ir.Table:
    """Codes in one spelling, blanks as null, and `place`: the base action first."""
    codes = {short: _code(actions[short], short) for short in TEXT_CODES}
    return actions.mutate(**codes, place=base_first(actions))


def _typed(table: ir.Table, name: str, kind: dt.DataType) -> ir.Value:
    # `classify` is also run on a reader's own CSV, which may lack any column
    if name not in table.columns:
        return ibis.null(kind)
    column = table[name]
    if column.type().is_string() and not kind.is_string():
        whole = column.strip()
        if kind.is_integer():  # pandas writes whole numbers beside blanks as 3.0
            whole = whole.endswith(".0").ifelse(whole.substr(0, whole.length() - 2), whole)
        return whole.try_cast(kind)
    return column.cast(kind)


def _code(text: ir.StringColumn, short: str) -> ir.StringValue:
    """A code as lists print it, null where the field is blank."""
    civil = text.endswith("CIV")  # the dictionary's mark for civilian agencies, not the code
    code = civil.ifelse(text.substr(0, text.length() - 3).strip(), text)
    for spelled, listed in SPELLINGS.get(short, {}).items():
        code = (code == spelled).ifelse(listed, code)
    blank = BLANK if short == "set_aside" else (*BLANK, "NONE")
    return reduce(lambda value, word: value.nullif(word), blank, code)


def _stripped(text: ir.StringValue) -> ir.StringValue:
    """The text without surrounding white space; a search first is five times as fast."""
    spaced = reduce(or_, [text.contains(space) for space in WHITE_SPACE])
    return spaced.ifelse(text.strip(), text)


def _codes(actions: ir.Table) -> dict[str, ir.Value]:
    """Each code of the base action, else the first later one; `late_` and `differs_` flags."""
    columns: dict[str, ir.Value] = {}
    for short in FILLED:
        column, known = actions[short], actions[short].notnull()
        columns[short] = column.argmin(actions.place, where=known)
        # places, not dates: the base action has the lowest place whatever its date
        columns[f"late_{short}"] = actions.place.min(where=known) > actions.place.min()
        columns[f"differs_{short}"] = column.min() != column.max()
    extent = actions.extent
    # USAspending's own award pages and filters read the latest action
    columns["latest_extent"] = extent.argmax(actions.place, where=extent.notnull())
    return columns


def _facts(actions: ir.Table) -> dict[str, ir.Value]:
    base, later = actions.is_base, ~actions.is_base
    ceiling, start = actions.base_and_all_options_value, actions.period_of_performance_start_date
    idv = (actions.award_or_idv_flag == "IDV").fill_null(False)
    return {
        "flagged_idv": idv.any(),
        # filled first: argmin skips nulls and would read a later action
        "undefinitized": actions.undefinitized.fill_null("").argmin(actions.place).nullif(""),
        "parent_piid": _first(actions, "parent_award_id_piid"),
        "parent_agency": _first(actions, "parent_award_agency_id"),
        "base_date": actions.action_date.min(where=base),
        # more than one row can count as the base action: together they are the start
        "base_ceiling_usd": ceiling.sum(where=base),
        # net would call a terminated large award small: docs/decisions/0016
        "gross_obligated_usd": actions.federal_action_obligation.sum(
            where=actions.federal_action_obligation > 0
        ),
        "ceiling_raised_usd": ceiling.sum(where=later),
        "start_date": start.min().fill_null(actions.action_date.min()),
        "end_date": actions.period_of_performance_current_end_date.max(),
        "actions_reported": actions.number_of_actions.max(),
        # a column that the copy of one action has could be stated for the award
        "lacks": not_in_copy.in_common(actions, *(CODES[name] for name in DECIDING)),
        "names_event": names_event(actions.national_interest_action_code).any(),
    }


def names_event(code: ir.StringColumn) -> ir.BooleanValue:
    """True where an action's record names an emergency or event."""
    # the list of events has a code NONE of its own
    return _stripped(code).upper().nullif("").nullif("NONE").notnull()


def _first(actions: ir.Table, name: str) -> ir.StringScalar:
    return actions[name].argmin(actions.place, where=actions[name].notnull())


def _summed_up(awards: ir.Table) -> ir.Table:
    # the key of an IDV is made of number and agency alone, so an order's two cells give it
    key = ibis.literal("CONT_IDV_").concat(awards.parent_piid, "_", awards.parent_agency)
    lasting = [awards.ceiling_raised_usd > 0, _runs_beyond(awards, YEAR_DAYS)]
    no_parent = awards[AWARD].contains(NO_PARENT) & awards.parent_piid.isnull()
    named = {short: CODES[short].removesuffix("_code").replace("_", " ") for short in FILLED}
    late = texts_of([(awards[f"late_{short}"], words) for short, words in named.items()])
    differs = texts_of([(awards[f"differs_{short}"], words) for short, words in named.items()])
    return awards.select(
        AWARD,
        *CODES,
        "base_date",
        "base_ceiling_usd",
        "gross_obligated_usd",
        "latest_extent",
        "lacks",
        agrees=_agrees(awards, "extent", "fair"),
        offers_agree=_agrees(awards, "offers"),
        is_idv=awards.flagged_idv | awards[AWARD].startswith("CONT_IDV_"),
        parent_award_key=key,
        parent_named=no_parent.fill_null(False).ifelse("no", "yes"),
        event=awards.names_event.fill_null(False).ifelse("yes", "no"),
        beyond_150_days=_runs_beyond(awards, DISASTER_DAYS).fill_null(False).ifelse("yes", "no"),
        lasting=reduce(or_, [each.fill_null(False) for each in lasting]),
        batch=(awards.actions_reported > 1).fill_null(False),
        late_fields=joined(late, ", ").nullif(""),
        inconsistent_fields=joined(differs, ", ").nullif(""),
    )


def _runs_beyond(awards: ir.Table, days: int) -> ir.BooleanValue:
    return awards.end_date > awards.start_date + ibis.interval(days=days)


def _agrees(awards: ir.Table, *shorts: str) -> ir.StringValue:
    differs = reduce(or_, [awards[f"differs_{short}"].fill_null(False) for short in shorts])
    return differs.ifelse("no", "yes")
