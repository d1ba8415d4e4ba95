"""Awards that move to another number, made up, and what becomes of them without a build."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import AWARD
from analysis.measures.moved_awards import evidence, moved_awards
from analysis.measures.moved_verdicts import SCHEMA, judge
from analysis.measures.one_identity import moved_actions, of_one_identity, other_keys
from analysis.rules.moved_awards import Tie
from tests.analysis.lineage import kept
from tests.builders import Row, action, transactions

NOTHING = "0.00"


def key(piid: str) -> str:
    return f"CONT_AWD_{piid}_7012_-NONE-_-NONE-"


def step(piid: str, mod: str, day: str, usd: str = NOTHING, code: str = "", **cells: str) -> Row:
    """An action that changes no ceiling unless said; its vendor is named for the number's end."""
    plain = {"recipient_uei": f"UEI{piid[-6:]}", "base_and_all_options_value": NOTHING}
    return action(
        piid,
        mod,
        action_date=day,
        federal_action_obligation=usd,
        action_type_code=code,
        **{**plain, **cells},
    )


def start(piid: str, usd: str = "1000.00", day: str = "2024-01-15", **cells: str) -> Row:
    """A base action whose ceiling is twice what it obligates."""
    ceiling = f"{2 * Decimal(usd):.2f}"
    return step(piid, "0", day, usd, **{"base_and_all_options_value": ceiling, **cells})


def changed(piid: str, day: str = "2024-06-01", mod: str = "P00009", code: str = "S") -> Row:
    """The action by which a number changes."""
    return step(piid, mod, day, code=code)


@dataclass(frozen=True)
class Resolved:
    """Verdicts on pairs, and the records under one identity."""

    moved: list[dict[str, Any]]
    actions: ir.Table
    left_out: list[str]

    @property
    def said(self) -> set[tuple[str, str, str, str | None]]:
        """Earlier and later number, status, and the key under which both are counted."""
        return {
            (row["earlier_piid"], row["later_piid"], row["status"], row["award_key"])
            for row in self.moved
        }

    @property
    def why(self) -> list[str]:
        return [row["open_because"] for row in self.moved]

    @property
    def sums(self) -> dict[str, Decimal]:
        """Obligations of each award, by its number."""
        sums = self.actions.group_by(AWARD).aggregate(
            usd=self.actions.federal_action_obligation.sum()
        )
        return {row[AWARD].split("_")[2]: row["usd"] for row in sums.to_pyarrow().to_pylist()}


def resolved(rows: Iterable[Row], gone: Iterable[Row] = (), judged: Sequence[Tie] = ()) -> Resolved:
    """What a build makes of actions held and of closed ones; `judged` are a person's rows."""
    held = transactions(rows)
    past = transactions(gone).mutate(version_state=ibis.literal("closed"))
    asked = evidence(held, past, judged, kept)
    pairs = kept(asked.pairs, "pairs")
    found = judge(_rows(pairs), _rows(asked.known), judged)
    moved = kept(moved_awards(ibis.memtable(found, schema=SCHEMA), pairs), "moved")
    keys = kept(other_keys(moved), "keys")
    actions = kept(moved_actions(held, keys, moved), "actions")
    twice = actions.filter(~actions.counted).to_pyarrow()["action_key"].to_pylist()
    return Resolved(_rows(moved), kept(of_one_identity(held, actions, keys), "one"), sorted(twice))


def _rows(table: ir.Table) -> list[dict[str, Any]]:
    return list(table.to_pyarrow().to_pylist())


def tie(earlier: str, later: str, verdict: str = "confirmed") -> Tie:
    """A row that a person wrote."""
    reasons = {"because": "the letter says so", "source": "a letter", "since": "2026-11"}
    return Tie(key(earlier), key(later), verdict, **reasons, by="a person", where="line 2")
