"""Competition of one award in words, with the codes quoted and the rule named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.text import BLANK, NOT_IN_COPY
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt
from dashboard.text import rules_text

Award = Mapping[str, Any]


def section(award: Award) -> Element:
    """The class, the rule that gave it, what contradicts it and the codes it was read from."""
    class_name = award["competition_class"]
    heading = [common.swatch(award["competition_group"]), rules_text.class_label(class_name), "."]
    says: list[Element] = [
        elements.P(
            [elements.Strong(heading), " ", rules_text.class_words(class_name)], className="verdict"
        ),
        *_rule_says(award["competition_rule"], class_name),
        *_own(award),
    ]
    if not fmt.missing(award["competition_note"]):
        says.append(elements.P(fmt.sentence(award["competition_note"]), className="noted"))
    says += [*_conflict_says(award), *_others_say(award), _codes(award)]
    return common.section("How it was bought", "bought", says)


def _own(award: Award) -> list[Element]:
    """How a vehicle itself was bought, which is kept apart from its orders."""
    if award["award_kind"] != "IDV" or fmt.missing(award["own_class"]):
        return []
    own = award["own_class"]
    says = [
        elements.Strong([common.swatch(rules_text.class_group(own)), rules_text.class_label(own)])
    ]
    first = elements.P(["The vehicle itself: ", *says, ". ", rules_text.class_words(own)])
    return [first, *_rule_says(award["own_rule"], own)]


def _rule_says(number: Any, class_name: str) -> list[Element]:
    row = rules_text.rule(fmt.text(number, ""), class_name)
    if row is None:
        return []
    more = f" {rules_text.follows(row)}" if row["follows"] else ""
    if row["others_differ"]:
        more += f" Others read it differently: {row['others_differ']}."
    link = elements.Link(f"Rule {row['rule']}", href=f"/method#{row['rule']}")
    return [elements.P([link, f": {row['because']}.{more}"], className="rule")]


def _conflict_says(award: Award) -> list[Element]:
    before = award["class_before_conflict"]
    # a class that is not in this copy differs too, and contradicts nothing
    if award["competition_group"] != "conflict" or fmt.missing(before):
        return []
    rule = fmt.text(award["rule_before_conflict"], "")
    says = f"Without the contradiction, rule {rule} would say: {rules_text.class_words(before)}"
    return [elements.P([says, " Which of the two codes is right?"], className="noted")]


def _others_say(award: Award) -> list[Element]:
    """What a reader of extent competed alone would see, where it is the vehicle's code."""
    code = award["extent_competed_code"]
    if award["competition_lane"] != "order" or fmt.missing(code):
        return []
    meaning = rules_text.code_meaning("extent_competed", code)
    return [
        elements.P(
            [
                "A tool that reads extent competed alone sees ",
                elements.Code(str(code)),
                f", “{meaning}”. On this order that code is the vehicle’s: it tells how the "
                "agreement above was competed, not how this order was given.",
            ],
            id="others",
        )
    ]


def _codes(award: Award) -> Element:
    rows = [
        [
            name,
            code if code in (BLANK, NOT_IN_COPY) else elements.Code(code),
            meaning or "–",
            paragraph or "–",
        ]
        for name, code, meaning, paragraph in rules_text.quoted(award)
    ]
    columns = [
        ("Field of the record", ""),
        ("Code", ""),
        ("Its meaning in the official list", ""),
        ("Paragraph behind it", "words"),
    ]
    return common.table("The codes on the record", columns, rows, "codes", "codes")
