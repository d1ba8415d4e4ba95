"""Technology document: the contract of `python -m analysis technology --json`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.documents import marks
from analysis.published.build import Build
from analysis.published.memory_tables import bought_of
from analysis.published.reproducible_sql import Where
from analysis.published.selection import EVERYTHING, Selection, Words, of_awards
from analysis.rules import subjects
from analysis.rules.lookups import technologies, technology_name
from analysis.rules.subjects import Evidence
from analysis.serialise import rows

Row = dict[str, Any]
CAUTIONS = (
    "A category is what our rules found: an award without one was not found by any rule, which "
    "is not proof that it watches nobody.",
    "Support is counted apart and is not surveillance. Look-alikes are kept with the reason.",
)
AWARD = """
    award_key, piid, recipient_name, vendor_name, maker, product, component, label, description,
    technology, technology_categories, technology_rule, technology_words, technology_evidence,
    look_alike_rule, possible_category, possible_rule, award_kind, competition_class,
    own_class, first_action_date, last_action_date, obligated_usd, usaspending_url, as_of
"""


def rule(number: str | None) -> Row | None:
    """A rule by its number, with its reason and where it stands."""
    row = next((each for each in subjects.evidence() if each.rule == number), None)
    return None if row is None else _rule(row)


def _rule(each: Evidence) -> Row:
    return {
        "rule": each.rule,
        "kind": each.kind,
        "category": each.category,
        "because": each.because,
        "source": each.source,
        "where": each.where,
    }


def kinds(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Obligations, awards and actions by kind of technology, most money first.

    Every kind is told, whichever is chosen; years and days are those of the actions.
    """
    sums = _sums(build, selection)
    return build.query(
        "SELECT technology, sum(usd) AS obligated_usd, sum(awards)::BIGINT AS awards, "
        f"sum(actions)::BIGINT AS actions FROM ({sums.sql}) GROUP BY 1 "
        "ORDER BY obligated_usd DESC NULLS LAST, 1",
        sums.parameters,
    )


def summary(
    build: Build, selection: Selection = EVERYTHING, asked: pd.DataFrame | None = None
) -> Row:
    """`kinds` in the order of the categories, and how much rules are unsure of.

    `possible` counts awards in which no rule that counts found a category and an unsure one
    proposes it. `asked`: the kinds, where they were asked for already.
    """
    frame = kinds(build, selection) if asked is None else asked
    by_name = {row["technology"]: row for row in rows(frame)}
    return {
        "categories": [_category(name, by_name) for name in technologies()],
        **_totals(build, _sums(build, selection)),
        "cautions": list(CAUTIONS),
        "sql": frame.attrs["sql"],
        **build.provenance,
    }


def _category(name: str, sums: dict[str, Row]) -> Row:
    kind = subjects.categories().get(name)
    facts = {
        "technology": name,
        "number": kind.number if kind else None,
        "kind": kind.kind if kind else None,
        "plain": kind.plain if kind else None,
    }
    nothing = {"obligated_usd": None, "awards": 0, "actions": 0}
    return {**facts, **{key: sums.get(name, nothing)[key] for key in nothing}}


def _sums(build: Build, selection: Selection) -> Where:
    """SQL: dollars, awards and actions by technology and by the flags of the rules."""
    # the kinds are what is compared: a choice of one would leave nothing beside it
    bought = bought_of(build, replace(selection, technology=None))
    return Where(
        f"""SELECT technology, is_surveillance AS surveillance, is_technology AS technical,
            possible, sum(usd) AS usd, count(*) AS awards, sum(actions) AS actions
        FROM ({bought.sql}) GROUP BY 1, 2, 3, 4""",
        bought.parameters,
    )


TOTALS = {
    "surveillance": "surveillance",
    "technology": "technical",
    "all": "true",
    "possible": "possible",
}


def _totals(build: Build, sums: Where) -> dict[str, Row]:
    parts = [
        f"SELECT '{name}' AS name, sum(usd) FILTER ({holds}) AS obligated_usd, "
        f"coalesce(sum(awards) FILTER ({holds}), 0)::BIGINT AS awards FROM sums"
        for name, holds in TOTALS.items()
    ]
    frame = build.query(f"WITH sums AS ({sums.sql}) {' UNION ALL '.join(parts)}", sums.parameters)
    by_name = {row.pop("name"): row for row in rows(frame)}
    return {name: by_name[name] for name in TOTALS}


def category(build: Build, name: str, component: Words = None, top: int | None = None) -> Row:
    """The awards of one kind of technology, most money first, each with its rule and words.

    `look-alike` lists what was looked at and left out, with the reasons. InputError for a
    kind that does not exist.
    """
    wanted = technology_name(name)
    condition = of_awards(Selection(component, technology=wanted))
    frame = build.query(
        f"SELECT {AWARD} FROM awards WHERE {condition.sql} "
        f"ORDER BY obligated_usd DESC NULLS LAST, award_key {'LIMIT ?' if top else ''}",
        [*condition.parameters, *([top] if top else [])],
    )
    awards = marks.with_look_first(build, rows(frame))
    kind = subjects.categories().get(wanted)
    return {
        "technology": wanted,
        "plain": kind.plain if kind else None,
        "awards": [
            {**row, "rule": rule(row["technology_rule"] or row["look_alike_rule"])}
            for row in awards
        ],
        "rules": [_rule(each) for each in subjects.evidence() if each.category == wanted],
        "cautions": list(CAUTIONS),
        "sql": frame.attrs["sql"],
        **build.provenance,
    }


def of_award(build: Build, key_or_piid: str) -> Row:
    """Technology of one award: the rule, the words, every mention in its actions."""
    award = build.award(key_or_piid)
    frame = build.query(f"SELECT {AWARD} FROM awards WHERE award_key = ?", [award["award_key"]])
    [row] = marks.with_look_first(build, rows(frame))
    mentions = rows(
        build.query(
            "SELECT modification_number, action_date, rule, words FROM mentions "
            "WHERE award_key = ? ORDER BY order_in_award, rule",
            [award["award_key"]],
        )
    )
    return {
        **row,
        "rule": rule(row["technology_rule"] or row["look_alike_rule"]),
        "asks": rule(row["possible_rule"]),
        "words_from": "the record's own words"
        if row["description"]
        else "our label, in our words: the record's own are not held",
        "mentions": [{**each, **_known(each["rule"])} for each in mentions],
    }


def _known(number: str) -> Row:
    """Origin of a mention: evidence of a category, or words of a program."""
    from analysis.rules import dossiers

    if evidence := rule(number):
        return {"category": evidence["category"], "because": evidence["because"], "programme": None}
    [member] = [each for each in dossiers.members() if each.number == number]
    return {"category": None, "because": member.because, "programme": member.programme}
