"""Every measure of one award's growth, from the list of its actions: plain Python."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from analysis.measures.growth.change_orders import CODES as CHANGE_ORDERS
from analysis.measures.growth.net_growth import UNTYPED, columns
from analysis.measures.growth.options import CODES as OPTIONS
from analysis.measures.growth.screens import values
from analysis.measures.growth.speed import STEPS
from tests.benchmarks.plain.actions import AWARD, Action, fiscal_year, ratio, total

Sums = dict[str, Any]
END, ORDERING_END = "period_of_performance_potential_end_date", "ordering_period_end_date"


def sums_of(actions: list[Action]) -> Sums:
    """What the award began with and what it has come to."""
    bases = [a for a in actions if a["is_base"]]
    changes = [a["ceiling_change_usd"] for a in actions]
    stated = bool(bases) and all(a["ceiling_change_usd"] is not None for a in bases)
    initial = total([a["ceiling_change_usd"] for a in bases]) if stated else None
    ceiling = total(changes) if stated else None
    obligated = total([a["obligated_usd"] for a in actions])
    first = total([a["obligated_usd"] for a in bases])
    days = [a["action_date"] for a in actions]
    return {
        "award_key": actions[0][AWARD],
        "award_kind": "IDV" if actions[0][AWARD].startswith("CONT_IDV_") else "AWARD",
        "component_code": _latest(actions, "awarding_sub_agency_code"),
        "recipient_name": _latest(actions, "recipient_name"),
        "product_or_service_code": _of_the_base(actions, "product_or_service_code"),
        "first_action_date": min(days),
        "last_action_date": max(days),
        "start_fiscal_year": fiscal_year(min(days)),
        "action_count": len(actions),
        "base_held": bool(bases),
        "obligated_usd": obligated,
        "obligations_missing": sum(a["obligated_usd"] is None for a in actions),
        "initial_obligated_usd": first,
        "initial_ceiling_usd": initial,
        "ceiling_usd": ceiling,
        "ceiling_changes_missing": sum(change is None for change in changes),
        "ceiling_growth_usd": ceiling - initial if initial is not None and initial > 0 else None,
        "ceiling_growth_ratio": ratio(ceiling, initial),
        "obligation_growth_ratio": ratio(obligated, first),
        "new_work_actions": sum(a["growth_bucket"] == "new work" for a in actions),
        "room_left_usd": None if ceiling is None or obligated is None else ceiling - obligated,
        **_stated_totals(actions),
    }


def _latest(actions: list[Action], name: str) -> Any:
    return next((a[name] for a in reversed(actions) if a[name] is not None), None)


def _of_the_base(actions: list[Action], name: str) -> Any:
    placed = sorted(actions, key=lambda a: not a["is_base"])
    return next((a[name] for a in placed if a[name] is not None), None)


def _stated_totals(actions: list[Action]) -> Sums:
    """The record's own totals, and our sums of the actions signed by the day it stated them."""
    stating = [
        (a["last_modified_date"] or a["last_seen"].date(), a["order_in_award"], a)
        for a in actions
        if a["total_dollars_obligated"] is not None
        or a["potential_total_value_of_award"] is not None
    ]
    if not stating:
        return dict.fromkeys(
            f"stated_{name}"
            for name in (
                "on",
                "obligated_usd",
                "ceiling_usd",
                "compared_obligated_usd",
                "compared_ceiling_usd",
            )
        )
    day, _, latest = max(stating, key=lambda each: each[:2])
    by_then = [a for a in actions if a["action_date"] <= day]
    return {
        "stated_on": day,
        "stated_obligated_usd": latest["total_dollars_obligated"],
        "stated_ceiling_usd": latest["potential_total_value_of_award"],
        "stated_compared_obligated_usd": _whole([a["obligated_usd"] for a in by_then]),
        "stated_compared_ceiling_usd": _whole([a["ceiling_change_usd"] for a in by_then]),
    }


def _whole(amounts: list[Decimal | None]) -> Decimal | None:
    return None if None in amounts else total(amounts)


def measures_of(actions: list[Action], sums: Sums) -> Sums:
    """The row of an award in the table `growth`, but for what needs its peers."""
    parts = (_net, _change_orders, _options, _time, _speed, _screens, _money)
    measured = {"award_key": sums["award_key"]}
    for part in parts:
        measured |= part(actions, sums)
    return measured


def _stated(amounts: list[Decimal | None]) -> Decimal | None:
    """Zero where nothing counts, None where nothing that counts is stated."""
    return total(amounts) if amounts else Decimal(0)


def _net(actions: list[Action], sums: Sums) -> Sums:
    found: Sums = {}
    for bucket, column in (*columns().items(), (None, UNTYPED)):
        changes = [a["ceiling_change_usd"] for a in actions if a["growth_bucket"] == bucket]
        found[column] = None if sums["ceiling_growth_usd"] is None else _stated(changes)
    return found


