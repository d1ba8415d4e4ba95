"""How an award was bought, by the same rule tables, tried row by row: plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from analysis.measures.award_codes import (
    BLANK,
    CODES,
    DISASTER_DAYS,
    FILLED,
    NO_PARENT,
    SPELLINGS,
    TEXT_CODES,
    YEAR_DAYS,
)
from analysis.measures.competition import (
    BORROWED,
    CONFLICT,
    INHERITED,
    ONE_YEAR_FROM,
    ORDERS,
    PARENT,
    REASON_UNKNOWN,
    VEHICLE,
)
from analysis.rules import load, taken_over
from analysis.rules.patterns import MANY_OFFERS, MISSING, ONE_OFFER, UNKNOWN
from analysis.rules.row_types import NOT_HELD
from analysis.rules.rule_sets import others
from tests.benchmarks.plain.actions import AWARD, Action, total

Record = dict[str, Any]
LOOKED_UP = ("parent_type", "parent_many")


def codes_of(actions: list[Action], lacks: list[frozenset[str]]) -> Record:
    """What the record of one award says: the base action, else the first that fills a field.

    `lacks`: by action, the columns that its copy could not state.
    """
    placed = sorted(actions, key=lambda a: (not a["is_base"], a["order_in_award"]))
    spelled = [{short: _spelled(action, short) for short in CODES} for action in placed]
    known = {short: [row[short] for row in spelled if row[short] is not None] for short in FILLED}
    differs = {short for short in FILLED if len(set(known[short])) > 1}
    extents = [each for a in actions if (each := _spelled(a, "extent")) is not None]
    return {
        AWARD: actions[0][AWARD],
        **{short: values[0] if values else None for short, values in known.items()},
        "undefinitized": spelled[0]["undefinitized"],
        "latest_extent": extents[-1] if extents else None,
        "agrees": "no" if differs & {"extent", "fair"} else "yes",
        "offers_agree": "no" if "offers" in differs else "yes",
        "late": any(known[short] and spelled[0][short] is None for short in FILLED),
        "differs": bool(differs),
        "lacks": frozenset.intersection(*lacks),
        **_facts(actions, placed),
    }


def _facts(actions: list[Action], placed: list[Action]) -> Record:
    bases = [action for action in actions if action["is_base"]]
    idv = any(_upper(a["award_or_idv_flag"]) == "IDV" for a in actions)
    piid, agency = (
        next((word for a in placed if (word := _upper(a[name]))), None)
        for name in ("parent_award_id_piid", "parent_award_agency_id")
    )
    starts, ends = (
        [a[f"period_of_performance_{name}_date"] for a in actions]
        for name in ("start", "current_end")
    )
    start = min((day for day in starts if day), default=min(a["action_date"] for a in actions))
    raised = total([a["ceiling_change_usd"] for a in actions if not a["is_base"]])
    ends_on = max((day for day in ends if day), default=None)
    long, beyond = (
        ends_on is not None and ends_on > start + timedelta(days=days)
        for days in (YEAR_DAYS, DISASTER_DAYS)
    )
    events = {_upper(a["national_interest_action_code"]) for a in actions} - {None, "NONE"}
    no_parent = piid is None and NO_PARENT in actions[0][AWARD]
    reported = max((a["number_of_actions"] or 0 for a in actions), default=0)
    return {
        "is_idv": idv or actions[0][AWARD].startswith("CONT_IDV_"),
        "parent_award_key": f"CONT_IDV_{piid}_{agency}" if piid and agency else None,
        "base_date": min((a["action_date"] for a in bases), default=None),
        "base_ceiling_usd": total([a["ceiling_change_usd"] for a in bases]),
        "gross_obligated_usd": total(
            [a["obligated_usd"] for a in actions if (a["obligated_usd"] or 0) > 0]
        ),
        "lasting": "yes" if (raised or 0) > 0 or long else "no",
        "batch": "yes" if reported > 1 else "no",
        "event": "yes" if events else "no",
        "beyond_150_days": "yes" if beyond else "no",
        "parent_named": "no" if no_parent else "yes",
    }


def _upper(text: str | None) -> str | None:
    return (text or "").strip().upper() or None


def _spelled(action: Action, short: str) -> Any:
    value = action[CODES[short]]
    if short not in TEXT_CODES:
        return int(value) if value is not None and value > 0 else None
    code = (value or "").strip().upper()
    code = code.removesuffix("CIV").strip() if code.endswith("CIV") else code
    code = SPELLINGS.get(short, {}).get(code, code)
    return None if code in BLANK or (code == "NONE" and short != "set_aside") else code


def bought(award: Record, vehicles: Mapping[str, Record]) -> Record:
    """The class of one award by our rules and by those of others, beside its vehicle's record."""
    book, parent = load(), vehicles.get(award["parent_award_key"])
    held = {
        name: parent[name] if parent else None for name in (*BORROWED, "offers", *PARENT.values())
    }
    record = award | {"record": "IDV" if award["is_idv"] else "AWARD"}
    record |= {name: _or(award[name], held[PARENT[name]]) for name in LOOKED_UP}
    theirs = _by_others(record)
    looked_up = any(award[name] is None and record[name] is not None for name in LOOKED_UP)
    record["lane"] = _first(book.lanes, record).name
    record |= _inherited(record, held)
    entry = _first(book.entries, record)
    rule = taken_over(entry, _first(book.sets[entry.uses], record)) if entry.uses else entry
    own = (
        (rule.used_class, rule.used)
        if rule.class_name == VEHICLE
        else (rule.class_name, rule.number)
    )
    record |= {"class": own[0], "read_by": rule.read_by, "small": _small(record)}
    record["one_year_rule"] = _one_year_rule(record)
    record["codes_held"] = _codes_held(record)
    met = [row for row in book.conflicts if _meets(row.cells, record)]
    broken = next((row.number for row in met if row.effect == "conflict"), None)
    lacking = next((row.number for row in met if row.effect == "not held"), None)
    known = (NOT_HELD, lacking) if lacking else own
    judged = (CONFLICT, broken) if broken else known
    shown = (rule.class_name, rule.number) if award["is_idv"] else judged
    flags = {
        rule.flag: bool(rule.flag),
        "parent_looked_up": looked_up,
        "late_fill": award["late"],
        "inconsistent": award["differs"],
        **{
            row.flag: any(other.flag == row.flag for other in met)
            for row in book.conflicts
            if row.flag
        },
    }
    raised = [flag for flag, holds in flags.items() if holds]
    return {
        "award_key": award[AWARD],
        "parent_award_key": award["parent_award_key"],
        "competition_class": shown[0],
        "competition_rule": shown[1],
        "rates_class": judged[0],
        "own_class": judged[0] if award["is_idv"] else None,
        "competition_flags": "|".join(raised),
        "headline": book.classes[judged[0]].headline and "CONFLICT_OFFERS" not in raised,
        "competition_group": book.classes[judged[0]].group,
        **theirs,
    }


