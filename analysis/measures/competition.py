"""Competition class of each award, from the field that speaks for it.

An order under a vehicle with several holders carries the vehicle's *extent competed*; how
the order itself was given stands in *fair opportunity / limited sources*. So an award is
first given to a lane (`rules/lanes.csv`), the lane's rules give its class
(`rules/competition.csv`), and `rules/conflicts.csv` then looks for contradictions.
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from analysis.measures import not_in_copy
from analysis.measures.actions import AWARD
from analysis.measures.award_codes import CODES, award_codes
from analysis.measures.other_rules import OTHER_COLUMNS, with_other_sets
from analysis.rules import USABLE, Conflict, Rule, RuleBook, load, taken_over
from analysis.rules.matching import joined, matches, texts_of, with_first_match
from analysis.rules.row_types import NOT_HELD, TEMPLATE

VEHICLE, CONFLICT, INHERITED = "VEHICLE", "CONFLICT", "inherited"
REASON_UNKNOWN = "NOT_COMPETED_REASON_UNKNOWN"
ORDERS = ("order", "unknown_vehicle")
"""Lanes of orders: only these have a field of their own on how they were given."""
BORROWED = ("extent", "reason", "set_aside", "procedures")
PARENT = {
    # an order's column for its vehicle, and the vehicle's own column for the same
    "parent_type": "idv_type",
    "parent_many": "own_many",
    **{name: name for name in (*BORROWED, "offers")},
}
ONE_YEAR_FROM = date(2009, 10, 14)
"""Effective day of FAC 2005-37, FAR case 2007-008, 74 FR 52849."""
# entry * WIDE + rule numbers each pair of rules without a second join
WIDE = 1000  # more rules than any set has
Met = list[tuple[Conflict, ir.BooleanValue]]


def classify(transactions: ir.Table) -> ir.Table:
    """How an award was bought: the class given by the rule for the field that speaks for it.

    In: one row per action, official column names; a missing column counts as blank.
    Out: one row per `contract_award_unique_key` with

    - `competition_lane`, `competition_class`, `competition_rule`: the set of rules that read
      it, the class and the rule's number;
    - `competition_note`: sentences joined by `; `, null if none; `competition_flags`: codes
      joined by `|`, empty if none;
    - `own_class`, `own_rule`: a vehicle's own competition; null for awards;
    - `rates_class`: the class under which money is added up: a vehicle's own class, else
      the competition class;
    - `class_before_conflict`, `rule_before_conflict`: as they were before contradictions;
    - the codes it read, in one spelling, and what was found out about the parent;
    - `class_…` and `rule_…` by each other set of `rules/rule_sets.csv`.

    Offers of 0 are missing. Nothing is left out: an award that no rule can read is UNKNOWN.
    """
    book = load()
    awards = _in_lanes(with_other_sets(_with_parent(award_codes(transactions))), book)
    return _answer(_judged(_with_inheritance(awards), book), book)


def _with_parent(awards: ir.Table) -> ir.Table:
    """Each award with the codes of its vehicle's own record, where that is held."""
    vehicles = awards.filter(awards.is_idv).select(
        vehicle_key=AWARD, **{f"held_{name}": column for name, column in PARENT.items()}
    )
    both = awards.left_join(vehicles, awards.parent_award_key == vehicles.vehicle_key)
    parent = {
        # an order may leave the kind of its vehicle blank; the vehicle's own record states it
        name: both[name].coalesce(both[f"held_{name}"])
        for name in ("parent_type", "parent_many")
    }
    looked_up = [both[name].isnull() & parent[name].notnull() for name in parent]
    return both.mutate(
        **parent,
        parent_held=both.vehicle_key.notnull(),
        parent_looked_up=reduce(or_, looked_up),
        record=both.is_idv.ifelse("IDV", "AWARD"),
    )


def _in_lanes(awards: ir.Table, book: RuleBook) -> ir.Table:
    names = [{"lane_row": number, "lane": lane.name} for number, lane in enumerate(book.lanes)]
    numbered = with_first_match(awards, book.lanes, book.fields, "lane_row")
    return numbered.inner_join(ibis.memtable(names), "lane_row")


