"""Families of vendors and of product codes.

Both are ours. Neither proves common ownership of two firms or one need behind two purchases.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

LEGAL_FORMS = "INC|INCORPORATED|LLC|LLP|LP|LTD|LIMITED|CORP|CORPORATION|CO|COMPANY"
IT_SERVICES = "^(D3|D[A-K])"
IT_PRODUCTS = "^(70|7[A-K])"
"""The product codes for IT were changed on 2020-10-30: D3 became DA to DK, 70 became 7A to 7K."""


def vendor_families(awards: ir.Table) -> ir.Table:
    """A vendor's family is its parent's UEI, else its own, else its name in one spelling.

    In: the published awards. Out: `award_key`, `vendor_family` and `vendor_spelling`, the name in
    one spelling: capitals, without signs and legal form. Where an award states no UEI of a
    parent, the one that the same UEI, or else the same name, has on other awards is taken, if
    there is only one.
    """
    named = awards.select("recipient_name").distinct()  # one name stands on many awards
    named = named.mutate(name=one_spelling(named.recipient_name))
    table = awards.select("award_key", "recipient_parent_uei", "recipient_uei", "recipient_name")
    table = table.left_join(named, "recipient_name").drop("recipient_name_right")
    by_uei = only(table, "recipient_uei", "recipient_parent_uei", "uei_family")
    table = table.left_join(by_uei, "recipient_uei").drop("recipient_uei_right")
    # a parent joins subsidiaries; an own UEI at least joins the spellings of one registration
    stated = table.recipient_parent_uei.coalesce(table.uei_family, table.recipient_uei)
    table = table.mutate(stated=stated)
    by_name = only(table, "name", "stated", "name_family")
    table = table.left_join(by_name, "name").drop("name_right")
    return table.select(
        "award_key",
        vendor_family=table.stated.coalesce(table.name_family, table.name),
        vendor_spelling="name",
    )


def only(table: ir.Table, key: str, family: str, called: str) -> ir.Table:
    """For each key the family that stands beside it, where it is only one."""
    stated = table.filter(table[key].notnull() & table[family].notnull())
    groups = stated.group_by(key).aggregate(least=stated[family].min(), most=stated[family].max())
    # two parents under one key, by a sale or a mistake: no guess
    alone = groups.filter(groups.least == groups.most)
    return alone.select(key, alone.least.name(called))


def one_spelling(name: ir.StringColumn) -> ir.StringColumn:
    """A name in capitals without signs and without its legal form; null where blank."""
    words = name.upper().re_replace("[^A-Z0-9]+", " ").strip()
    return words.re_replace(f"( ({LEGAL_FORMS}))+$", "").nullif("")


def psc_family(code: ir.StringColumn) -> ir.StringColumn:
    """The first two signs of a product code; IT services and IT products each as one family.

    So that an award of before the change of codes of 2020-10-30 meets its successor.
    """
    signs = code.strip().upper().substr(0, 2).nullif("")
    return ibis.cases(
        (signs.re_search(IT_SERVICES), "IT services"),
        (signs.re_search(IT_PRODUCTS), "IT products"),
        else_=signs,
    )
