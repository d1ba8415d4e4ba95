"""Lead: the record of one kind of question that records raise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.published.build import Build
from analysis.published.selection import Selection

Row = dict[str, Any]


@dataclass(frozen=True)
class Lead:
    """A kind of lead; a question, never a finding.

    `kind`: as commands and documents name it. `says`: in a help text. `title`, `definition`: of
    its rows. `rows`: every row of a choice, the greatest amount first; `reasons` names what may
    make a row legitimate, joined by `|`. `question`: of one row, in a sentence.
    `innocent_reasons`: by name each reason in words. `threshold_because`: why the line of a day is
    what it is. `base_rates`: how usual it is among like awards, and None with `no_base_rate` where
    nothing held tells. `basis`: what is held that it rests on. `cautions`: what must be borne in
    mind.
    """

    kind: str
    says: str
    title: str
    definition: str
    cautions: tuple[str, ...]
    rows: Callable[[Build, Selection], pd.DataFrame]
    question: Callable[[Row], str]
    innocent_reasons: Callable[[], Mapping[str, Row]]
    threshold_because: Callable[[str], str]
    basis: Callable[[Build], Row]
    base_rates: Callable[[Build, Selection, Row], list[Row] | None]
    no_base_rate: str
