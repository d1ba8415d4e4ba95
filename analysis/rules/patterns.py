"""Patterns: the cells of a rule table, and the values that each matches.

A cell stands for a set of values out of all values of its field. So two rows can be
compared, and an unreachable row is an error on loading.

    *              anything
    -              missing
    +              present, whatever it is
    ?              present, but in no published list
    A|D|F          one of these
    @one_source    one of a family of the published list
    !BND           present, but not this one
    >=2  1  -      numbers of offers
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from fetch import codes

YES_NO = (
    *("lasting", "small", "batch", "agrees", "offers_agree", "codes_held"),
    *("parent_named", "event", "one_year_rule", "beyond_150_days"),
)
MISSING, UNKNOWN = "-", "?"
MANY_OFFERS, ONE_OFFER = ">=2", "1"


@dataclass(frozen=True)
class Field:
    """Input of the rules, with all its values.

    `open` fields are codes from the record: they can also be missing or in no list. The
    others are computed here and always have one of their `values`.
    """

    name: str
    values: frozenset[str]
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)
    open: bool = False

    @property
    def everything(self) -> frozenset[str]:
        return self.values | {MISSING, UNKNOWN} if self.open else self.values

    def read(self, cell: str) -> frozenset[str]:
        """The values that a cell matches. ValueError where the cell says nothing known."""
        words = [word.strip() for word in cell.split("|")]
        return frozenset().union(*(self._word(word) for word in words))

    def _word(self, word: str) -> frozenset[str]:
        if word == "*":
            return self.everything
        if word == "+" and self.open:
            return self.everything - {MISSING}
        # "not this one" is said of a code that is there: missing is no other code
        if word.startswith("!") and self.open:
            return self.everything - {MISSING} - self._word(word[1:])
        if word.startswith("@") and word[1:] in self.families:
            return self.families[word[1:]]
        if word in self.everything:
            return frozenset({word})
        raise ValueError(f"{word!r} is no value of {self.name}; say `*` for anything")


def coded(name: str, table: str) -> Field:
    """A field that holds codes of a published list, with the list's families."""
    rows = codes.table(table)
    families = {row.get("family", "") for row in rows.values()} - {""}
    return Field(
        name,
        frozenset(rows),
        {family: codes.family(table, family) for family in families},
        open=True,
    )


def closed(name: str, values: Iterable[str], **families: frozenset[str]) -> Field:
    """Computed field, always one of a few values."""
    return Field(name, frozenset(values), families)


@cache
def record_fields() -> dict[str, Field]:
    """Fields of a record, by their names in rule tables."""
    yes_no = ("yes", "no")
    fields = [
        coded("fair", "fair_opportunity_limited_sources"),
        coded("extent", "extent_competed"),
        coded("vehicle_extent", "extent_competed"),
        coded("latest_extent", "extent_competed"),
        coded("reason", "other_than_full_and_open_competition"),
        coded("set_aside", "type_of_set_aside"),
        coded("procedures", "solicitation_procedures"),
        coded("award_type", "award_type"),
        coded("idv_type", "idv_type"),
        coded("parent_type", "idv_type"),
        coded("undefinitized", "undefinitized_action"),
        Field("parent_many", frozenset({"M", "S"}), open=True),
        Field("own_many", frozenset({"M", "S"}), open=True),
        closed("offers", (MISSING, ONE_OFFER, MANY_OFFERS)),
        closed("record", ("AWARD", "IDV")),
        closed("extent_from", ("own", "vehicle")),
        closed("offers_from", ("own", "vehicle")),
        *(closed(name, yes_no) for name in YES_NO),
    ]
    return {each.name: each for each in fields}
