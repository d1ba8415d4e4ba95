"""Technology categories, with the rule behind each and the product's maker."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from analysis.measures.one_identity import present
from analysis.measures.subjects.text_matches import WordRule
from analysis.rules import subjects
from analysis.rules.subjects import LOOK_ALIKE, Evidence

OTHER, WORD = "look-alike, other", "look-alike, word"
RULE = {
    "rule": "string",
    "kind": "string",
    "verdict": "string",
    "category": "string",
    "place": "int64",
    "maker": "string",
    "product": "string",
}
HIT = ("award_key", "rule", "words", "order_in_award")
LAST = 1_000_000


def wanted() -> tuple[WordRule, ...]:
    """Word rules of the evidence tables."""
    return tuple(
        WordRule(
            each.rule,
            each.words,
            each.also,
            each.unless,
            each.vendors,
            each.barred,
            each.components,
        )
        for each in subjects.evidence()
        if each.words
    )


def in_names() -> tuple[WordRule, ...]:
    """Word rules of look-alikes, for vendor names as well."""
    alike = {each.rule for each in subjects.evidence() if each.kind in (OTHER, WORD)}
    return tuple(each for each in wanted() if each.rule in alike)


def technology(
    awards: ir.Table, mentions: ir.Table, named: ir.Table, keys: ir.Table | None = None
) -> ir.Table:
    """What an award buys: one category, by the first rule whose evidence it has.

    A single award that a person judged comes first, then the words for a product, a vendor's
    words, a vendor that sells nothing else, words in the text of any action, and codes never
    more than as a question. What a rule says to be something else takes the evidence of words
    away; where nothing is left, the award is a look-alike, with the reason. In: the awards with
    `seller_families`, the table of `mentions`, and that of `mentions.in_names` for look-alikes,
    and keys that awards left. Out: one row an award: `technology_category`
    (null where no rule says any), `technology_categories` (all of them, joined by `|`),
    `technology_rule`, `technology_words`, `is_surveillance` (false means that no rule found
    it, not that it is none), `look_alike_rule`, `possible_category` and `possible_rule` (of
    rules that are unsure), `product`, `product_maker`.
    """
    hits = _hits(awards, mentions, named, keys)
    # "is something else" cancels weak evidence of that category, never a person's verdict
    dropped = hits.filter(hits.kind == OTHER).select("award_key", "category").distinct()
    weak = hits.kind.isin(["product", "vendor", "words", "code"])
    left = hits.filter(weak).anti_join(dropped, ["award_key", "category"])
    strong = hits.filter(~weak)
    table = _best_hits(left.union(strong))
    table = awards.select("award_key").left_join(table, "award_key").drop("award_key_right")
    alike = table.technology_rule.isnull() & table.look_alike_rule.notnull()
    category = alike.ifelse(LOOK_ALIKE, table.technology_category)
    watched = [each.name for each in subjects.categories().values() if each.kind == "surveillance"]
    return table.mutate(
        technology_category=category,
        look_alike_rule=alike.ifelse(table.look_alike_rule, ibis.null("string")),
        is_surveillance=category.isin(watched).fill_null(False),
    )


def _hits(awards: ir.Table, mentions: ir.Table, named: ir.Table, keys: ir.Table | None) -> ir.Table:
    """Every pair of an award and a rule with evidence in it."""
    rows = [
        # rank first, then the order of the file: fewer than ten thousand rows a rank
        (e.rule, e.kind, e.verdict, e.category, e.rank * 10_000 + place, e.maker, e.product)
        for place, e in enumerate(subjects.evidence())
    ]
    book = ibis.memtable(rows, schema=RULE)
    words = mentions.select("award_key", "rule", words="words", order_in_award="order_in_award")
    names = named.select("award_key", "rule", words="words", order_in_award=ibis.null("int64"))
    every = (
        words.union(names)
        .union(_by_award(awards, keys))
        .union(_by_vendor(awards))
        .union(_by_code(awards))
    )
    return every.join(book, "rule").select(*HIT, *(name for name in RULE if name != "rule"))


def _of(kind: str) -> list[Evidence]:
    return [each for each in subjects.evidence() if each.kind == kind]


def _hit(table: ir.Table) -> ir.Table:
    nothing = {"words": ibis.null("string"), "order_in_award": ibis.null("int64")}
    return table.select("award_key", "rule", **nothing)


def _by_award(awards: ir.Table, keys: ir.Table | None) -> ir.Table:
    rows = [(each.award, each.rule) for each in _of("award")]
    judged = ibis.memtable(rows, schema={"award_key": "string", "rule": "string"})
    return _hit(present(judged, "award_key", keys).semi_join(awards, "award_key"))


def _by_vendor(awards: ir.Table) -> ir.Table:
    """Hits of rules without words: by vendor, some only at named components."""
    rules = [
        each
        for each in subjects.evidence()
        if each.vendors and not each.barred and not each.words and not each.psc
    ]
    rows = [
        (each.rule, *_parts(vendor), component)
        for each in rules
        for vendor in each.vendors
        for component in each.components or ("",)
    ]
    names = ("rule", "family", "named", "only_component")
    book = ibis.memtable(rows, schema=dict.fromkeys(names, "string"))
    # by the firm itself: what a firm sells is not what its parent or sister sells
    table = awards.join(book, awards.vendor_firm == book.family)
    same = (table.named == "") | (table.named == table.vendor_spelling).fill_null(False)
    there = (table.only_component == "") | (table.only_component == table.component_code)
    return _hit(table.filter(same & there.fill_null(False)))


def _parts(vendor: str) -> tuple[str, str]:
    family, _, name = vendor.partition(":")
    return family, name


def _by_code(awards: ir.Table) -> ir.Table:
    rows = [(code, each.rule) for each in _of("code") for code in each.psc]
    book = ibis.memtable(rows, schema={"code": "string", "rule": "string"})
    return _hit(awards.join(book, awards.product_or_service_code.upper() == book.code))


def _best_hits(hits: ir.Table) -> ir.Table:
    """First counting rule, first unsure rule and look-alike of each award."""
    alike = hits.kind.isin([OTHER, WORD])
    counts = (hits.verdict == "counts") & ~alike
    asks = (hits.verdict == "unsure") & ~alike
    # maker and product may come from a lower rule than the category: a vendor rule names neither
    made = counts & (hits.maker != "")
    place = hits.place * LAST + hits.order_in_award.fill_null(0)
    return hits.group_by("award_key").aggregate(
        technology_category=hits.category.argmin(place, where=counts),
        technology_categories=hits.category.collect(distinct=True, where=counts).sort().join("|"),
        technology_rule=hits.rule.argmin(place, where=counts),
        technology_words=hits.words.argmin(place, where=counts),
        look_alike_rule=hits.rule.argmin(place, where=alike),
        possible_category=hits.category.argmin(place, where=asks),
        possible_rule=hits.rule.argmin(place, where=asks),
        product=hits["product"].argmin(place, where=made & (hits["product"] != "")),
        product_maker=hits.maker.argmin(place, where=made),
    )


def is_technology(awards: ir.Table) -> ir.Table:
    """Is it technology: by its product code, weakly by its industry, or because a rule says so.

    `technology_evidence` is `core` (information technology in the government's category
    management, by the codes of before or after October 2020), `extended` (other equipment in
    which surveillance has been coded), `rule` (a category above), `possible` (a professional
    service, or an industry of information technology beside another product code: not counted),
    `none`, or null where no product code is held: an industry says what a vendor does, not what
    was bought. In: awards with `product_or_service_code`, `naics_code` and
    `technology_category`. Adds `technology_evidence` and `is_technology`, null where unknown.
    """
    psc = awards.product_or_service_code.upper().strip().nullif("")
    strength = {
        (each.system, each.strength): [c for row in _same(each) for c in row.codes]
        for each in subjects.codes()
    }
    ruled = awards.technology_category.notnull() & (awards.technology_category != LOOK_ALIKE)
    evidence = ibis.cases(
        # certain codes before rules, rules before weak codes: the strongest evidence gives the
        # word
        (psc.isin(strength["psc", "core"]), "core"),
        (psc.isin(strength["psc", "extended"]), "extended"),
        (ruled, "rule"),
        (psc.isnull(), ibis.null("string")),
        (psc.isin(strength["psc", "possible"]), "possible"),
        (awards.naics_code.isin(strength["naics", "possible"]), "possible"),
        else_="none",
    )
    table = awards.mutate(technology_evidence=evidence)
    return table.mutate(is_technology=table.technology_evidence.isin(["core", "extended", "rule"]))


def _same(codes: subjects.Codes) -> Sequence[subjects.Codes]:
    wanted = (codes.system, codes.strength)
    return [each for each in subjects.codes() if (each.system, each.strength) == wanted]


def with_makers(awards: ir.Table) -> ir.Table:
    """Whose product it is: the maker that the text names, else the seller if it is no reseller.

    A seller that makes things itself, or sells work, is not taken for the reseller of what its
    text names. Adds `maker` (a family; null where a reseller's text names no product we know)
    and `maker_from`: `words`, `vendor` or null. In: awards with `seller_families` and the
    table of `technology`.
    """
    # a maker's text may name its rivals: docs/decisions/0028
    keeps = awards.vendor_role.isin(["maker", "services"]).fill_null(False)
    named = awards.product_maker.notnull() & ~keeps
    resold = (awards.vendor_role == "reseller").fill_null(False)
    nothing = ibis.null("string")
    return awards.mutate(
        maker=named.ifelse(awards.product_maker, resold.ifelse(nothing, awards.vendor_family)),
        maker_from=named.ifelse("words", resold.ifelse(nothing, ibis.literal("vendor"))),
    )


def in_words(awards: ir.Table) -> ir.StringColumn:
    """Category of an award in words, also where there is none: for rates and filters."""
    return ibis.cases(
        (awards.technology_category.notnull(), awards.technology_category),
        (awards.is_technology.fill_null(False), "other technology"),
        (awards.technology_evidence.isnull(), "not known"),
        else_="not technology",
    )
