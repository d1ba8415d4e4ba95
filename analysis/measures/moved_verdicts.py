"""Verdicts on pairs of keys: which are one award, and under which key it is counted.

Rows in, rows out. A pair stands by rule only where its evidence is whole; everything else is
a question, and a person's row stands over the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from analysis.rules.moved_awards import Tie, ties

Row = dict[str, Any]
BY_RULE, CONFIRMED, REJECTED, POSSIBLE = "by rule", "confirmed", "rejected", "possible"
COPIED, MOVED, CARRIED = "copied", "moved", "carried"
ENDS = ("earlier_key", "later_key")
REASONS = ("because", "source", "since", "by")
SCHEMA = {
    "earlier_key": "string",
    "later_key": "string",
    "status": "string",
    "award_key": "string",
    "place": "int64",
    "way": "string",
    "open_because": "string",
    **dict.fromkeys(REASONS, "string"),
}
"""`way` is copied (the same actions under both), moved (taken back and given again) or carried (the
later number begins with the sum of the earlier)."""
LONG_AGO = date.min
LEAST_SHARED = 2
"""Actions with money under both numbers that say enough without a text: two orders of one day may
be alike in one."""


def verdicts(pairs: Sequence[Row], known: Sequence[Row]) -> list[Row]:
    """A verdict on each pair of `moved_awards.evidence`; `known` has the keys in judged ties."""
    return judge(pairs, known, ties())


def judge(pairs: Sequence[Row], known: Sequence[Row], judged: Sequence[Tie]) -> list[Row]:
    """Rows of `SCHEMA`: `award_key` where the two are one award, `place` of the earlier in it.

    A confirmed tie of which one key alone is held stands too: the other number leads to it.
    """
    said = {tie.pair: tie for tie in judged}
    facts = {row["award_key"]: row for row in (*known, *_sides(pairs))}
    rows = [_row(pair, facts, said.get(frozenset(_keys(pair)))) for pair in pairs]
    _stand_by_rule(rows, facts)
    met = {frozenset((row["earlier_key"], row["later_key"])) for row in rows}
    for tie in judged:
        # docs/decisions/0022: a verdict on what is not held is passed over
        if tie.confirmed and tie.pair not in met and tie.pair & facts.keys():
            rows.append(_judged(tie, COPIED))
    return [row for row in _counted(rows, facts) if _is_held(row, facts)]


def _keys(pair: Row) -> tuple[str, str]:
    return pair["one_key"], pair["other_key"]


def _sides(pairs: Iterable[Row]) -> Iterator[Row]:
    """The facts of each award in a pair."""
    for pair in pairs:
        for side in ("one", "other"):
            name = f"{side}_"
            cells = {k.removeprefix(name): v for k, v in pair.items() if k.startswith(name)}
            yield {**cells, "award_key": pair[f"{side}_key"]}


def _row(pair: Row, facts: dict[str, Row], tie: Tie | None) -> Row:
    earlier, later = sorted(_keys(pair), key=lambda key: _age(facts[key]))
    if later == pair["taker"] or (pair["taker"] is None and earlier == pair["carrier"]):
        # money given again says which came later better than the last day does
        earlier, later = later, earlier
    if tie:
        earlier, later = tie.earlier, tie.later
    way, why = _evidence(pair, facts[earlier], facts[later])
    if tie:
        return _judged(tie, way)
    nothing = dict.fromkeys((*REASONS, "award_key", "place"))
    both = {"earlier_key": earlier, "later_key": later, "status": POSSIBLE}
    return {**nothing, **both, "way": way, "open_because": why or None}


def _judged(tie: Tie, way: str) -> Row:
    return {
        "earlier_key": tie.earlier,
        "later_key": tie.later,
        "status": tie.verdict,
        "award_key": None,
        "place": None,
        "way": way,
        "open_because": None,
        **{name: getattr(tie, name) for name in REASONS},
    }


def _age(row: Row) -> tuple[Any, ...]:
    """Sorts the key that an award left before the one it went on under.

    What its publisher withdrew comes first, then by the last day on which anything but a moving
    action was signed; the number that was changed to has more moving actions, or came here later.
    """
    seen = row.get("seen")
    return (
        bool(row.get("is_held")),
        row.get("last_plain_day") or LONG_AGO,
        row.get("moving_actions") or 0,
        row.get("moving_day") or LONG_AGO,
        seen.isoformat() if seen else "",
        row["award_key"],
    )


def _evidence(pair: Row, earlier: Row, later: Row) -> tuple[str, str]:
    """How the award moved, and why that is open; empty where the evidence is whole."""
    if pair["shared_actions"]:
        way = MOVED if _emptied(pair, earlier) else COPIED
    else:
        way = CARRIED if pair["carried_usd"] and not pair["moved_usd"] else MOVED
    return way, _why_open(pair, way, earlier, later)


def _why_open(pair: Row, way: str, earlier: Row, later: Row) -> str:
    """The first thing that the evidence leaves open."""
    if way == CARRIED:
        return "the sum of several actions is one event with none of them"
    if way == MOVED and not pair["shared_actions"]:
        if not pair["taker"]:
            return "money went both ways between them"
        # two strangers can lose and get one sum within a month: an award that moved leaves nothing
        return "" if earlier["obligated_usd"] == 0 else "money is left under the earlier number"
    moving = max(earlier["moving_day"] or LONG_AGO, later["moving_day"] or LONG_AGO)
    alone, copied = pair["alone_actions"], way == COPIED
    doubts = {
        "the texts of the actions differ": pair["other_texts"] and not pair["alike_texts"],
        f"the ceiling changes of {pair['other_ceilings']} of them differ": pair["other_ceilings"],
        f"both have actions alike after the last change of number, {moving}": (
            pair["shared_to"] > moving
        ),
        f"{alone} of the actions with money in the days of both stand under one number only": (
            copied and alone
        ),
        "what stands under both was taken back under the later number": (
            copied and _emptied(pair, later)
        ),
        "one action alone is alike, and no text tells that it is the same": (
            pair["shared_actions"] < LEAST_SHARED and not pair["alike_texts"]
        ),
    }
    return next((words for words, doubt in doubts.items() if doubt), "")


def _emptied(pair: Row, side: Row) -> bool:
    """What both have was taken back under this key: it nets out, and nothing counts twice."""
    return bool(pair["shared_usd"]) and side["obligated_usd"] == 0


def _stand_by_rule(rows: Sequence[Row], facts: dict[str, Row]) -> None:
    """Whole pairs stand, unless more awards are alike than numbers were changed."""
    whole = [row for row in rows if row["status"] == POSSIBLE and not row["open_because"]]
    for group, of_group in _groups(whole):
        changes = max(facts[key]["moving_actions"] for key in group)
        # each is like each other, and one number was changed for each but the first
        every = len(of_group) == len(group) * (len(group) - 1) // 2
        for row in of_group:
            if every and changes >= len(group) - 1:
                row["status"] = BY_RULE
            else:
                row["open_because"] = (
                    f"{len(group)} awards are alike, and the record does not say which moved"
                )


def _groups(rows: Iterable[Row]) -> list[tuple[set[str], list[Row]]]:
    """Keys that are tied, directly or by others, each group with its rows."""
    listed = list(rows)
    group_of: dict[str, set[str]] = {}
    for row in listed:
        one, other = (group_of.setdefault(row[name], {row[name]}) for name in ENDS)
        if one is not other:
            # the smaller joins the larger, so that a long chain of ties takes no long time
            small, large = sorted((one, other), key=len)
            large |= small
            group_of.update(dict.fromkeys(small, large))
    found: dict[int, tuple[set[str], list[Row]]] = {}
    for row in listed:
        group = group_of[row["earlier_key"]]
        found.setdefault(id(group), (group, []))[1].append(row)
    return list(found.values())


def _counted(rows: Sequence[Row], facts: dict[str, Row]) -> Sequence[Row]:
    """Every standing row with the key under which the award is counted: the last that is held."""
    for group, of_group in _groups(row for row in rows if row["status"] in (BY_RULE, CONFIRMED)):
        place = {key: n for n, key in enumerate(_in_order(group, of_group, facts))}
        held = [key for key in place if facts.get(key, {}).get("is_held")]
        for row in of_group:
            row["award_key"] = held[-1] if held else None
            row["place"] = place[row["earlier_key"]]
    return rows


def _in_order(group: set[str], rows: Sequence[Row], facts: dict[str, Row]) -> list[str]:
    """The keys of one award as it went from one to the next."""
    order = sorted(group, key=lambda key: _age(facts.get(key, {"award_key": key})))
    found: list[str] = []
    while order:
        # a row of the table says which came first, whatever the days say
        behind = {row["later_key"] for row in rows if row["earlier_key"] in order}
        found.append(next((key for key in order if key not in behind), order[0]))
        order.remove(found[-1])
    return found


def _is_held(row: Row, facts: dict[str, Row]) -> bool:
    keys = (row["earlier_key"], row["later_key"])
    return any(facts.get(key, {}).get("is_held") for key in keys)
