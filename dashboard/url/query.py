"""The address of a view and the filters it stands for. Pure: no request, no records.

`?component=ICE&class=SOLE_SOURCE&fy=2025`: each may repeat or hold several values
between commas. A value that no record has is not an error: it is set aside and named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qs, parse_qsl, urlencode

from analysis.published.selection import Selection

FACETS = (
    "component",
    "class",
    "technology",
    "vendor",
    "fy",
    "maker",
    "program",
    "kind",
    "size",
    "days",
    "money",
    "name",
    "purchase",
    "counts",
    "ours",
    "vehicle",
    "rules",
    "dollars",
)
LED_TO = ("name", "purchase", "counts", "ours", "vehicle")
"""Facets by which a row of figures leads to its awards: any value can be chosen, none is offered
but those that are."""
MORE = ("maker", "program", "kind", "size", "days", "money", *LED_TO, "rules", "dollars")
"""Facets that stand behind one heading of their own."""
NAMES = {
    "component": "component",
    "class": "way of buying",
    "technology": "technology",
    "vendor": "vendor",
    "fy": "fiscal year",
    "rules": "rule set",
    "dollars": "dollars",
    "maker": "maker",
    "program": "programme",
    "kind": "type of award",
    "size": "size of award",
    "days": "days",
    "money": "obligations",
    "name": "vendor’s recorded name",
    "purchase": "kind of purchase",
    "counts": "maker counted under",
    "ours": "way of buying by our rules",
    "vehicle": "vehicle above the order",
}
NOBODY = {"rules": "ours", "dollars": "nominal", "money": "net"}
"""What a facet says where nothing is chosen, if it is not all."""
RULES = {
    "extent_only": ("extent competed alone, as USAspending’s own filter", "extent only"),
    "fpds2011": ("the FPDS competition report of 2011", "FPDS 2011"),
    "csis": ("CSIS, its defense-industrial initiatives group", "CSIS"),
}
"""The rules of others: in words, and short."""


@dataclass(frozen=True)
class Option:
    """One value a reader can choose: as the address writes it, and in words."""

    value: str
    words: str
    also: tuple[str, ...] = ()
    short: str = ""


@dataclass(frozen=True)
class Filters:
    """The chosen values of each facet, in the order they are offered. Empty means all."""

    component: tuple[str, ...] = ()
    competition_class: tuple[str, ...] = ()
    fiscal_year: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    dollars: tuple[str, ...] = ()
    technology: tuple[str, ...] = ()
    vendor: tuple[str, ...] = ()
    maker: tuple[str, ...] = ()
    program: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    purchase: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    vehicle: tuple[str, ...] = ()
    remarks: tuple[str, ...] = field(default=(), compare=False)
    """Sentences about values that the address names in vain."""

    def of(self, facet: str) -> tuple[str, ...]:
        """The chosen values of one facet."""
        return getattr(self, ATTRIBUTES.get(facet, facet))

    def with_values(self, facet: str, values: Sequence[str]) -> Filters:
        """The same filters with one facet replaced."""
        return replace(self, **{ATTRIBUTES.get(facet, facet): tuple(values)})

    @property
    def fiscal_years(self) -> tuple[int | str, ...]:
        """The chosen fiscal years as numbers, and `not-stated` as it is."""
        return tuple(int(year) if year.isdigit() else year for year in self.fiscal_year)

    @property
    def rule_set(self) -> str:
        """The rules that class the awards: ours where none is chosen."""
        return self.rules[0] if self.rules else OURS

    @property
    def gross(self) -> str | None:
        """The gross view that is chosen; None where obligations are net."""
        return self.money[0] if self.money else None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The facets that have a value."""
        return tuple(facet for facet in FACETS if self.of(facet))


WHOLE = ("name",)
"""Facets whose values may hold commas: an address repeats such a facet, and lists none."""
ATTRIBUTES = {"class": "competition_class", "fy": "fiscal_year"}
"""Facets whose attribute is not called as the address calls them."""
OURS = "default"
WRITTEN = ("rules", "dollars", "kind", "size", "money", "ours")
"""Facets whose values are ours, not the records'."""
SPAN_FORM = "write the first and the last day, like 2025-01-20..2026-01-19, the earlier first"
SINGLE = ("rules", "dollars", "days", "money")
"""Facets of which one value holds at a time."""
CONSTANT = "constant"
NONE = Filters()


def span(text: str) -> tuple[str, str] | None:
    """The first and last day of `2025-01-20..2026-01-19`; either may be open, not both.

    None where a day does not exist, or the span ends before it begins.
    """
    first, dots, last = text.partition("..")
    written = [each for each in (first, last) if each]
    try:
        days = [str(date.fromisoformat(each)) for each in written]
    except ValueError:
        return None
    return (first, last) if dots and days and days == sorted(written) == written else None


def span_words(text: str) -> str:
    """A span of days in words."""
    first, last = text.split("..")
    if first and last:
        return f"{first} to {last}"
    return f"since {first}" if first else f"until {last}"


