"""Chain document: the contract of `python -m analysis chains --json`.

Chains are confirmed by people; candidates of the rule are listed apart, as possible.
Obligations of a chain are added, each award once. Ceilings never are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import ibis
import pandas as pd

from analysis.documents import marks
from analysis.measures.chains import DEFAULT, Window, chains
from analysis.measures.one_identity import other_keys
from analysis.published.build import Build
from analysis.published.moved import present_keys
from analysis.rules.chain_links import Link, links
from analysis.serialise import rows
from fetch.errors import WrongChoice

CAUTIONS = (
    "No field of the record says that one award continues another: a chain is what a person "
    "confirmed, with the reason; a possible link is a question with its evidence.",
    "No field says that an award is a bridge (GAO-16-15): a possible bridge is short, not "
    "competed, and stands between two others of its chain.",
)
AWARD_FIELDS = (
    "award_key",
    "piid",
    "recipient_name",
    "component",
    "label",
    "description",
    "award_kind",
    "competition_class",
    "own_class",
    "competition_rule",
    "rates_class",
    "start_date",
    "end_date",
    "end_from",
    "potential_end_date",
    "extended_days",
    "obligated_usd",
    "initial_ceiling_usd",
    "ceiling_usd",
    "usaspending_url",
)
STATUSES = ("confirmed", "possible", "rejected")
Row = dict[str, Any]


def chains_document(build: Build, window: Window = DEFAULT, *, possible: bool = False) -> Row:
    """Document of the confirmed chains; with `possible` also of unjudged candidates."""
    if window.min_days > window.max_days:
        raise WrongChoice(
            f"the window ends before it begins: {window.min_days} to {window.max_days} days"
        )
    every_link = rows(_links(build, window))
    by_status = {
        status: [row for row in every_link if row["status"] == status] for status in STATUSES
    }
    document: Row = {
        "chains": _chains(build, by_status["confirmed"]),
        "possible_count": len(by_status["possible"]),
        "rejected": by_status["rejected"],
        "not_held": _not_held(every_link, present_keys(build)),
        "window": {"min_days": window.min_days, "max_days": window.max_days},
        "bridge_days": window.bridge_days,
        "cautions": list(CAUTIONS),
        **build.provenance,
    }
    return {**document, "possible": by_status["possible"]} if possible else document


def _links(build: Build, window: Window) -> pd.DataFrame:
    """The published links; for another window computed anew from the published awards."""
    if window == DEFAULT:
        return build.query("SELECT * FROM chains ORDER BY later_start_date, earlier_key, later_key")
    # another window has no published table: the measure runs here, on the published awards
    awards = ibis.read_parquet(build.directory / "awards.parquet")
    keys = other_keys(ibis.read_parquet(build.directory / "moved_awards.parquet"))
    table = chains(awards, links(), window, keys=keys)
    table = table.order_by("later_start_date", "earlier_key", "later_key")
    frame: pd.DataFrame = table.to_pyarrow().to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _chains(build: Build, confirmed: Iterable[Row]) -> list[Row]:
    by_programme: dict[str, list[Row]] = {}
    for link in confirmed:
        by_programme.setdefault(link["programme"], []).append(link)
    return [_chain(build, name, by_programme[name]) for name in sorted(by_programme)]


def _chain(build: Build, programme: str, of_chain: list[Row]) -> Row:
    keys = sorted({link[f"{side}_key"] for link in of_chain for side in ("earlier", "later")})
    bridges = {link["later_key"] for link in of_chain if link["possible_bridge"]}
    frame = build.query(
        f"SELECT {', '.join(AWARD_FIELDS)} FROM awards "
        f"WHERE award_key IN ({', '.join('?' * len(keys))}) ORDER BY start_date, award_key",
        keys,
    )
    awards = marks.with_look_first(build, rows(frame))
    stated = [Decimal(award["obligated_usd"]) for award in awards if award["obligated_usd"]]
    return {
        "programme": programme,
        "obligated_usd": str(sum(stated)) if stated else None,
        "awards": [{**each, "possible_bridge": each["award_key"] in bridges} for each in awards],
        "links": of_chain,
    }


def _not_held(every_link: Iterable[Row], present: Mapping[str, str]) -> list[Row]:
    """Judged pairs with an award that is not held."""
    held = {(row["earlier_key"], row["later_key"]) for row in every_link}
    lacking = []
    for link in links():
        earlier, later = (present.get(key, key) for key in (link.earlier, link.later))
        # two numbers of one award make no link, and lack none
        if earlier != later and (earlier, later) not in held:
            lacking.append(_named(link))
    return lacking


def _named(link: Link) -> Row:
    return {
        "earlier_key": link.earlier,
        "later_key": link.later,
        "status": link.verdict,
        "programme": link.programme or None,
    }
