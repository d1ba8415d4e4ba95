"""What a build would be made from: the records that may be published, and what they come to."""

from __future__ import annotations

from typing import Any

from fetch.export import facts, held_in_order
from fetch.settings import Settings


def publishable(settings: Settings) -> dict[str, Any]:
    """What is held, as a build's manifest says it; an error where a build would stop.

    A build takes a hundred times as long; tests/analysis/test_build.py holds that it asks this.
    """
    with held_in_order(settings) as store:
        return facts(store)
