"""Lookups: components, competition classes and technology by a reader's word for them."""

from __future__ import annotations

from analysis import rules
from analysis.name_matching import bare
from analysis.rules import rule_sets, subjects
from fetch import codes
from fetch.errors import WrongChoice

NO_CATEGORY = ("other technology", "not technology", "not known")
"""Values of `technology` for awards without a category."""
RATES_BY = ("all", "fiscal_year", "component", "vendor", "psc_family", "technology")
"""Dimensions of rates."""


def component_code(word: str) -> str:
    """The code of a component given as `ICE`, `7012` or its official name.

    Any four digits are a code: other agencies award for DHS too.
    """
    # not looked up: agencies outside DHS have such codes too
    if len(word) == 4 and word.isdigit():
        return word
    try:
        return codes.component(word)
    except LookupError as error:
        raise WrongChoice(str(error.args[0])) from None


def class_name(word: str) -> str:
    """A competition class by its name, in any case; blanks and dashes may stand for `_`."""
    name = word.strip().upper().replace(" ", "_").replace("-", "_")
    if name not in rules.load().classes:
        raise WrongChoice(
            f"{word!r} is no competition class; there are: {', '.join(rules.load().classes)}"
        )
    return name


def check_rates(by: str, rule_set: str) -> None:
    """WrongChoice for a dimension outside `RATES_BY`, or an unknown rule set."""
    if by not in RATES_BY or rule_set not in rule_sets.names():
        sets, ways = ", ".join(rule_sets.names()), ", ".join(RATES_BY)
        raise WrongChoice(f"no rates by {by!r} under {rule_set!r}; sets: {sets}; by: {ways}")


def technologies() -> tuple[str, ...]:
    """Categories of technology in order, then the values without a category."""
    return (*subjects.categories(), *NO_CATEGORY)


def technology_name(word: str) -> str:
    """Value of `technology` by name or category number. WrongChoice for others."""
    kinds = subjects.categories()
    by_number = {str(each.number): name for name, each in kinds.items()}
    names_ = {bare(name): name for name in technologies()}
    category = by_number.get(word.strip()) or names_.get(bare(word))
    if category is None:
        raise WrongChoice(f"no technology {word!r}; there are: {', '.join(names_.values())}")
    return category
