"""How well the rules read the records' own words, where the facts quote them.

The labelled awards as in `tests/analysis/labelled.csv`, but each with the descriptions that the
facts quote of its actions (cut after some ninety signs there) in place of the short words.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

from tests.analysis.labels import NOT_COUNTED, labelled, outcomes, scores
from tests.conftest import ROOT

pytestmark = pytest.mark.recorded

FACTS = ROOT.parent / "shared" / "facts" / "programs.md"
AFTER_AMOUNT = re.compile(r"^−?\$[\d,.]+ — (.+)$")
QUOTED = re.compile(r"`CONT_[^`]+`; “([^”]+)”")
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.85


def own_words(path: Path = FACTS) -> dict[str, list[str]]:
    """By number of an award, every description that a row of the facts quotes."""
    found = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.split(" | ")]
        if len(cells) >= 8 and cells[0].strip("| ").isdecimal():
            said = AFTER_AMOUNT.match(cells[6]) or QUOTED.search(cells[6])
            if said and said[1] not in found[cells[2]]:
                found[cells[2]].append(said[1])
    return found


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    words = own_words()
    rows = [
        {**label, "text": text}
        for label in labelled()
        for text in words.get(label["award"].split("_")[2], ())
    ]
    return outcomes(rows)


def test_the_rules_read_the_records_own_words(found):
    every = scores(found)[-1]
    sys.stdout.write(f"on the records' own words: {every}\n")
    assert every.labelled > 90
    assert every.precision >= LEAST_PRECISION, every
    assert every.recall >= LEAST_RECALL, every


def test_no_look_alike_is_counted_by_its_own_words(found):
    others = found[found["expected"].isin(NOT_COUNTED)]
    assert not others["is_surveillance"].any()
