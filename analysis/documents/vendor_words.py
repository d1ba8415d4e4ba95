"""Both counts of a vendor in words, and the names that are likely its own and not merged."""

from __future__ import annotations

from decimal import Decimal

from analysis.documents.types.vendor import NotMerged, OtherCount, VendorDocument
from analysis.text import count, usd

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(document: VendorDocument) -> list[str]:
    """As seller of record, as the channel of other makers, as maker: each where there is any.

    The channel is a part of the first; the sums are never added. “Nothing obligated” is never
    said of a firm that is only counted elsewhere.
    """
    seller, maker = sums(document)
    said = [f"{document['name']}, as seller of record: {_amount(seller)}"]
    if channelled := channel(document):
        total, awards = channelled
        part = f"{usd(total)}, {count(awards, 'award')}"
        said.append(f"of it as the channel of makers that its texts name: {part}")
    others = [row for row in document["sellers"] if row["seller"] != document["family"]]
    # a firm that nobody called a maker counts under itself: that sum is the first again
    if others or document["role"] == "maker":
        said.append(f"as maker, whoever sold its products: {_amount(maker)}")
    if document["not_merged"]:
        said.append(not_merged_in_words(document["not_merged"]))
    return said


def channel(document: VendorDocument) -> tuple[str | None, int] | None:
    """What it was paid for products of other makers: sum and awards; None without any."""
    named = [row for row in document["makers"] if row["maker"] not in (None, document["family"])]
    if not named:
        return None
    known = [Decimal(row["obligated_usd"]) for row in named if row["obligated_usd"]]
    return str(sum(known)) if known else None, sum(row["awards"] or 0 for row in named)


def sums(document: VendorDocument) -> tuple[OtherCount, OtherCount]:
    """The sum under the seller and the sum under the maker."""
    own = OtherCount(
        obligated_usd=document["obligated_usd"],
        vehicles_only=document["vehicles_only"],
        award_count=document["award_count"],
        first_action_date=document["first_action_date"],
        last_action_date=document["last_action_date"],
    )
    other = document["counted_otherwise"]
    return (own, other) if document["count_under"] == "seller" else (other, own)


def not_merged_in_words(found: NotMerged) -> str:
    """`four other names contain PERATON, $235.50, not merged: review`."""
    many = found["names"]
    number = NUMBERS[many] if many < len(NUMBERS) else str(many)
    names = "other name contains" if many == 1 else "other names contain"
    return f"{number} {names} {found['word']}, {usd(found['obligated_usd'])}, not merged: review"


def vehicles_only(counted: OtherCount) -> str:
    """What is held of a vendor of which no order is."""
    return f"{count(counted['award_count'], 'vehicle')} held, and no order under them"


def _amount(counted: OtherCount) -> str:
    if not counted["award_count"]:
        return "no award held"
    if counted["vehicles_only"]:
        return f"not known: {vehicles_only(counted)}"
    return f"{usd(counted['obligated_usd'])} obligated, {count(counted['award_count'], 'award')}"
