"""`analysis paid`: what DHS pays for and others sign."""

from __future__ import annotations

from analysis.cli.options import Component, Top
from analysis.text import count, usd
from fetch import console
from fetch.console import AsJson


def paid(component: Component = None, top: Top = 20, as_json: AsJson = False) -> None:
    """Tell what DHS pays for and other agencies sign."""
    from analysis.cli.held import current
    from analysis.documents.elsewhere import document

    found = document(current(), component)
    if as_json:
        console.document(found)
        return
    console.table(
        ("Component that pays", "Awards", "Actions", ("Obligated", "right")),
        [
            (
                f"{row['payer_code'] or ''} {row['payer'] or 'not stated'}".strip(),
                f"{row['awards']:,}",
                f"{row['paid_actions']:,}",
                usd(row["paid_usd"]),
            )
            for row in found["payers"]
        ],
    )
    shown = [row for row in found["awards"] if row["paid_actions"]][:top]
    console.table(
        ("Award", "Signed by", "Vendor", ("DHS pays", "right")),
        [
            (
                row["piid"],
                row["sub_agency"] or row["agency"] or "agency not stated",
                row["recipient_name"] or "vendor not stated",
                usd(row["paid_usd"]),
            )
            for row in shown
        ],
    )
    others = [row for row in found["awards"] if not row["paid_actions"]]
    if others:
        console.say(f"{count(len(others), 'award')} more that DHS neither signs nor pays for")
    if not found["awards"]:
        console.say("no award is held that others sign; that does not mean that there is none")
    for caution in found["cautions"]:
        console.say(caution)
    console.say(f"signed by DHS itself: {usd(found['signed_by_dhs_usd'])}")
    console.say(f"as of {found['as_of']}")
