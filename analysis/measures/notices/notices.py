"""Notices: kind, and the numbers for linking them to awards."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

TITLED = (
    r"(^|[^a-z])(j ?& ?a|j&a|lsj|jefo)([^a-z]|$)|justification|limited[- ]sources?|fair opportunity"
)
"""Titles of justifications that were posted as another kind of notice."""
KINDS = (
    ("justification", "justification"),
    ("award notice", "award"),
    ("presolicitation", "presolicitation"),
    ("solicitation", "solicitation|combined"),
    ("sources sought", "sources sought"),
)
COLUMNS = (
    "notice_id",
    "kind",
    "kind_from",
    "title",
    "label",
    "notice_type",
    "posted_date",
    "first_posted_date",
    "solicitation_number",
    "award_number",
    "award_date",
    "award_amount_usd",
    "awardee",
    "office",
    "office_code",
    "sub_tier",
    "sub_tier_code",
    "active",
    "archive_date",
    "link",
    "source",
    "basis",
    "as_of",
)


def notices(held: ir.Table, versions: ir.Table) -> ir.Table:
    """A notice as it stands now, with its kind: a justification by its type, else by its title.

    In: the tables `notices` and `notice_versions` of the warehouse. Out: the published columns
    and `description`, which is not published; `first_posted_date` is the earliest day of
    posting among its contents held. E-mail addresses and telephones were masked when it was read.
    """
    earliest = versions.group_by("notice_id").aggregate(first_posted=versions.posted_date.min())
    held = held.left_join(earliest, "notice_id").drop("notice_id_right")
    kinds = held.notice_type.fill_null("").lower().strip()
    by_type = ibis.cases(
        *((kinds.re_search(words), kind) for kind, words in KINDS), else_=ibis.null("string")
    )
    titled = held.title.fill_null("").lower().re_search(TITLED)
    labelled = held.label.fill_null("").lower().re_search("justification")
    kind = ibis.cases(
        (by_type == "justification", "justification"),
        (titled | labelled, "justification"),
        else_=by_type.fill_null("other"),
    )
    kind_from = ibis.cases(
        (by_type == "justification", "type"),
        (titled, "title"),
        (labelled, "label"),
        else_="type",
    )
    # a corrected notice carries a new date: days are counted from the first
    first = ibis.least(held.first_posted.coalesce(held.posted_date), held.posted_date)
    told = {"kind": kind, "kind_from": kind_from, "first_posted_date": first}
    return held.mutate(**told, as_of=held.last_seen.date()).select(*COLUMNS, "description")


def squeezed(number: ir.StringColumn) -> ir.StringColumn:
    """A number in capitals without signs and blanks; null where nothing is left."""
    return number.upper().re_replace("[^A-Z0-9]+", "").nullif("")


def numbers(notices: ir.Table) -> ir.Table:
    """Award numbers in a notice's cell: each of several, and the whole cell as one.

    Out: `notice_id`, `number`: in capitals, without signs; of at least ten signs.
    """
    # a dash is part of a number; any other sign stands between two
    whole = notices.filter(notices.award_number.notnull())
    cell = whole.award_number.upper().re_replace("-", "")
    each = cell.re_replace("[^A-Z0-9]+", " ").strip().split(" ")
    parts = whole.select("notice_id", number=each.unnest())
    both = parts.union(whole.select("notice_id", number=squeezed(whole.award_number)))
    return both.filter(both.number.length() >= 10).distinct()


def stated_words(notices: ir.Table) -> ir.StringColumn:
    """Words of a notice's award number and title, a blank before and after each."""
    text = ibis.literal(" ").join([notices.award_number.fill_null(""), notices.title.fill_null("")])
    return ibis.literal(" ").concat(text.upper().re_replace("[^A-Z0-9]+", " "), " ")


def states(stated: ir.StringColumn, modification: ir.StringColumn) -> ir.BooleanValue:
    """True where the words name the modification, such as P00009."""
    word = ibis.literal(" ").concat(modification, " ")
    return modification.re_search("^[AP][0-9]{5}$") & stated.contains(word)
