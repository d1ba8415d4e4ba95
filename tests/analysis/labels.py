"""The labelled awards, and how well the rules do on them.

`labelled.csv` holds awards that a person looked at: what they buy, or that they only look so
(`look-alike`), or neither (empty). Keys, vendors and short product words come from the records;
where a trap is told without its award, key and vendor are plainly made up, and `?` stands in a key
for a vehicle that the facts do not give. Categories stand there because of what the award is,
never because of a rule.

The texts are short: the words that tell, without the sentences around them. So the figures say
whether the rules know those words, and flatter how well they read whole records;
`tests/recorded/test_labelled_recorded.py` measures that where the records' own words are at hand.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pandas as pd

from analysis.measures.awards import awards
from analysis.measures.growth import by_action
from analysis.publish.subject_tables import with_subjects
from analysis.rules import subjects
from tests.builders import Row, action, transactions

FILE = Path(__file__).parent / "labelled.csv"
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.92
NOT_COUNTED = ("look-alike", "")


class Here:
    """An engine for a test: every table is computed at once and kept in memory."""

    def table(self, name: str) -> ir.Table:
        raise LookupError(name)

    def keep(self, table: ir.Table, _: str) -> ir.Table:
        return ibis.memtable(table.to_pyarrow())

    def publish(self, table: ir.Table, name: str) -> ir.Table:
        return self.keep(table, name)


@dataclass(frozen=True)
class Score:
    """Of one category: how many awards are, were found, and were found rightly."""

    category: str
    labelled: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled


def labelled() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(rows: list[Row]) -> pd.DataFrame:
    """The awards of some actions with what the rules say of them."""
    ordered = Here().keep(by_action.by_action(transactions(rows)), "ordered")
    table, _ = with_subjects(Here(), ordered, Here().keep(awards(ordered), "bought"))
    found = pd.DataFrame(table.to_pyarrow().to_pylist(), dtype=object)  # None stays None
    return found.set_index("award_key")


def as_action(label: dict[str, str], number: int = 0) -> Row:
    """An action of a labelled award, with its text."""
    row = action(
        label["award"].split("_")[2],
        recipient_name=label["vendor"],
        transaction_description=label["text"],
        awarding_sub_agency_code=label["component"],
        product_or_service_code=label["psc"],
        naics_code=label["naics"],
    )
    key = label["award"]
    return {
        **row,
        "contract_award_unique_key": key,
        "contract_transaction_unique_key": f"T{number}_{key}",
    }


def outcomes(rows: Iterable[dict[str, str]] | None = None) -> pd.DataFrame:
    """Each labelled award beside what the rules found: `expected`, `found`.

    In: labels, those of the file where none are given; one more row of an award is one more
    action of it.
    """
    rows = list(labelled() if rows is None else rows)
    labels = {each["award"]: each for each in rows}
    found = judged([as_action(each, number) for number, each in enumerate(rows)]).copy()
    found["expected"] = [labels[key]["category"] for key in found.index]
    found["text"] = [labels[key]["text"] for key in found.index]
    found["found"] = [each or "" for each in found["technology_category"]]
    return found


def scores(found: pd.DataFrame) -> list[Score]:
    """Precision and recall of every category that counts something, and of all together."""
    counted = [name for name in subjects.categories() if name != "look-alike"]
    each = [
        Score(
            name,
            int((found["expected"] == name).sum()),
            int((found["found"] == name).sum()),
            int(((found["expected"] == name) & (found["found"] == name)).sum()),
        )
        for name in counted
    ]
    present = [score for score in each if score.labelled or score.found]
    sums = [sum(getattr(s, name) for s in each) for name in ("labelled", "found", "right")]
    return [*present, Score("all", *sums)]


def printed() -> None:
    """The table that `make bench` shows, with what it is measured on."""
    sys.stdout.write(
        "rules of technology on labelled awards. Their texts are the short words that tell, which "
        "flatters: whole descriptions are measured by `make test-recorded`\n"
    )
    for score in scores(outcomes()):
        sys.stdout.write(
            f"{score.category:<22} precision {score.precision:.3f}  recall {score.recall:.3f}  "
            f"({score.right} right of {score.found} found, {score.labelled} labelled)\n"
        )


if __name__ == "__main__":
    printed()
