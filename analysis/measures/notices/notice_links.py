"""Links between notices and awards.

Precision first: a certain link rests on a number in both records, a confirmed one on a
person's verdict (`rules/notice_links.csv`); the rest is possible, with evidence and score.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from analysis.measures.families import one_spelling, only
from analysis.measures.notices.judged_links import PAIR, with_judged
from analysis.measures.notices.notices import numbers, squeezed
from analysis.rules.matching import joined, texts_of
from analysis.rules.notice_rules import Judgment

SCORES = {
    "by_number": 100,
    "by_solicitation": 60,
    "by_vendor": 20,
    "by_office": 10,
    "by_date": 15,
    "by_amount": 25,
}
"""Weight of each piece of evidence; ours. A possible link needs 60."""
LEAST = 60
WORDS = {
    "by_number": "the notice states the award's number",
    "by_solicitation": "both state one solicitation number",
    "by_vendor": "the same vendor",
    "by_office": "the same office",
    "by_date": "dates that fit",
    "by_amount": "the same amount",
    "other_vendor": "but the notice names another vendor",
    "far_day": "but its day of award is far from the award's actions",
    "far_amount": "but its amount is more than ten times the award's",
}
LOWERED = {"other_vendor": 40, "far_day": 20, "far_amount": 20}
"""Penalty of each contradiction; ours. A contradicted link is never certain."""
FAR_BEFORE, FAR_AFTER, FAR_TIMES = 30, 365, 10
"""Days before an award's first and after its last action, and times its greatest amount."""
AMOUNTS = ("initial_obligated_usd", "initial_ceiling_usd", "obligated_usd", "ceiling_usd")
FACTS = ("award_key", "vendor", "vendor_family", "first_action_date", "last_action_date", *AMOUNTS)


def notice_links(
    notices: ir.Table,
    awards: ir.Table,
    solicitations: ir.Table,
    judged: Sequence[Judgment],
    keys: ir.Table | None = None,
) -> ir.Table:
    """A notice and an award that it concerns, with the evidence: certain by number, else possible.

    In: the published notices and awards, `award_key` with each `solicitation_number` its
    actions state, what people judged, and keys that awards left. Out: one row a pair, or one a
    judged modification of it (`judged_modification`); `status` confirmed, rejected, certain or
    possible. One notice may concern several awards and several modifications, one award have
    several notices.
    """
    facts = awards.mutate(number=squeezed(awards.piid), vendor=one_spelling(awards.recipient_name))
    evidence = _by_number(notices, facts, keys).union(
        _by_solicitation(notices, facts, solicitations), distinct=False
    )
    evidence = evidence.union(_by_vendor(notices, facts), distinct=False)
    pairs = evidence.group_by(list(PAIR)).aggregate(
        **{name: evidence[name].max() for name in (*SCORES, "alone", "same_component")}
    )
    scored = _scored(_against(_without_vehicles(pairs, awards), notices, facts))
    return with_judged(scored, judged, awards, notices, keys)


def _evidence(table: ir.Table, **held: ir.BooleanValue | bool) -> ir.Table:
    flags = {name: ibis.literal(False) for name in (*SCORES, "alone", "same_component")}
    return table.select(*PAIR, **{**flags, **held})


def _by_number(notices: ir.Table, facts: ir.Table, keys: ir.Table | None) -> ir.Table:
    """The notice's award number is the award's; `alone` where no other award has that number.

    An order is also known by its vehicle's number and its own in one, a moved award by each of its
    numbers.
    """
    own = facts.select("award_key", "number", "component_code", "parent_award_key")
    if keys is not None:
        left = keys.select("award_key", left=squeezed(keys.key.split("_")[2]))
        left = left.join(own, "award_key").mutate(number=lambda t: t.left).drop("left")
        own = own.union(left, distinct=True)
    vehicle = own.parent_award_key.re_extract("^CONT_IDV_(.+)_[^_]*$", 1).nullif("")
    glued = own.mutate(number=squeezed(vehicle).concat(own.number))
    known = own.union(glued.filter(glued.number.notnull()), distinct=True)
    counted = known.group_by("number").aggregate(awards_of_it=known.award_key.nunique())
    named = numbers(notices).join(known.drop("parent_award_key"), "number")
    named = named.join(counted, "number")
    posted = notices.select("notice_id", "sub_tier_code")
    named = named.join(posted, "notice_id")
    return _evidence(
        named,
        by_number=ibis.literal(True),
        alone=named.awards_of_it == 1,
        same_component=_same(named),
    )


