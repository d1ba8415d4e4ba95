"""Ranges in words: a share that lies between two is never told as one of them."""

from __future__ import annotations

from typing import Any

from dashboard.text import format as fmt

NONE, ALL = fmt.share(0), fmt.share(1)


def in_words(low: Any, high: Any) -> str:
    """`34.5%` where both ends are alike, else `at least 12.0% and at most 34.5%`.

    An end that says nothing is left out: a zero that is only the end of a range reads as a share.
    """
    if fmt.missing(low) or fmt.missing(high):
        return "an unknown share"
    if fmt.share(low) == fmt.share(high):
        return fmt.share(low)
    least = "" if fmt.share(low) == NONE else f"at least {fmt.share(low)}"
    most = "" if fmt.share(high) == ALL else f"at most {fmt.share(high)}"
    return " and ".join(filter(None, (least, most))) or "anything from none to all"


def unknown_in_words(share: Any) -> str:
    """What is not known of a whole, as the part of a sentence before others; empty for nothing."""
    if fmt.missing(share) or not share:
        return ""
    return f"the class of {fmt.share(share)} is not known; "
