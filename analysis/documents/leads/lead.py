"""Lead: the record of one kind of question that records raise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.documents.types.leads import AwardsExamined
from analysis.published.build import Build
from analysis.published.selection import Selection
from analysis.rules.row_types import Threshold

Row = dict[str, Any]


@dataclass(frozen=True)
class Lead:
    """Kind of lead: a question to check, not proof.

    `kind`: name in commands and documents. `says`: words of the help text. `title`,
    `definition`: of its rows. `rows`: every row of a selection, largest amount first, with
    `reasons` joined by `|`. `question`: of one row, in a sentence. `innocent_reasons`: row of
    each reason by its name. `threshold`: the threshold in force on a day.
    `base_rates`: frequency among similar awards, or None; `no_base_rate` says why, by the basis.
    `basis`: records behind the lead. `examined`: how many awards of a selection could be looked at,
    and why others could not. `cautions`: warnings to the reader.
    """

    kind: str
    says: str
    title: str
    definition: str
    cautions: tuple[str, ...]
    rows: Callable[[Build, Selection], pd.DataFrame]
    question: Callable[[Row], str]
    innocent_reasons: Callable[[], Mapping[str, Row]]
    threshold: Callable[[str], Threshold]
    basis: Callable[[Build], Row]
    examined: Callable[[Build, Selection], AwardsExamined]
    base_rates: Callable[[Build, Selection, Row], list[Row] | None]
    no_base_rate: Callable[[Row], str]
