"""Types of official files: required columns, kept columns, and those left out with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fetch.schema import subawards, tables
from fetch.schema.columns import Column


@dataclass(frozen=True)
class Shape:
    """One kind of official file.

    A header without one of `required` is refused; a row without one of `never_empty` goes to
    quarantine, and so does one whose `amount` cannot be read. `sign` is a column by which a
    header that lacks the rest is still told apart.
    A file whose name states no time speaks for the latest day in the first of `speaks_for`
    that has one.
    """

    table: str
    words: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    never_empty: tuple[str, ...]
    amount: str
    speaks_for: tuple[str, ...]
    left_out: Mapping[str, str]
    sign: str

    @cached_property  # a file is read by hundreds of questions about them
    def names(self) -> tuple[str, ...]:
        """The kept columns of the official file: all but our own."""
        return tuple(column.name for column in self.columns if column.source)

    @property
    def keyed(self) -> bool:
        """Whether a row has an official key of its own, whose parts tell what is missing."""
        return self.table == "transactions"


ACTIONS = Shape(
    table="transactions",
    words="contract transaction",
    columns=(*tables.RECORD, *tables.OURS),
    required=tables.REQUIRED,
    never_empty=(
        "contract_transaction_unique_key",
        "contract_award_unique_key",
        "action_date",
    ),
    amount="federal_action_obligation",
    speaks_for=("last_modified_date", "action_date"),
    left_out=tables.LEFT_OUT,
    sign="contract_transaction_unique_key",
)

SUBAWARDS = Shape(
    table="subawards",
    words="subaward",
    columns=subawards.SUBAWARD,
    required=("prime_award_unique_key", "subaward_number", "subaward_amount"),
    never_empty=("prime_award_unique_key",),
    amount="subaward_amount",
    speaks_for=("subaward_sam_report_last_modified_date", "subaward_action_date"),
    left_out=subawards.SUBAWARDS_LEFT_OUT,
    sign="subaward_number",
)

FUNDING = Shape(
    table="funding",
    words="account-funding",
    columns=subawards.FUNDING_LINE,
    required=("award_unique_key", "submission_period", "transaction_obligated_amount"),
    never_empty=("award_unique_key",),
    amount="transaction_obligated_amount",
    speaks_for=("last_modified_date", "award_latest_action_date"),
    left_out=subawards.FUNDING_LEFT_OUT,
    sign="submission_period",
)

SHAPES = (ACTIONS, SUBAWARDS, FUNDING)

OF_KIND = {
    "transactions": ACTIONS,
    "delta": ACTIONS,
    "sample": ACTIONS,
    "subawards": SUBAWARDS,
    "funding": FUNDING,
}
"""The shape of each kind of layout."""
