"""Obligations by place: site of the work and address of the vendor, kept apart."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import AWARD
from analysis.measures.growth.by_action import MONEY
from fetch import codes, fiscal

SIDES = {
    "performance": (
        "primary_place_of_performance_country_code",
        "primary_place_of_performance_state_code",
        "prime_award_transaction_place_of_performance_cd_current",
    ),
    "vendor": (
        "recipient_country_code",
        "recipient_state_code",
        "prime_award_transaction_recipient_cd_current",
    ),
}
"""Official columns of each side: country, state, district."""
READS = tuple(column for columns in SIDES.values() for column in columns)
STATE, ABROAD, NOT_STATED = "state", "abroad", "not stated"
HOME = "USA"
PLACE = (
    "side",
    "place",
    "country_code",
    "state",
    "district",
    "award_key",
    "fiscal_year",
    "component_code",
)
"""Key columns of `places`."""


def places(actions: ir.Table, awards: ir.Table) -> ir.Table:
    """Obligations by the place that each action states, on two sides that are never added: where
    the work is done, and the vendor's address.

    In: the table of `growth.by_action`, and the published awards. Out: one row a side, place,
    award, fiscal year and component that signed: `place` (state, abroad or not stated),
    `country_code`, `state` (the postal code as recorded), `district` (state and two digits, of the
    present map), `rates_class` and `technology` of the award, `obligated_usd` (net; missing where
    no action states any), `actions`, `obligations_missing`. On each side every action counts once.
    """
    table = ibis.union(*(_on_side(actions, side) for side in SIDES))
    amount = table.obligated_usd
    sums = table.group_by(*PLACE).aggregate(
        obligated_usd=amount.sum().cast(MONEY),
        actions=table.count(),
        obligations_missing=table.count(where=amount.isnull()),
    )
    bought = awards.select("award_key", "rates_class", "technology")
    return sums.join(bought, "award_key").select(*sums.columns, "rates_class", "technology")


def _on_side(actions: ir.Table, side: str) -> ir.Table:
    """Each action with its place on one side."""
    country, recorded, seat = (_filled(actions[column]) for column in SIDES[side])
    territories = [(row["country"], code) for code, row in listed().items() if row["country"]]
    # Puerto Rico and others can stand as a country: they are counted as states
    within = country.cases(*territories)
    abroad = country.notnull() & (country != HOME) & within.isnull()
    nothing = ibis.null("string")
    state = abroad.ifelse(nothing, recorded.fill_null(within))
    return actions.select(
        side=ibis.literal(side),
        place=ibis.cases((abroad, ABROAD), (state.notnull(), STATE), else_=NOT_STATED),
        country_code=country,
        state=state,
        district=_district(state, seat),
        award_key=actions[AWARD],
        fiscal_year=fiscal.ibis(actions.action_date),
        component_code=actions.awarding_sub_agency_code,
        obligated_usd=actions.obligated_usd,
    )


def listed() -> dict[str, codes.Row]:
    """Codes of states, territories and military addresses, each with its meaning."""
    return codes.table("state")


def _filled(text: ir.StringColumn) -> ir.StringColumn:
    return text.strip().upper().nullif("")


def _district(state: ir.StringColumn, seat: ir.StringColumn) -> ir.StringColumn:
    """State and two digits; null where the district contradicts the state."""
    # both forms occur: 08 and VA-08
    digits = seat.right(2)
    whole = state.concat("-", digits)
    sound = digits.re_search("^[0-9]{2}$") & ((seat == whole) | (seat == digits))
    return sound.ifelse(whole, ibis.null("string"))
