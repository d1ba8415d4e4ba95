"""Vendor documents: families, names over time, sellers and makers.

`count_under` is `maker`, where an order placed with a reseller counts under the maker that
its text names, or `seller`, where it counts under the vendor of the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, cast

import pandas as pd

from analysis import name_matching
from analysis.documents import marks
from analysis.documents.types.vendor import VendorDocument
from analysis.published import vendor_index
from analysis.published.build import Build
from analysis.published.memory_tables import bought_of
from analysis.published.selection import EVERYTHING, Selection
from analysis.published.vendor_index import FirmHeld
from analysis.rules import firms, subjects
from analysis.serialise import plain, rows
from fetch.errors import InputError, WrongChoice

Row = dict[str, Any]
COUNT_UNDER = {"maker": "maker", "seller": "vendor_family"}
CAUTIONS = (
    "A maker is known only where a text names its product: what resellers sold without naming "
    "it is not in a maker's sum.",
    "Support (staff, hosting and licences that run a system) is sold by others and is in no "
    "maker's sum.",
)
MOST_ALIKE = 12
"""Other families with the same word from which the word is called common; ours."""
AWARD = """
    award_key, piid, recipient_name, vendor_family, vendor_name, vendor_role, maker, maker_from,
    product, component, label, description, technology, technology_rule, technology_words,
    award_kind, competition_class, own_class, first_action_date, last_action_date, obligated_usd,
    usaspending_url, as_of
