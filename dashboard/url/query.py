"""Query: the address of a view and its filters. Pure: no request, no records.

`?component=ICE&class=SOLE_SOURCE&fy=2025`: each facet may repeat or hold several values between
commas. A value that no record has is not an error: it is set aside and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

from analysis.published.selection import Selection
from dashboard.facets import BY_NAME, FACETS, RULES, Option, printable
from dashboard.url import days

OURS = "default"
Offered = Mapping[str, Sequence[Option]]
"""Options by name of the facet."""


@dataclass(frozen=True)
class Filters:
    """The chosen values of facets, by name, in the order of the table. No value means all."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = field(default=(), compare=False)
    """Sentences on unknown values of the address."""

    def __post_init__(self) -> None:
        if strangers := self.values.keys() - BY_NAME.keys():
            raise ValueError(f"no filter is called {', '.join(sorted(strangers))}")
        # the order of the table, so that two ways to the same choice have one address
        ordered = {f.name: tuple(self.values[f.name]) for f in FACETS if self.values.get(f.name)}
        object.__setattr__(self, "values", ordered)

    def __hash__(self) -> int:
        return hash(tuple(self.values.items()))

    def of(self, facet: str) -> tuple[str, ...]:
        """The chosen values of one facet."""
        return self.values.get(facet, ())

    def with_values(self, facet: str, values: Iterable[str]) -> Filters:
        """The same filters with one facet replaced."""
        return replace(self, values={**self.values, facet: tuple(values)})

    @property
    def fiscal_years(self) -> tuple[int | str, ...]:
        """The chosen fiscal years as numbers, and `not-stated` as it is."""
        return tuple(int(year) if year.isdigit() else year for year in self.of("fy"))

    @property
    def rule_set(self) -> str:
        """The rules that class the awards: ours where none is chosen."""
        return next(iter(self.of("rules")), OURS)

    @property
    def gross(self) -> str | None:
        """The gross view that is chosen; None where obligations are net."""
        return next(iter(self.of("money")), None)

    @property
    def facets(self) -> tuple[str, ...]:
        """The facets that have a value."""
        return tuple(self.values)


NONE = Filters()


def selection(filters: Filters) -> Selection:
    """Selection of the filters, for queries of a build."""
    fields: dict[str, Any] = {}
    columns: dict[str, tuple[str, ...]] = {}
    for name, values in filters.values.items():
        # a copy: `columns` is taken out of it below
        request = dict(BY_NAME[name].selection(values))
        columns |= request.pop("columns", {})
        fields |= request
    return Selection(**fields, columns=tuple(columns.items()))


def parse(search: str, offered: Offered) -> tuple[Filters, list[str]]:
    """Filters of an address, and sentences on its unknown values."""
    by_name = parameters(search)
    values: dict[str, Sequence[str]] = {}
    remarks = []
    for facet in FACETS:
        known, unknown = _known(by_name.get(facet.name, []), offered[facet.name])
        # of several, the first in the order of the list, not of the address: one view, one address
        values[facet.name] = known[:1] if facet.single else known
        remarks += [_remark(facet.name, value) for value in unknown]
        if facet.single and known[1:]:
            remarks.append(f"Of {facet.label} one holds at a time: the others were left out.")
    return Filters({name: tuple(each) for name, each in values.items()}, tuple(remarks)), remarks


def parameters(search: str) -> dict[str, list[str]]:
    """The values of each name of an address; they may repeat or stand between commas."""
    by_name: dict[str, list[str]] = {}
    for name, values in parse_qsl(search.lstrip("?")):
        # names of firms hold commas: such a facet is repeated instead
        whole = name in BY_NAME and BY_NAME[name].commas
        each = [values] if whole else [part.strip() for part in values.split(",")]
        by_name.setdefault(name, []).extend(each)
    return by_name


def first(search: str, name: str, otherwise: str = "") -> str:
    """The first value that an address gives to a name."""
    return parse_qs(search.lstrip("?")).get(name, [otherwise])[0]


def less(search: str, names: Sequence[str]) -> str:
    """An address without some of its names."""
    return urlencode([pair for pair in parse_qsl(search.lstrip("?")) if pair[0] not in names])


def rule_set_of(search: str) -> str:
    """Rule set of an address; needed before the other options are known."""
    named = {value.upper() for value in parameters(search).get("rules", [])}
    return next((name for name in RULES if name.upper() in named), OURS)


def pairs(filters: Filters) -> list[tuple[str, str]]:
    """Names and values as an address has them."""
    return [(facet, value) for facet, values in filters.values.items() for value in values]


def sums_of(filters: Filters) -> str:
    """Name of the obligations of a view: net, or a gross view."""
    gross = {"given": "Obligations given", "taken-back": "Obligations taken back"}
    return gross[filters.gross] if filters.gross else "Net obligations"


def to_search(filters: Filters) -> str:
    """The part of an address after the path, `?` included; empty where nothing is chosen."""
    return f"?{urlencode(pairs(filters))}" if filters.facets else ""


def toggled(filters: Filters, facet: str, value: str, offered: Offered) -> Filters:
    """The filters with one value put in, or taken out where it was in."""
    # a second choice of a single facet takes the place of the first
    alone = BY_NAME[facet].single and value not in filters.of(facet)
    now = (set() if alone else set(filters.of(facet))) ^ {value}
    return filters.with_values(
        facet, [option.value for option in offered[facet] if option.value in now]
    )


def without(filters: Filters, facet: str) -> Filters:
    """The filters with one facet cleared."""
    return filters.with_values(facet, ())


def words(filters: Filters, facet: str, offered: Offered) -> list[str]:
    """The chosen values of one facet in few words."""
    values = filters.of(facet)
    return [option.short or option.words for option in offered[facet] if option.value in values]


def _known(request: Sequence[str], offered: Sequence[Option]) -> tuple[list[str], list[str]]:
    """Known values in offered order, and unknown values."""
    # exact first: of values that differ in capitals alone each can be chosen
    exactly = {option.value: option.value for option in offered}
    by_name = {
        name.upper(): option.value for option in offered for name in (option.value, *option.also)
    }
    options = {value: exactly.get(value) or by_name.get(value.upper()) for value in request}
    values = set(options.values())
    unknown = [value for value, named in options.items() if value and not named]
    return [option.value for option in offered if option.value in values], unknown


def _remark(facet: str, value: str) -> str:
    # cut and cleaned: the value is repeated on the page
    clean, each = printable(value), BY_NAME[facet]
    if facet == "days":
        return f"“{clean}” is no span of days: {days.FORM}. It was left out."
    if each.ours:
        return f"There is no {each.label} “{clean}” to choose, so that filter was left out."
    return f"No record held has the {each.label} “{clean}”, so that filter was left out."
