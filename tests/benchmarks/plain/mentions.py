"""The words of our rules in every action: plain pandas, a look at every text for every rule."""

from __future__ import annotations

import pandas as pd

from analysis.measures.subjects import categories, program_members
from analysis.rules.phrases import pattern
from tests.benchmarks.plain.actions import AWARD


def unlimited() -> list[str]:
    """The rules that look at the awards of every vendor and component."""
    return [each.rule for each in _wanted() if not each.vendors and not each.components]


def mentions(actions: pd.DataFrame) -> pd.DataFrame:
    """Every action and rule whose words stand in its label or description, with the words.

    Rules that hold for some vendors or components are looked for too, and left out of the answer:
    which family a vendor is of is not told here.
    """
    text = actions["label"].fillna("") + " " + actions["transaction_description"].fillna("")
    text = text.str.upper().str.strip()
    kept, parts = set(unlimited()), []
    for each in _wanted():
        holds = text.str.contains(pattern(each.words), regex=True)
        if each.also:
            holds &= text.str.contains(pattern(each.also), regex=True)
        if each.unless:
            holds &= ~text.str.contains(pattern(each.unless), regex=True)
        if each.rule in kept:
            found = actions.loc[holds, [AWARD, "contract_transaction_unique_key"]]
            words = text[holds].str.extract(pattern(each.words), expand=True)
            parts.append(found.assign(rule=each.rule, words=words[0]))
    names = {AWARD: "award_key", "contract_transaction_unique_key": "transaction_key"}
    return pd.concat(parts, ignore_index=True).rename(columns=names)


def _wanted() -> tuple[categories.Wanted, ...]:
    return (*categories.wanted(), *program_members.wanted())