def _with_inheritance(awards: ir.Table) -> ir.Table:
    """The codes that rules read: under a vehicle with one holder, blanks come from the vehicle.

    The award's own codes stay as `own_extent` and so on.
    """
    inherits = awards.lane == INHERITED
    # only where the order states no extent: one that does needs nothing from its vehicle
    borrows = inherits & awards.extent.isnull() & awards.held_extent.notnull()
    borrowed = {
        name: borrows.ifelse(awards[name].coalesce(awards[f"held_{name}"]), awards[name])
        for name in BORROWED
    }
    # offers alone may be borrowed: FPDS keeps an IDV's offers apart, and many orders leave them
    # blank
    offers = inherits.ifelse(awards.offers.coalesce(awards.held_offers), awards.offers)
    vehicle = awards.held_extent
    return awards.mutate(
        **{f"own_{name}": awards[name] for name in (*BORROWED, "offers")},
        **borrowed,
        offers=offers,
        extent_from=borrows.ifelse("vehicle", "own"),
        offers_from=(awards.offers.isnull() & offers.notnull()).ifelse("vehicle", "own"),
        # under a multiple-award vehicle the order's own cell is a copy of the vehicle's code
        vehicle_extent=(awards.lane == "order").ifelse(awards.extent.coalesce(vehicle), vehicle),
    )


def _judged(awards: ir.Table, book: RuleBook) -> ir.Table:
    """Adds the class and rule that the lane's set of rules gives, before contradictions."""
    for name in USABLE:
        awards = with_first_match(awards, book.sets[name], book.fields, f"{name}_row")
    awards = with_first_match(awards, book.entries, book.fields, "entry_row")
    used = [
        (awards.entry_row.isin(_entries_using(name, book)), awards[f"{name}_row"])
        for name in USABLE
    ]
    numbered = awards.mutate(verdict=awards.entry_row * WIDE + ibis.cases(*used, else_=0))
    return numbered.inner_join(ibis.memtable(_verdicts(book)), "verdict")


def _entries_using(name: str, book: RuleBook) -> list[int]:
    return [number for number, entry in enumerate(book.entries) if entry.uses == name]


def _verdicts(book: RuleBook) -> list[dict[str, object]]:
    """Outcome of every pair: an entry, and a rule of the set that it uses."""
    rows = []
    for number, entry in enumerate(book.entries):
        if entry.uses:
            for place, used in enumerate(book.sets[entry.uses]):
                rows.append(_outcome(number * WIDE + place, taken_over(entry, used)))
        else:
            rows.append(_outcome(number * WIDE, entry))
    return rows


def _outcome(verdict: int, rule: Rule) -> dict[str, object]:
    # a vehicle has two answers: it is a vehicle, and it was itself bought in some way
    vehicle = rule.class_name == VEHICLE
    return {
        "verdict": verdict,
        "first_class": rule.class_name,
        "first_rule": rule.number,
        "class": rule.used_class if vehicle else rule.class_name,
        "rule": rule.used if vehicle else rule.number,
        "read_by": rule.read_by,
        "rule_note": rule.note,
        "rule_flag": rule.flag,
    }


def _answer(awards: ir.Table, book: RuleBook) -> ir.Table:
    """Conflicts, notes and flags, with columns by their public names.

    A vehicle is always of class VEHICLE: a conflict there concerns its own competition.
    """
    facts = awards.mutate(
        lasting=_yes_no(awards.lasting),
        batch=_yes_no(awards.batch),
        small=_yes_no(_is_small(awards, book)),
        codes_held=_yes_no(~_not_held(awards)),
        one_year_rule=_yes_no(_has_one_year(awards, book)),
    )
    met = [(row, matches(facts, row.cells, book.fields)) for row in book.conflicts]
    # the first conflict in the table gives the number; all that hold still raise their flags
    broken = [(holds, row.number) for row, holds in met if row.effect == "conflict"]
    lacking = [(holds, row.number) for row, holds in met if row.effect == "not held"]
    judged = facts.mutate(
        conflict=ibis.cases(*broken, else_=ibis.null("string")),
        not_held=ibis.cases(*lacking, else_=ibis.null("string")),
        notes=_notes(facts, met),
        flags=_flags(facts, met),
    )
    return judged.select(AWARD, **_classes(judged), **_fields_read(judged))


def _not_held(awards: ir.Table) -> ir.BooleanValue:
    """True where a field that decides is blank, and no copy of the award could state it."""
    decides = {
        "extent": ibis.literal(True),
        "fair": awards.lane.isin([*ORDERS]),
        "reason": awards["class"] == REASON_UNKNOWN,
    }
    return reduce(
        or_,
        [
            awards[name].isnull() & not_in_copy.is_lacking(awards.lacks, CODES[name]) & asked
            for name, asked in decides.items()
        ],
    )


def _yes_no(condition: ir.BooleanValue) -> ir.StringValue:
    return condition.ifelse("yes", "no")