def _change_orders(actions: list[Action], sums: Sums) -> Sums:
    later = [a for a in actions if not a["is_base"]]
    coded = [a["ceiling_change_usd"] for a in later if a["type_code"] in CHANGE_ORDERS]
    untyped = [a for a in later if a["growth_bucket"] is None]
    unclear = coded.count(None) + sum(
        a["ceiling_change_usd"] is None or a["ceiling_change_usd"] > 0 for a in untyped
    )
    growth = _stated([change for change in coded if change is None or change >= 0])
    held, initial = sums["base_held"], sums["initial_ceiling_usd"]
    growth = growth if held else None
    breach = True if (growth or 0) > 0 else None if unclear or growth is None else False
    return {
        "change_order_growth_usd": growth,
        "change_order_growth_ratio": None
        if growth is None or initial is None
        else ratio(initial + growth, initial),
        "ceiling_breach": breach if held else None,
        "change_orders_unclear": unclear,
    }


def _options(actions: list[Action], sums: Sums) -> Sums:
    coded, certain, unclear = False, [], 0
    for action in (a for a in actions if not a["is_base"]):
        exercised, change = action["base_and_exercised_options_value"], action["ceiling_change_usd"]
        may_be = (exercised is None or exercised > 0) and (change is None or change <= 0)
        sure = may_be and exercised is not None and change is not None
        if action["type_code"] in OPTIONS:
            coded |= may_be
            certain += [exercised] if sure else []
            unclear += may_be and not sure
        elif action["growth_bucket"] is None:
            unclear += may_be
    bases = [a["base_and_exercised_options_value"] for a in actions if a["is_base"]]
    start, initial = total(bases), sums["initial_ceiling_usd"]
    exercised = total(certain) if certain else None if coded else Decimal(0)
    exercised = exercised if sums["base_held"] else None
    grown = ratio(exercised, start)
    sound = initial is not None and initial > 0 and start is not None and start > 0
    over = (sums["initial_obligated_usd"] or 0) > (start or 0)
    return {
        "initial_exercised_usd": start,
        "exercised_options_usd": exercised,
        "option_growth_ratio": None if grown is None else grown + 1,
        "unexercised_options_at_start": start < initial if sound and not over else None,
        "options_unclear": unclear,
    }


def _time(actions: list[Action], sums: Sums) -> Sums:
    bases = [a for a in actions if a["is_base"]]
    ends = [day for a in actions if (day := a[END] or a[ORDERING_END])]
    first = next((day for a in bases if (day := a[END] or a[ORDERING_END])), None)
    starts = (a["period_of_performance_start_date"] for a in bases)
    start = next((day for day in starts if day), sums["first_action_date"])
    planned = (first - start).days if first else None
    growth = (ends[-1] - first).days if first else None
    return {
        "first_potential_end_date": first,
        "latest_potential_end_date": ends[-1] if ends else None,
        "planned_days": planned,
        "time_growth_days": growth,
        "time_growth_ratio": (planned + growth) / planned if planned and planned > 0 else None,
    }


def _speed(actions: list[Action], sums: Sums) -> Sums:
    initial, first = sums["initial_ceiling_usd"], sums["first_action_date"]
    found: Sums = {f"reached_{step}_pct_days": None for step in STEPS}
    found["passed_initial_ceiling_days"] = None
    if initial is None or initial <= 0:
        return found
    for action in reversed(actions):
        so_far, days = action["cumulative_obligated_usd"], (action["action_date"] - first).days
        if so_far is None:
            continue
        for step in STEPS:
            if so_far * 100 >= initial * step:
                found[f"reached_{step}_pct_days"] = days
        if so_far > initial:
            found["passed_initial_ceiling_days"] = days
    return found


def _screens(actions: list[Action], sums: Sums) -> Sums:
    value, initial, now = values(), sums["initial_ceiling_usd"], sums["ceiling_usd"]
    changes = [
        abs(a["ceiling_change_usd"])
        for a in actions
        if not a["is_base"] and a["ceiling_change_usd"] is not None
    ]
    largest = max(changes, default=None)
    marks = {"NO_BASE": initial is None}
    jump, spent = value["JUMP_250_MILLION"], sums["obligated_usd"]
    marks["BASE_OF_A_DOLLAR"] = initial is not None and initial <= value["BASE_OF_A_DOLLAR"]
    grown = now - initial if initial is not None else None
    marks["JUMP_250_MILLION"] = (largest or 0) >= jump or abs(grown or 0) >= jump
    if grown is not None:
        peak = max(
            a["cumulative_ceiling_usd"] for a in actions if a["cumulative_ceiling_usd"] is not None
        )
        times = value["TENFOLD_WITHOUT_OBLIGATIONS"]
        unspent = spent is None or spent * 2 < now
        marks["TENFOLD_WITHOUT_OBLIGATIONS"] = initial > 0 and grown > initial * times and unspent
        risen = peak - initial
        marks["LATER_REVERSED"] = risen > 0 and peak - now >= risen * value["LATER_REVERSED"]
    return {
        "largest_ceiling_change_usd": largest,
        "screens": "|".join(name for name, holds in marks.items() if holds),
    }


def _money(actions: list[Action], sums: Sums) -> Sums:
    first, ceiling = sums["initial_obligated_usd"], sums["ceiling_usd"]
    start = first if first is not None and first > 0 else None
    room = sums["room_left_usd"]
    return {
        "obligation_growth_usd": None if start is None else sums["obligated_usd"] - start,
        "room_left_pct": None
        if room is None or ceiling <= 0
        else float(room) / float(ceiling) * 100,
    }