"""


def column(count_under: str) -> str:
    """The column that holds whom an award counts under. WrongChoice for another word."""
    if count_under not in COUNT_UNDER:
        raise WrongChoice(f"{count_under!r} is none of {', '.join(COUNT_UNDER)}")
    return COUNT_UNDER[count_under]


def firm_names() -> dict[str, tuple[str, ...]]:
    """By family its name and the registered names of the table."""
    spelled: dict[str, list[str]] = {}
    for row in firms.firms():
        if row.match != "apart":
            spelled.setdefault(row.family, [row.name]).append(row.value)
    return {family: tuple(each) for family, each in spelled.items()}


def names() -> dict[str, tuple[str, ...]]:
    """By family its name, the registered names of the table, and its products."""
    spelled = {family: list(each) for family, each in firm_names().items()}
    for each in subjects.evidence():
        if each.maker:
            spelled[each.maker] += [each.product] if each.product else []
    return {family: tuple(dict.fromkeys(filter(None, all_))) for family, all_ in spelled.items()}


class SharedName(InputError):
    """A name of several firms: which of them is meant is for the reader to say."""

    def __init__(self, name: str, shared: Sequence[FirmHeld]) -> None:
        self.shared = tuple(shared)
        each = "; ".join(f"{firm.in_words}: {firm.asked_by}" for firm in shared)
        super().__init__(f"{name!r} names {len(shared)} firms: ask for one of them: {each}")


def family(build: Build, name: str) -> str:
    """The family of a name: a maker, a vendor, a registered or trade name, a number or a product.

    InputError, with the nearest three, where no vendor held bears it; SharedName, with each firm's
    place and day, where firms of several families do. A family as our tables write it is itself.
    """
    if key := name_matching.named(name, names()):
        return key
    if vendor_index.is_family(build, name):
        return name
    shared = vendor_index.firms_of(build, name)
    families = {firm.family for firm in shared}
    if len(families) > 1:
        raise SharedName(name, shared)
    families = families or {firm.family for firm in vendor_index.with_words(build, name)}
    if len(families) == 1:
        return families.pop()
    spelled = build.query("SELECT DISTINCT recipient_name AS name FROM vendor_names")
    every = {**names(), **{each: () for each in spelled["name"].dropna()}}
    close = name_matching.nearest(name, every)
    others = f"the nearest: {', '.join(close)}" if close else "none is like it"
    raise InputError(f"no vendor, maker or product {name!r}; {others}")


def document(build: Build, name: str, count_under: str | None = None) -> VendorDocument:
    """A vendor or maker: its names, what it sold or made, through whom, and every award.

    `count_under` is chosen where it is not given: the seller where no award counts under it as a
    maker, or where it is a reseller; else the maker. Both sums are in the document.
    """
    wanted = family(build, name)
    listed = firms.families().get(wanted)
    totals = _sums(build, wanted)
    under = count_under or _likelier(listed.role if listed else None, totals)
    awards = rows(
        build.query(
            f"SELECT {AWARD} FROM awards WHERE {column(under)} = ? "
            "ORDER BY first_action_date, award_key",
            [wanted],
        )
    )
    document = {
        "family": wanted,
        "name": _names_held(build, [wanted])[wanted],
        "role": listed.role if listed else None,
        "count_under": under,
        **totals[under],
        "counted_otherwise": totals["seller" if under == "maker" else "maker"],
        "sellers": _sellers(build, wanted),
        "makers": _makers(build, wanted),
        "firms": [_firm(firm) for firm in vendor_index.in_family(build, wanted)],
        "not_merged": _not_merged(build, wanted),
        "names": _names(build, wanted),
        "decided": [_decided(row) for row in firms.firms() if row.family == wanted],
        "products": sorted(
            {e.product for e in subjects.evidence() if e.maker == wanted and e.product}
        ),
        "awards": marks.with_look_first(build, awards),
        "cautions": list(CAUTIONS),
        **build.provenance,
    }
    return cast(VendorDocument, document)  # the test of types holds its keys


def _likelier(role: str | None, totals: Mapping[str, Row]) -> str:
    """Under whom its awards are listed where nobody said."""
    if role == "reseller" and totals["seller"]["award_count"]:
        return "seller"
    return "maker" if totals["maker"]["award_count"] else "seller"


def _firm(firm: FirmHeld) -> Row:
    """A firm as a row of the document."""
    return {name: plain(value) for name, value in asdict(firm).items()}


def _not_merged(build: Build, wanted: str) -> Row | None:
    """Firms of other families whose names hold this family's own word: likely missed merges.

    None where no word of its name is its own: one that names more than a few other families is
    common. Names that a person kept apart are decided.
    """
    word = name_matching.own_word(_names_held(build, [wanted])[wanted])
    if not word:
        return None
    apart = {row.key for row in firms.firms() if row.match == "apart"}
    others = [
        firm
        for firm in vendor_index.with_words(build, word)
        if firm.family != wanted and firms.spelling(firm.name) not in apart
    ]
    if len({firm.family for firm in others}) > MOST_ALIKE:
        return None
    # a firm whose award passed to another is no second firm
    others = [firm for firm in others if vendor_index.holds(build, firm)]
    if not others:
        return None
    known = [firm.obligated_usd for firm in others if firm.obligated_usd is not None]
    return {
        "word": word,
        "names": len({firms.spelling(firm.name) for firm in others}),
        "obligated_usd": str(sum(known, Decimal(0))) if known else None,
        "firms": [_firm(firm) for firm in others],
    }


VEHICLES_ONLY = (
    "count(*) > 0 AND count(*) FILTER (award_kind = 'AWARD') = 0 "
    "AND coalesce(sum(obligated_usd), 0) = 0"
)
"""SQL: true of awards that are vehicles alone, with nothing obligated on themselves."""


def _sums(build: Build, wanted: str) -> dict[str, Row]:
    return {
        name: rows(
            build.query(
                # money is on the orders: a vehicle without one held obligates nothing that is known
                f"SELECT CASE WHEN NOT ({VEHICLES_ONLY}) THEN sum(obligated_usd) END "
                f"AS obligated_usd, {VEHICLES_ONLY} AS vehicles_only, count(*) AS award_count, "
                "min(first_action_date) AS first_action_date, "
                f"max(last_action_date) AS last_action_date FROM awards WHERE {under} = ?",
                [wanted],
            )
        )[0]
        for name, under in COUNT_UNDER.items()
    }


def _sellers(build: Build, wanted: str) -> list[Row]:
    """Sellers of this maker's products, such as Panamerica for ShadowDragon."""
    return rows(
        build.query(
            "SELECT vendor_family AS seller, max(vendor_name) AS name, max(vendor_role) AS role, "
            f"count(*) AS awards, CASE WHEN NOT ({VEHICLES_ONLY}) THEN sum(obligated_usd) END "
            "AS obligated_usd FROM awards WHERE maker = ? "
            "GROUP BY 1 ORDER BY obligated_usd DESC NULLS LAST, 1",
            [wanted],
        )
    )