def _is_small(awards: ir.Table, book: RuleBook) -> ir.BooleanValue:
    """At or below the micro-purchase threshold of its day, as far as the base action is held.

    Both the ceiling at the start and what was obligated before anything was taken back must
    be so small, as far as they are known; an award of nothing is not known to be small.
    """
    threshold = _in_force(awards, "micro_purchase", book)
    amounts = [awards.base_ceiling_usd, awards.gross_obligated_usd]
    too_large = _exceeds(amounts, threshold)
    known = reduce(or_, [(amount > 0).fill_null(False) for amount in amounts])
    return known & threshold.notnull() & ~too_large


def _has_one_year(awards: ir.Table, book: RuleBook) -> ir.BooleanValue:
    """Above the simplified acquisition threshold of its day, and since an urgent award may last
    no more than a year: FAR 6.302-2(d)(1)(ii), (d)(3).
    """
    threshold = _in_force(awards, "simplified_acquisition", book)
    above = _exceeds([awards.base_ceiling_usd, awards.gross_obligated_usd], threshold)
    return above & (awards.base_date >= ONE_YEAR_FROM).fill_null(False)


def _in_force(awards: ir.Table, name: str, book: RuleBook) -> ir.DecimalValue:
    """The threshold of a name on the day of the base action; missing where that day is."""
    # the latest first: the first case that holds is the threshold in force
    latest_first = reversed(book.thresholds_of(name))
    return ibis.cases(*[(awards.base_date >= row.from_date, row.usd) for row in latest_first])


def _exceeds(amounts: list[ir.DecimalColumn], limit: ir.DecimalValue) -> ir.BooleanValue:
    """True where one of the amounts is known to be above a limit."""
    return reduce(or_, [(amount > limit).fill_null(False) for amount in amounts])


def _notes(awards: ir.Table, met: Met) -> ir.StringValue:
    blank = ibis.literal("blank on the base action, taken from a later one: ")
    differ = ibis.literal("actions disagree, the base action is followed: ")
    # what a rule says of blanks is said of the record: not where this copy leaves them
    held = awards.codes_held == "yes"
    sentences = [
        held.ifelse(awards.rule_note.nullif(""), ibis.null("string")),
        *texts_of([(holds, _filled_in(row.note, awards)) for row, holds in met if row.note]),
        blank.concat(awards.late_fields),
        differ.concat(awards.inconsistent_fields),
    ]
    return joined(sentences, "; ").nullif("")


def _filled_in(note: str, awards: ir.Table) -> ir.StringValue:
    """The note with `{extent}` and the like replaced by what the record says."""
    parts = TEMPLATE.split(note)
    # split at a group: every second part is the name of a field
    texts = [awards[part] if odd % 2 else ibis.literal(part) for odd, part in enumerate(parts)]
    return reduce(lambda text, more: text.concat(more), texts)


def _flags(awards: ir.Table, met: Met) -> ir.StringValue:
    raised: dict[str, list[ir.BooleanValue]] = {
        "parent_looked_up": [awards.parent_looked_up],
        "late_fill": [awards.late_fields.notnull()],
        "inconsistent": [awards.inconsistent_fields.notnull()],
    }
    for row, holds in met:
        if row.flag:
            raised.setdefault(row.flag, []).append(holds)
    flags = texts_of([(reduce(or_, conditions), flag) for flag, conditions in raised.items()])
    return joined([awards.rule_flag.nullif(""), *flags], "|")


def _classes(judged: ir.Table) -> dict[str, ir.Value]:
    broken, award = judged.conflict.notnull(), ~judged.is_idv
    known = judged.not_held.isnull().ifelse(judged["class"], NOT_HELD)
    own = {
        "class": broken.ifelse(CONFLICT, known),
        "rule": judged.conflict.coalesce(judged.not_held, judged.rule),
    }
    nothing = ibis.null("string")
    return {
        "competition_lane": judged.lane,
        "competition_class": award.ifelse(own["class"], judged.first_class),
        "competition_rule": award.ifelse(own["rule"], judged.first_rule),
        "competition_note": judged.notes,
        "competition_flags": judged.flags,
        "rates_class": own["class"],
        "own_class": award.ifelse(nothing, own["class"]),
        "own_rule": award.ifelse(nothing, own["rule"]),
        "class_before_conflict": judged.first_class,
        "rule_before_conflict": judged.first_rule,
    }


def _fields_read(judged: ir.Table) -> dict[str, ir.Value]:
    own = {name: judged[f"own_{name}"] for name in (*BORROWED, "offers")}
    # an input of lanes and look-ups; an order publishes the code of its vehicle instead
    kept = [short for short in CODES if short != "own_many"]
    return {
        **{CODES[short]: own.get(short, judged[short]) for short in kept},
        "vehicle_extent_competed_code": judged.vehicle_extent,
        "parent_award_key": judged.parent_award_key,
        "parent_held": judged.parent_held,
        **{name: judged[name] for name in OTHER_COLUMNS},
    }