def _or(own: Any, other: Any) -> Any:
    return other if own is None else own


def _inherited(record: Record, held: Record) -> Record:
    """Under a vehicle with one holder, blanks come from the vehicle."""
    inherits = record["lane"] == INHERITED
    borrows = inherits and record["extent"] is None and held["extent"] is not None
    offers = _or(record["offers"], held["offers"]) if inherits else record["offers"]
    own_first = record["lane"] == "order" and record["extent"] is not None
    return {
        **({name: _or(record[name], held[name]) for name in BORROWED} if borrows else {}),
        "offers": offers,
        "extent_from": "vehicle" if borrows else "own",
        "offers_from": "vehicle" if record["offers"] is None and offers is not None else "own",
        "vehicle_extent": record["extent"] if own_first else held["extent"],
    }


def _by_others(record: Record) -> Record:
    found = {}
    for name, tables in others().items():
        row = _first(tables[name], record)
        row = _first(tables[row.uses], record) if row.uses else row
        found |= {f"class_{name}": row.class_name, f"rule_{name}": row.number}
    return found


def _first(rows: Sequence[Any], record: Record) -> Any:
    return next(row for row in rows if _meets(row.cells, record))


def _meets(cells: Mapping[str, frozenset[str]], record: Record) -> bool:
    return all(_word(record[name], name) in values for name, values in cells.items())


def _word(value: Any, name: str) -> str:
    """What a record says, as the cells of rule tables write it."""
    if value is None:
        return MISSING
    if name == "offers":
        return ONE_OFFER if value == 1 else MANY_OFFERS
    return value if value in load().fields[name].values else UNKNOWN


def _small(record: Record) -> str:
    """At or below the micro-purchase threshold of the day the award began."""
    amounts = [record["base_ceiling_usd"], record["gross_obligated_usd"]]
    stated = [amount for amount in amounts if amount is not None]
    day = record["base_date"]
    if day is None or not any(amount > 0 for amount in stated):
        return "no"
    most = load().threshold("micro_purchase", day)
    return "no" if any(amount > most for amount in stated) else "yes"


def _codes_held(record: Record) -> str:
    """Whether the copies held could state each field that decides and is blank."""
    decides = ["extent"]
    decides += ["fair"] if record["lane"] in ORDERS else []
    decides += ["reason"] if record["class"] == REASON_UNKNOWN else []
    blank = {CODES[name] for name in decides if record[name] is None}
    return "no" if blank & record["lacks"] else "yes"


def _one_year_rule(record: Record) -> str:
    """Above the simplified acquisition threshold, since urgency is limited to a year."""
    day = record["base_date"]
    if day is None or day < ONE_YEAR_FROM:
        return "no"
    most = load().threshold("simplified_acquisition", day)
    amounts = (record["base_ceiling_usd"], record["gross_obligated_usd"])
    return "yes" if any(amount is not None and amount > most for amount in amounts) else "no"
