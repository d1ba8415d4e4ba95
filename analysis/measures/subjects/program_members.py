"""Program members: actions by key, by vendor or maker, by words."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from analysis.measures.growth.by_action import MONEY
from analysis.measures.one_identity import present
from analysis.measures.subjects.text_matches import WordRule
from analysis.rules import dossiers
from analysis.rules.dossiers import ROLES, ProgramMember

BOOK = {
    "member": "string",
    "programme": "string",
    "role": "string",
    "place": "int64",
    "takes": "string",
    "basis": "string",
}
NO_ORDERS = "only vehicles of it are held, and none of their orders"
HELD = ("award_key", "transaction_key", "member")


def wanted() -> tuple[WordRule, ...]:
    """Word rules of the program members."""
    return tuple(
        WordRule(
            each.number, each.words, unless=each.unless, vendors=(each.vendor,) * bool(each.vendor)
        )
        for each in dossiers.members()
        if each.words
    )


def program_actions(
    actions: ir.Table, awards: ir.Table, mentions: ir.Table, keys: ir.Table | None = None
) -> ir.Table:
    """Which actions belong to a programme: whole awards, or single modifications of one.

    In: the published `actions`, `awards` and `mentions`, and keys that awards left. Out: one row a
    programme and action: `programme`, `award_key`, `transaction_key`, `role`, `member` (the row of
    `program_members.csv` that says so), `basis`. An action counts in a programme once, by its
    strongest role: `programme`, else `support`, `lead`, `apart`; only the first is in sums.
    An action may belong to several programmes, so sums of programmes are never added.
    """
    rows = [
        # the strongest role first, then the order of the file
        (m.number, m.programme, m.role, ROLES.index(m.role) * 10_000 + n, m.takes, m.basis)
        for n, m in enumerate(dossiers.members())
    ]
    book = ibis.memtable(rows, schema=BOOK)
    every = (
        _by_key(actions, keys)
        .union(_by_firm(actions, awards))
        .union(_by_words(actions, mentions, book))
    )
    table = every.distinct().join(book, "member")
    first = ibis.row_number().over(
        group_by=[table.programme, table.transaction_key], order_by=table.place
    )
    table = table.mutate(nth=first).filter(lambda t: t.nth == 0)
    return table.select("programme", "award_key", "transaction_key", "role", "member", "basis")


def _keyed(members: Sequence[tuple[str, ...]], *names: str) -> ir.Table:
    return ibis.memtable(members, schema=dict.fromkeys(names, "string"))


def _by_key(actions: ir.Table, keys: ir.Table | None) -> ir.Table:
    """Whole awards by key, and single modifications by key and number."""
    rows = [
        (m.award, m.modification if m.takes == "action" else "", m.number)
        for m in dossiers.members()
        if m.award and not m.words
    ]
    book = present(_keyed(rows, "named", "only", "member"), "named", keys)
    table = actions.join(book, actions.award_key == book.named)
    only = (table.only == "") | (table.only == table.modification_number).fill_null(False)
    return table.filter(only).select(*HELD)


def _by_firm(actions: ir.Table, awards: ir.Table) -> ir.Table:
    """Whole awards of a vendor, of one of its registered names, or of a maker."""
    firms = [m for m in dossiers.members() if (m.vendor or m.maker) and not m.words]
    rows = [(*_firm(m), m.number) for m in firms]
    book = _keyed(rows, "family", "named", "made_by", "member")
    by_vendor = awards.join(book, awards.vendor_family == book.family)
    same = (by_vendor.named == "") | (by_vendor.named == by_vendor.vendor_spelling).fill_null(False)
    by_maker = awards.join(book, awards.maker == book.made_by)
    keys = by_vendor.filter(same).select("award_key", "member")
    keys = keys.union(by_maker.select("award_key", "member"))
    return actions.join(keys, "award_key").select(*HELD)


def _firm(member: ProgramMember) -> tuple[str, str, str]:
    family, _, named = member.vendor.partition(":")
    return family, named, member.maker


def _by_words(actions: ir.Table, mentions: ir.Table, book: ir.Table) -> ir.Table:
    """Actions with the words, or their whole awards, as the row says."""
    hits = mentions.select("award_key", "transaction_key", member="rule").join(
        book.select("member", "takes"), "member"
    )
    single = hits.filter(hits.takes == "action").select(*HELD)
    whole = hits.filter(hits.takes == "award").select("award_key", "member").distinct()
    return single.union(actions.join(whole, "award_key").select(*HELD))


def programs(actions: ir.Table, members: ir.Table) -> ir.Table:
    """What is obligated for a programme: the net of the actions that belong to it.

    In: the published `actions` and `program_actions`. Out: one row a programme of
    `programs.csv`: `programme`, `name`, `obligated_usd` (net; null where no action that counts
    states any, or only vehicles are held and nothing on them: then `obligated_missing_because`),
    `obligations_missing`, `awards`, `actions`, `first_action_date`,
    `last_action_date`, and `support_awards`, `lead_awards`, `apart_awards`, which are not in it.
    """
    places = enumerate(dossiers.programs().values())
    rows = [(each.programme, each.name, place, each.public) for place, each in places]
    schema = {"programme": "string", "name": "string", "place": "int64", "public": "boolean"}
    amounts = actions.select("transaction_key", "action_date", "obligated_usd")
    table = members.join(amounts, "transaction_key")
    counts = table.role == "programme"
    ordered = counts & ~table.award_key.startswith("CONT_IDV_")
    sums = table.group_by("programme").aggregate(
        total=table.obligated_usd.sum(where=counts).cast(MONEY),
        ordered=table.count(where=ordered),
        obligations_missing=table.count(where=counts & table.obligated_usd.isnull()),
        awards=table.award_key.nunique(where=counts),
        actions=table.count(where=counts),
        first_action_date=table.action_date.min(where=counts),
        last_action_date=table.action_date.max(where=counts),
        **{f"{r}_awards": table.award_key.nunique(where=table.role == r) for r in ROLES[1:]},
    )
    # a zero on vehicles alone would read as "nothing was bought"
    empty = (sums.ordered == 0) & (sums.actions > 0) & (sums.total == 0)
    sums = sums.mutate(
        obligated_usd=empty.ifelse(ibis.null(MONEY), sums.total),
        obligated_missing_because=empty.ifelse(NO_ORDERS, ibis.null("string")),
    ).drop("total", "ordered")
    listed = ibis.memtable(rows, schema=schema).left_join(sums, "programme")
    listed = listed.drop("programme_right")
    numbers = [name for name in sums.columns if name.endswith(("awards", "actions", "missing"))]
    return listed.mutate(**{name: listed[name].fill_null(0) for name in numbers})