def _makers(build: Build, wanted: str) -> list[Row]:
    """Makers of the products sold by this vendor; null where texts name no known product."""
    return rows(
        build.query(
            "SELECT maker, count(*) AS awards, sum(obligated_usd) AS obligated_usd FROM awards "
            "WHERE vendor_family = ? GROUP BY 1 ORDER BY obligated_usd DESC NULLS LAST, 1",
            [wanted],
        )
    )


def _names(build: Build, wanted: str) -> list[Row]:
    """Names on its actions with their dates, and obligations before each joined the family."""
    joined = {row.key: row.joined for row in firms.firms() if row.family == wanted and row.joined}
    in_time = rows(
        build.query(
            "SELECT recipient_name AS name, min(action_date) AS first, max(action_date) AS last, "
            "count(*) AS actions, sum(obligated_usd) AS obligated_usd FROM actions "
            "WHERE vendor_family = ? GROUP BY 1 ORDER BY 2, 1",
            [wanted],
        )
    )
    return [{**row, **_before(build, wanted, row["name"], joined)} for row in in_time]


def _before(build: Build, wanted: str, name: str | None, joined: dict[str, str]) -> Row:
    since = joined.get(firms.spelling(name or ""))
    if since is None:
        return {"joined": None, "obligated_before_joining_usd": None}
    frame = build.query(
        "SELECT sum(obligated_usd) AS usd FROM actions WHERE vendor_family = ? "
        # `joined` may be a year or a month: as text 2019 stands before every day of 2019
        "AND recipient_name = ? AND action_date::VARCHAR < ?",
        [wanted, name, since],
    )
    return {"joined": since, "obligated_before_joining_usd": rows(frame)[0]["usd"]}


def _decided(row: firms.Firm) -> Row:
    names_ = ("match", "value", "event", "joined", "because", "source")
    return {name: getattr(row, name) or None for name in names_}


def ranking(
    build: Build,
    count_under: str = "seller",
    selection: Selection = EVERYTHING,
    top: int = 20,
) -> pd.DataFrame:
    """Vendors by what was obligated, counted under makers or under sellers.

    Out: `family`, `name`, `obligated_usd`, `awards`, `through_resellers_usd`, `maker_known`.
    A reseller's award whose text names no product we know counts under the reseller either
    way; `maker_known` is false there. Support is left out where makers are counted.
    """
    own = (
        "vendor_family"
        if column(count_under) == "vendor_family"
        else "coalesce(maker, vendor_family)"
    )
    bought = bought_of(build, selection)
    # support runs a maker's product and is sold by others: it would stand under neither rightly
    less = "" if count_under == "seller" else "WHERE technology <> 'support'"
    frame = build.query(
        f"""SELECT {own} AS family, sum(usd) AS obligated_usd, count(*) AS awards,
            sum(usd) FILTER (maker <> vendor_family) AS through_resellers_usd,
            bool_and(maker IS NOT NULL) AS maker_known
        FROM ({bought.sql}) {less} GROUP BY 1
        ORDER BY obligated_usd DESC NULLS LAST, family LIMIT ?""",
        [*bought.parameters, top],
    )
    names_held = _names_held(build, [each for each in frame["family"] if not pd.isna(each)])
    frame["name"] = [names_held.get(str(each)) for each in frame["family"]]
    return frame


def _names_held(build: Build, families: list[str]) -> dict[str, str]:
    """The name of each family: of our table, else of the records."""
    if not families:
        return {}
    places = ", ".join("?" * len(families))
    frame = build.query(
        "SELECT vendor_family AS family, max(vendor_name) AS name FROM awards "
        f"WHERE vendor_name IS NOT NULL AND vendor_family IN ({places}) GROUP BY 1",
        families,
    )
    on_record = dict(zip(frame["family"], frame["name"].map(str), strict=True))
    listed = {family: each.name for family, each in firms.families().items()}
    return {family: listed.get(family) or on_record.get(family, family) for family in families}