def selection(chosen: Filters) -> Selection:
    """What is chosen, as the questions to a build take it."""
    since, until = (span(chosen.days[0]) if chosen.days else None) or (None, None)
    return Selection(
        component=chosen.component,
        classes=chosen.competition_class,
        fiscal_years=chosen.fiscal_years,
        technology=chosen.technology,
        vendor=chosen.vendor,
        maker=chosen.maker,
        program=chosen.program,
        kind=chosen.kind,
        size=chosen.size,
        since=since or None,
        until=until or None,
        money=chosen.gross,
        rule_set=chosen.rule_set,
        recipient_name=chosen.name,
        psc_family=chosen.purchase,
        counted_under=chosen.counts,
        our_class=chosen.ours,
        under_vehicle=chosen.vehicle,
    )


def parse(search: str, offered: Mapping[str, Sequence[Option]]) -> tuple[Filters, list[str]]:
    """The filters an address asks for, and sentences about values it names in vain."""
    told = parameters(search)
    filters, remarks = NONE, []
    for facet in FACETS:
        known, unknown = _known(told.get(facet, []), offered[facet])
        filters = filters.with_values(facet, known[:1] if facet in SINGLE else known)
        remarks += [_remark(facet, value) for value in unknown]
        if facet in SINGLE and known[1:]:
            remarks.append(f"Of {NAMES[facet]} one holds at a time: the others were left out.")
    return replace(filters, remarks=tuple(remarks)), remarks


def parameters(search: str) -> dict[str, list[str]]:
    """The values of each name of an address; they may repeat or stand between commas."""
    found: dict[str, list[str]] = {}
    for name, values in parse_qsl(search.lstrip("?")):
        each = [values] if name in WHOLE else [part.strip() for part in values.split(",")]
        found.setdefault(name, []).extend(each)
    return found


def first(search: str, name: str, otherwise: str = "") -> str:
    """The first value that an address gives to a name."""
    return parse_qs(search.lstrip("?")).get(name, [otherwise])[0]


def less(search: str, names: Sequence[str]) -> str:
    """An address without some of its names."""
    return urlencode([pair for pair in parse_qsl(search.lstrip("?")) if pair[0] not in names])


def rule_set_of(search: str) -> str:
    """The rule set an address asks for, before it is known what else can be chosen."""
    named = {value.upper() for value in parameters(search).get("rules", [])}
    return next((name for name in RULES if name.upper() in named), OURS)


def pairs(filters: Filters) -> list[tuple[str, str]]:
    """Names and values as an address has them."""
    return [(facet, value) for facet in FACETS for value in filters.of(facet)]


def sums_of(filters: Filters) -> str:
    """What the obligations of a view are."""
    gross = {"given": "Obligations given", "taken-back": "Obligations taken back"}
    return gross[filters.gross] if filters.gross else "Net obligations"


def to_search(filters: Filters) -> str:
    """The part of an address after the path, `?` included; empty where nothing is chosen."""
    return f"?{urlencode(pairs(filters))}" if filters.chosen else ""


def toggled(
    filters: Filters, facet: str, value: str, offered: Mapping[str, Sequence[Option]]
) -> Filters:
    """The filters with one value put in, or taken out where it was in."""
    held = set() if facet in SINGLE and value not in filters.of(facet) else set(filters.of(facet))
    now = held ^ {value}
    return filters.with_values(
        facet, [option.value for option in offered[facet] if option.value in now]
    )


def without(filters: Filters, facet: str) -> Filters:
    """The filters with one facet cleared."""
    return filters.with_values(facet, ())


def words(filters: Filters, facet: str, offered: Mapping[str, Sequence[Option]]) -> list[str]:
    """The chosen values of one facet in few words."""
    chosen = filters.of(facet)
    return [option.short or option.words for option in offered[facet] if option.value in chosen]


def _known(asked: Sequence[str], offered: Sequence[Option]) -> tuple[list[str], list[str]]:
    """Values the records have, in offered order, and those they do not have."""
    exactly = {option.value: option.value for option in offered}
    by_name = {
        name.upper(): option.value for option in offered for name in (option.value, *option.also)
    }
    told = {value: exactly.get(value) or by_name.get(value.upper()) for value in asked}
    found = set(told.values())
    unknown = [value for value, named in told.items() if value and not named]
    return [option.value for option in offered if option.value in found], unknown


def _remark(facet: str, value: str) -> str:
    clean = printable(value)
    if facet == "days":
        return f"“{clean}” is no span of days: {SPAN_FORM}. It was left out."
    if facet in WRITTEN:
        return f"There is no {NAMES[facet]} “{clean}” to choose, so that filter was left out."
    return f"No record held has the {NAMES[facet]} “{clean}”, so that filter was left out."


def printable(value: str, length: int = 60) -> str:
    """The beginning of what an address says, as a page may repeat it."""
    return "".join(letter if letter.isprintable() else " " for letter in value)[:length]
