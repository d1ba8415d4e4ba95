"""Queries of `places`: a ranking on one side, and the awards of one place."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis.published.build import Build
from analysis.published.reproducible_sql import Where
from analysis.published.selection import ALL
from analysis.serialise import rows
from fetch import codes
from fetch.errors import InputError, WrongChoice

SIDES = {
    "performance": "where the work is done, as each action states it",
    "vendor": "the vendor’s address, as each action states it",
}
BY = ("state", "district")
STATE, ABROAD, NOT_STATED = "state", "abroad", "not-stated"
"""Kinds of place. A missing district is named by its state: `VA-not-stated`."""
DISTRICT = f"|{NOT_STATED}|[A-Za-z0-9]{{2}}"
"""Pattern of the district part in an address."""
CAUTIONS = (
    "An action states one place of performance: work done in several places counts where that "
    "one is.",
    "A vendor’s address is often its headquarters, not where the work is done. The two sides "
    "are never added.",
    "Districts are those of the present map, as USAspending puts each address into it; over the "
    "years the same district has been another.",
)
SHARE = (
    # negative parts make percentages that add up to more than the whole
    "CASE WHEN total > 0 AND obligated_usd BETWEEN 0 AND total "
    "THEN obligated_usd::DOUBLE / total::DOUBLE END"
)


def of_side(side: str, wanted: Where) -> Where:
    """Condition for one side of a selection. WrongChoice for an unknown side."""
    if side not in SIDES:
        raise WrongChoice(f"no side {side!r}; there are: {', '.join(SIDES)}")
    return Where(f"side = ? AND {wanted.sql}", [side, *wanted.parameters])


def ranked(build: Build, side: str, by: str, wanted: Where = ALL) -> pd.DataFrame:
    """Ranking of states or districts, with one row each for abroad and not stated.

    Out: `at` (how an address names it), `name`, `place`, `state`, `district` (where asked),
    `obligated_usd` (net; missing where nothing is stated), `awards`, `actions`,
    `obligations_missing`, `share_of_all` of all obligations of the side; missing where money
    taken back makes it no part. WrongChoice for another side or `by`.
    """
    if by not in BY:
        raise WrongChoice(f"no places by {by!r}; there are: {', '.join(BY)}")
    keys = "place, state, district" if by == "district" else "place, state"
    held = of_side(side, wanted)
    frame = build.query(
        f"""WITH sums AS (
            SELECT {keys}, sum(obligated_usd) AS obligated_usd,
                count(DISTINCT award_key) AS awards, sum(actions)::BIGINT AS actions,
                sum(obligations_missing)::BIGINT AS obligations_missing
            FROM places WHERE {held.sql} GROUP BY {keys}
        ), whole AS (SELECT sum(obligated_usd) AS total FROM sums)
        SELECT {keys}, obligated_usd, awards, actions, obligations_missing,
            {SHARE} AS share_of_all
        FROM sums, whole ORDER BY obligated_usd DESC NULLS LAST, {keys}""",
        held.parameters,
    )
    places = [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
    frame.insert(0, "name", [name(row, by) for row in places])
    frame.insert(0, "at", [at(row, by) for row in places])
    return frame


def whole(ranking: pd.DataFrame) -> dict[str, Any]:
    """Totals of a ranking: `obligated_usd` (missing where nothing is stated), `actions`, and
    `unstated_actions`. No count of awards: one award may have several places."""
    unstated = ranking[ranking["place"] == "not stated"]
    # pandas sums no values to zero; nothing stated is not zero
    stated = ranking["obligated_usd"].notna().any()
    return {
        "obligated_usd": ranking["obligated_usd"].sum() if stated else None,
        "actions": int(ranking["actions"].sum()),
        "unstated_actions": int(unstated["actions"].sum()),
    }


def totals(build: Build, side: str, wanted: Where = ALL) -> dict[str, Any]:
    """Totals of one side: `obligated_usd`, `awards`, `actions`, and `unstated_actions`, those
    without a place there."""
    held = of_side(side, wanted)
    frame = build.query(
        "SELECT sum(obligated_usd) AS obligated_usd, count(DISTINCT award_key) AS awards, "
        "coalesce(sum(actions), 0)::BIGINT AS actions, "
        "coalesce(sum(actions) FILTER (place = 'not stated'), 0)::BIGINT AS unstated_actions "
        f"FROM places WHERE {held.sql}",
        held.parameters,
    )
    return {str(name): value for name, value in frame.to_dict("records")[0].items()}


def awards_at(build: Build, side: str, place: str, wanted: Where = ALL) -> pd.DataFrame:
    """Awards of one place, largest obligations there first; `obligated_there_usd` is the part
    of an award whose actions state that place. InputError for an unknown place."""
    held, there = of_side(side, wanted), condition(place)
    return build.query(
        f"""SELECT a.award_key, a.piid, a.recipient_name, a.vendor_family, a.component,
            a.award_kind, a.competition_class, a.own_class, p.obligated_there_usd,
            p.actions_there, a.obligated_usd, a.label, a.description, a.usaspending_url, a.as_of
        FROM (
            SELECT award_key, sum(obligated_usd) AS obligated_there_usd,
                sum(actions)::BIGINT AS actions_there
            FROM places WHERE {held.sql} AND {there.sql} GROUP BY award_key
        ) p JOIN awards a USING (award_key)
        ORDER BY p.obligated_there_usd DESC NULLS LAST, a.award_key""",
        [*held.parameters, *there.parameters],
    )


def condition(place: str) -> Where:
    """A place as `at` names it: `VA`, `VA-08`, `VA-not-stated`, `abroad` or `not-stated`."""
    word = place.strip()
    if word in (ABROAD, NOT_STATED):
        return Where("place = ?", [word.replace("-", " ")])
    state, _, district = word.partition("-")
    if not re.fullmatch("[A-Za-z0-9]{2}", state) or not re.fullmatch(DISTRICT, district):
        raise InputError(f"{place!r} names no place: give VA, VA-08, {ABROAD} or {NOT_STATED}")
    if not district:
        return Where("state = ?", [state.upper()])
    if district == NOT_STATED:
        return Where("state = ? AND district IS NULL", [state.upper()])
    return Where("district = ?", [word.upper()])


def at(row: dict[str, Any], by: str) -> str:
    """Name of a row's place in an address."""
    if row["place"] != STATE:
        return str(row["place"]).replace(" ", "-")
    if by == "state":
        return str(row["state"])
    return f"{row['state']}-{NOT_STATED}" if pd.isna(row["district"]) else str(row["district"])


