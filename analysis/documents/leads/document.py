"""Leads document: the contract of `python -m analysis leads --kind no-notice --json`.

Money is text with two decimals, a missing figure is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

import pandas as pd

from analysis.documents.leads.lead import Lead, Row
from analysis.documents.leads.missing_notice import MISSING_NOTICE
from analysis.documents.types.leads import AwardsExamined, LeadsDocument
from analysis.published.build import Build
from analysis.published.selection import EVERYTHING, Selection
from analysis.rules.notice_rules import approver
from analysis.serialise import rows
from analysis.text import count

OF_REASON = ("reason", "plain", "because", "source", "unconfirmed")
NOT_EXAMINED = {
    "competed": "were competed without new work above the threshold",
    "not_competed_not_above": "were not competed, or among few, and are not above the threshold",
    "not_competed_amount_missing": "were not competed, or among few, and their first amount "
    "or its day is missing",
    "not_competed_before_any_rule": "were not competed, or among few, before any rule of posting",
}
"""Awards without a question, by why, in words."""


def no_notice_document(
    build: Build, selection: Selection = EVERYTHING, top: int = 50
) -> LeadsDocument:
    """The document of missing notices."""
    return document(MISSING_NOTICE, build, selection, top)


def document(
    lead: Lead, build: Build, selection: Selection = EVERYTHING, top: int = 50
) -> LeadsDocument:
    """Leads, largest amount first, with possible innocent reasons."""
    return document_of(lead, build, lead.rows(build, selection), selection, top)


def document_of(
    lead: Lead, build: Build, frame: pd.DataFrame, selection: Selection, top: int
) -> LeadsDocument:
    """The document of all rows of a kind of lead of a choice, the first `top` listed."""
    words, basis = lead.innocent_reasons(), lead.basis(build)
    rates = lead.base_rates(build, selection, basis)
    document = {
        "kind": lead.kind,
        "matching": len(frame),
        "leads": [_with_reasons(lead, row, words) for row in rows(frame.head(top))],
        "base_rates": rates or [],
        "base_rates_missing_because": lead.no_base_rate if rates is None else None,
        "examined": lead.examined(build, selection),
        "notices_held": basis,
        "cautions": list(lead.cautions),
        **build.provenance,
    }
    return cast(LeadsDocument, document)  # the test of types holds its keys


def examined_in_words(examined: AwardsExamined) -> str:
    """How many awards could be looked at: an empty list says nothing of the others."""
    awards, looked_at = examined["awards"], examined["examined"]
    if not awards:
        return "Cannot be said: no award of it is held."
    earlier = examined["before_first_notice"]
    notices = (
        "no notice of SAM.gov's own files is held"
        if earlier is None
        else f"{earlier:,} lie before the first notice held"
    )
    others = [
        f"{number:,} {words}"
        for name, words in NOT_EXAMINED.items()
        if (number := examined.get(name)) is not None and number
    ]
    said = "; ".join(
        [
            f"Examined {looked_at:,} of {count(awards, 'award')}",
            *others,
            f"{examined['class_unknown']:,} have no known class",
            notices,
        ]
    )
    return f"{said}." if looked_at else f"Cannot be said. {said}."


def _with_reasons(lead: Lead, row: Row, words: Mapping[str, Row]) -> Row:
    threshold = lead.threshold(row["action_date"])
    day, amount = date.fromisoformat(row["action_date"]), Decimal(row["amount_usd"])
    line = approver(row["component_code"], amount, day)
    named = [name for name in row.pop("reasons").split("|") if name]
    return row | {
        "may_be_because": [{name: words[reason][name] for name in OF_REASON} for reason in named],
        "question": lead.question(row),
        "threshold_because": threshold.because,
        "threshold_source": f"{threshold.cites}; {threshold.source}",
        "threshold_unconfirmed": threshold.unconfirmed or None,
        "approver": line.approver,
        "approver_source": f"{line.cites}; {line.source}",
        "approver_unconfirmed": line.unconfirmed or None,
    }
