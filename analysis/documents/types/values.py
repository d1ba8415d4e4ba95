"""Values of documents: what stands for money, days and words."""

from __future__ import annotations

Usd = str | None
"""Dollars with two decimals, such as `150703824.61`; None where the records do not say."""
Day = str | None
"""A day as YYYY-MM-DD; None where the records do not say."""
Text = str | None
"""Text of the record or of ours; None where there is none."""
