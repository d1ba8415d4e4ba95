"""Ranges in words: a share that lies between two is never told as one of them."""

from __future__ import annotations

from typing import Any

from dashboard.text import format as fmt


def in_words(low: Any, high: Any) -> str:
    """`34.5%` where both ends are alike, else `at least 12.0% and at most 34.5%`."""
    if fmt.missing(low) or fmt.missing(high):
        return "an unknown share"
    if fmt.share(low) == fmt.share(high):
        return fmt.share(low)
    return f"at least {fmt.share(low)} and at most {fmt.share(high)}"


def unknown_in_words(share: Any) -> str:
    """What is not known of a whole, as the part of a sentence before others; empty for nothing."""
    if fmt.missing(share) or not share:
        return ""
    return f"the class of {fmt.share(share)} is not known; "
