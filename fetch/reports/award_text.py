"""Text of award comparisons: ours, the service's, and the difference."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any


def award_lines(one: dict[str, Any]) -> Iterable[str]:
    kind = "vehicle" if one["category"] == "idv" else "contract"
    yield f"{one['piid']}, {kind} {one['award_key']}"
    for check in one["checks"]:
        yield f"  {_measure(check['measure'])}: {_compared(check)}"
    if one["subawards"]:
        yield f"  {len(one['subawards']):,} sub-awards: in the archive, listed by --json"


def reconciliation_lines(compared: dict[str, Any]) -> Iterable[str]:
    """For `fetch status`: how many awards were compared with the service, and what differs."""
    if compared["awards"]:
        yield (
            f"compared with the service: {compared['awards']:,} awards, "
            f"{compared['checks']:,} checks, "
            f"{len(compared['differing']):,} differ, "
            f"{compared['not_comparable']:,} not comparable"
        )
    for check in compared["differing"]:
        yield f"  {check['award_key']}, {_measure(check['measure'])}: {_compared(check)}"


WORDS = {
    "child_idvs": "vehicles below",
    "child_awards": "orders",
    "grandchild_awards": "orders of vehicles below",
    "subawards": "sub-awards",
}


def _measure(name: str) -> str:
    head, _, what = name.partition(" ")
    return f"{WORDS.get(head, head)}{', ' + what if what else ''}"


def _compared(check: dict[str, Any]) -> str:
    """Both sides in words, the difference, and why one lacks."""
    ours, services = _amount(check, "ours"), _amount(check, "services")
    if check["difference"] is None:
        verdict = "not comparable"
    elif Decimal(check["difference"]):
        verdict = f"DIFFERENCE {_amount(check, 'difference')}"
    else:
        verdict = "no difference"
    because = f" ({check['because']})" if check["because"] else ""
    return f"ours {ours}, the service's {services}: {verdict}{because}"


def _amount(check: dict[str, Any], name: str) -> str:
    value = check[name]
    if value is None:
        return "not stated"
    return f"${Decimal(value):,.2f}" if check["unit"] == "USD" else f"{value:,}"
