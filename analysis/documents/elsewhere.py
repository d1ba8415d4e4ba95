"""Signed-elsewhere document: awards that others sign, and what of them DHS pays for.

Money is text with two decimals, a missing figure is null. No sum of DHS's own holds any of it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.published.build import Build
from analysis.published.selection import Words, as_list
from analysis.rules.lookups import component_code
from analysis.serialise import rows

CAUTIONS = (
    "Signed by other agencies: in no sum, share or rate of DHS here.",
    "Paid for by DHS as the record's funding agency says; an obligation, not spending.",
    "Publication differs: Defense publishes its actions after 90 days.",
)


def frame(build: Build, component: Words = None) -> pd.DataFrame:
    """Awards that others sign, what DHS pays for first; of the components that pay, if any."""
    codes = [component_code(word) for word in as_list(component)]
    paid = f" WHERE payer_code IN ({', '.join('?' * len(codes))})" if codes else ""
    return build.query(
        f"SELECT * FROM signed_elsewhere{paid} "
        "ORDER BY paid_usd DESC NULLS LAST, obligated_usd DESC NULLS LAST, award_key",
        codes,
    )


def document(build: Build, component: Words = None) -> dict[str, Any]:
    """Every such award, the sums by the component that pays, and DHS's own sum beside them."""
    listed = frame(build, component)
    codes = [component_code(word) for word in as_list(component)]
    where = f" AND payer_code IN ({', '.join('?' * len(codes))})" if codes else ""
    payers = build.query(
        "SELECT payer_code, max(payer) AS payer, count(*)::BIGINT AS awards, "
        "sum(paid_actions)::BIGINT AS paid_actions, sum(paid_usd) AS paid_usd "
        f"FROM signed_elsewhere WHERE paid_actions > 0{where} "
        "GROUP BY payer_code ORDER BY paid_usd DESC NULLS LAST, payer_code",
        codes,
    )
    return {
        "signed_by_dhs_usd": build.manifest["obligated_usd"],
        "also_held": build.manifest.get("also_held"),
        "payers": rows(payers),
        "awards": rows(listed),
        "cautions": list(CAUTIONS),
        **build.provenance,
    }