def _by_solicitation(notices: ir.Table, facts: ir.Table, stated: ir.Table) -> ir.Table:
    ours = stated.select("award_key", sought=squeezed(stated.solicitation_number)).distinct()
    ours = ours.join(facts.select("award_key", "component_code", "vendor"), "award_key")
    theirs = notices.select(
        "notice_id",
        "sub_tier_code",
        awardee=one_spelling(notices.awardee),
        sought=squeezed(notices.solicitation_number),
    )
    # short ones and bare words would link unrelated records
    theirs = theirs.filter(theirs.sought.length() >= 8, theirs.sought.re_search("[0-9]"))
    both = theirs.join(ours, "sought")
    return _evidence(
        both,
        by_solicitation=ibis.literal(True),
        by_vendor=(both.awardee == both.vendor).fill_null(False),
        same_component=_same(both),
    )


def _by_vendor(notices: ir.Table, facts: ir.Table) -> ir.Table:
    """Pairs with one vendor and office, with evidence of award day and amount."""
    theirs = notices.filter(notices.kind.isin(["justification", "award notice"])).select(
        "notice_id",
        "award_date",
        "award_amount_usd",
        "sub_tier_code",
        vendor=one_spelling(notices.awardee),
        office=notices.office_code.upper(),
    )
    ours = facts.select(
        "award_key",
        "vendor",
        "component_code",
        "first_action_date",
        "initial_obligated_usd",
        "initial_ceiling_usd",
        office=facts.awarding_office_code.upper(),
    )
    both = theirs.join(ours, ["vendor", "office"])
    days = both.award_date.delta(both.first_action_date, unit="day").abs()
    amount = both.award_amount_usd
    same = (amount == both.initial_obligated_usd) | (amount == both.initial_ceiling_usd)
    return _evidence(
        both,
        by_vendor=ibis.literal(True),
        by_office=ibis.literal(True),
        by_date=(days <= 7).fill_null(False),
        by_amount=(same & (amount > 0)).fill_null(False),
        same_component=_same(both),
    )


def _same(table: ir.Table) -> ir.BooleanValue:
    """False where the posting and the signing component are stated and differ."""
    stated = table.sub_tier_code.notnull() & table.component_code.notnull()
    return ~stated | (table.sub_tier_code == table.component_code).fill_null(False)


def _without_vehicles(pairs: ir.Table, awards: ir.Table) -> ir.Table:
    """Pairs without a vehicle whose order the notice states too: the order is meant."""
    numbered = pairs.filter(pairs.by_number).select(*PAIR)
    under = numbered.join(awards.select("award_key", "parent_award_key"), "award_key")
    over = under.select("notice_id", award_key="parent_award_key").distinct()
    return pairs.anti_join(over, list(PAIR))


def _against(pairs: ir.Table, notices: ir.Table, facts: ir.Table) -> ir.Table:
    """Adds contradictions between notice and award: vendor, day, amount."""
    theirs = notices.select(
        "notice_id", "award_date", "award_amount_usd", awardee=one_spelling(notices.awardee)
    )
    family = only(facts, "vendor", "vendor_family", "awardee_family")
    theirs = theirs.left_join(family, theirs.awardee == family.vendor).drop("vendor")
    both = pairs.join(theirs, "notice_id").join(facts.select(*FACTS), "award_key")
    # the notice's name may be longer than the record's; the reverse proves too little
    named = both.awardee.startswith(both.vendor.concat(" ")) | (both.awardee == both.vendor)
    other = both.awardee_family.coalesce(both.awardee) != both.vendor_family
    early = both.award_date.delta(both.first_action_date, unit="day") < -FAR_BEFORE
    late = both.award_date.delta(both.last_action_date, unit="day") > FAR_AFTER
    far = both.award_amount_usd > ibis.greatest(*(both[name] for name in AMOUNTS)) * FAR_TIMES
    return both.mutate(
        other_vendor=(~named & other).fill_null(False),
        far_day=(early | late).fill_null(False),
        far_amount=far.fill_null(False),
    )


def _scored(pairs: ir.Table) -> ir.Table:
    """Score, evidence and status of each pair; weak pairs are left out."""
    held = [pairs[name].cast("int64") * weight for name, weight in SCORES.items()]
    lost = [pairs[name].cast("int64") * weight for name, weight in LOWERED.items()]
    # capped before the penalties: much evidence does not outweigh a contradiction
    score = ibis.greatest(ibis.least(sum(held, ibis.literal(0)), 100) - sum(lost), 0)
    against = reduce(or_, [pairs[name] for name in LOWERED])
    certain = (pairs.by_number & pairs.alone) | (pairs.by_solicitation & pairs.by_vendor)
    # a PIID is not unique: two components can bear the same one
    certain = certain & pairs.same_component & ~against
    scored = pairs.mutate(
        score=score,
        evidence=joined(texts_of([(pairs[name], words) for name, words in WORDS.items()]), "; "),
        by_rule=certain.ifelse("certain", "possible"),
    )
    scored = scored.filter(
        (scored.score >= LEAST) | scored.by_number | (scored.by_rule == "certain")
    )
    return scored.select(*PAIR, "score", "evidence", "by_rule")