UNSTATED_PLACE = "Not stated in what is held"
"""True of a blank of the record and of a copy that has no places."""


def name(row: dict[str, Any], by: str) -> str:
    """A place in words."""
    if row["place"] != STATE:
        return "Outside the United States" if row["place"] == ABROAD else UNSTATED_PLACE
    known = codes.table("state").get(row["state"])
    state = known["meaning"] if known else f"{row['state']}, a code in no list held"
    return state if by == "state" else f"{state}, {_seat(row['district'])}"


def named(place: str) -> str:
    """Words of a place by its name in an address. InputError for an unknown one."""
    condition(place)
    word = place.strip()
    if word in (ABROAD, NOT_STATED):
        return name({"place": word.replace("-", " ")}, "state")
    state, _, district = word.upper().partition("-")
    # the word was put in capitals with the state
    seat = None if district == NOT_STATED.upper() else word.upper()
    row = {"place": STATE, "state": state, "district": seat}
    return name(row, "district" if district else "state")


def _seat(district: Any) -> str:
    if pd.isna(district):
        return "district not stated"
    digits = str(district)[-2:]
    special = codes.table("district").get(digits)
    if special:
        return str(special["meaning"])
    return f"district {int(digits) if digits.isdecimal() else digits}"


def document(build: Build, side: str, by: str, wanted: Where = ALL) -> dict[str, Any]:
    """The ranking of one side with its totals and cautions, as JSON has it."""
    whole = totals(build, side, wanted)
    return {
        "side": side,
        "by": by,
        "places": rows(ranked(build, side, by, wanted)),
        **rows(pd.DataFrame([whole]))[0],
        "cautions": list(CAUTIONS),
        **build.provenance,
    }
