"""Text matches: words of the rules in descriptions and vendor names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from analysis.engines import Engine
from analysis.measures.actions import AWARD
from analysis.rules.phrases import pattern

NAMES = ("rule", "allowed", "barred", "components")
ANY = ""
COLUMNS = (
    "award_key",
    "transaction_key",
    "modification_number",
    "order_in_award",
    "action_date",
    "rule",
    "words",
)


@dataclass(frozen=True)
class WordRule:
    """Words of a rule, and the vendors and components it applies to: `rules.subjects.Evidence`."""

    rule: str
    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    barred: bool = False
    components: tuple[str, ...] = ()


def texts(actions: ir.Table) -> ir.Table:
    """Text of every action in capitals: our label, if any, and the official description."""
    label, described = (actions[name] for name in ("label", "transaction_description"))
    text = label.fill_null("").concat(" ", described.fill_null("")).upper().strip()
    return actions.select(
        "modification_number",
        "action_date",
        order_in_award=actions.order_in_award.cast("int64"),
        award_key=actions[AWARD],
        transaction_key=actions.contract_transaction_unique_key,
        text=text,
    )


def mentions(
    engine: Engine, actions: ir.Table, sellers: ir.Table, wanted: Sequence[WordRule]
) -> ir.Table:
    """The words of our rules that stand in an action, each with the rule that looks for them.

    The text is the record's own description in capitals and, in the sample, our label.
    Each different text is read once. In: the table of `growth.by_action`, `seller_families`
    with `component_code`, and what is looked for. Out: one row an action and rule:
    `award_key`, `transaction_key`, `modification_number`, `order_in_award`, `action_date`,
    `rule`, `words` (the first that match). A rule for some vendors or components is kept only
    in their awards.
    """
    table = texts(actions)
    by_text = matches(engine, table.select("text").distinct(), wanted, "texts")
    hits = table.join(by_text, "text").drop("text")
    return _where_it_may(hits.select(*COLUMNS), sellers, wanted)


def in_names(engine: Engine, sellers: ir.Table, wanted: Sequence[WordRule]) -> ir.Table:
    """The same words in the vendors' names, in one spelling: `award_key`, `rule`, `words`."""
    named = sellers.filter(sellers.vendor_spelling.notnull())
    spelled = named.select(text="vendor_spelling").distinct()
    by_name = matches(engine, spelled, wanted, "names")
    hits = named.select("award_key", text="vendor_spelling").join(by_name, "text")
    return _where_it_may(hits.select("award_key", "rule", "words"), sellers, wanted)


def matches(engine: Engine, table: ir.Table, wanted: Sequence[WordRule], called: str) -> ir.Table:
    """Each text with each rule whose words it has: `text`, `rule`, `words`.

    One pattern of all words first, so that the single ones are tried on few texts.
    """
    any_of = tuple(dict.fromkeys(word for each in wanted for word in each.words))
    some = table.filter(table.text.re_search(pattern(any_of)))
    some = engine.keep(some, f"{called}_with_words")
    # one column of marks in place of a join of every text with every rule
    marks = [_holds(some.text, each).ifelse(f"{each.rule} ", "") for each in wanted]
    hit = some.select("text", rule=marks[0].concat(*marks[1:]).strip().nullif(""))
    hit = hit.filter(hit.rule.notnull())
    hit = hit.select("text", rule=hit.rule.split(" ").unnest())
    by_rule = [(each.rule, hit.text.re_extract(pattern(each.words), 0)) for each in wanted]
    with_words = hit.mutate(words=hit.rule.cases(*by_rule, else_=ibis.null("string")))
    return engine.keep(with_words, f"{called}_found")


def _holds(text: ir.StringColumn, wanted: WordRule) -> ir.BooleanColumn:
    holds = text.re_search(pattern(wanted.words))
    if wanted.also:
        holds = holds & text.re_search(pattern(wanted.also))
    return holds & ~text.re_search(pattern(wanted.unless)) if wanted.unless else holds


def _where_it_may(hits: ir.Table, sellers: ir.Table, wanted: Sequence[WordRule]) -> ir.Table:
    """Hits within the vendors and components of their rule."""
    rows = [(each.rule, *_who(each), _listed(each.components)) for each in wanted]
    limits = ibis.memtable(rows, schema=dict.fromkeys(NAMES, "string"))
    who = sellers.select("award_key", "vendor_family", "vendor_spelling", "component_code")
    table = hits.join(who, "award_key").join(limits, "rule")
    family = table.vendor_family.fill_null("")
    named = family.concat(":", table.vendor_spelling.fill_null(""))
    allowed = (table.allowed == ANY) | _has(table.allowed, family) | _has(table.allowed, named)
    barred = _has(table.barred, family) | _has(table.barred, named)
    there = (table.components == ANY) | _has(table.components, table.component_code.fill_null(""))
    return table.filter(allowed & ~barred & there).select(hits.columns)


def _who(wanted: WordRule) -> tuple[str, str]:
    listed = _listed(wanted.vendors)
    return (ANY, listed) if wanted.barred else (listed, ANY)


def _listed(values: Sequence[str]) -> str:
    return f"|{'|'.join(values)}|" if values else ANY


def _has(listed: ir.StringColumn, value: ir.StringColumn) -> ir.BooleanColumn:
    return listed.contains(ibis.literal("|").concat(value, "|"))
