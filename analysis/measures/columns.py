"""Column names and cells that measures write and readers name again. No Ibis in here."""

from __future__ import annotations

WHO = (
    "award_key",
    "piid",
    "award_kind",
    "recipient_name",
    "component_code",
    "component",
    "competition_class",
    "competition_group",
    "headline",
    "product_or_service_code",
    "first_action_date",
    "start_fiscal_year",
    "usaspending_url",
    "as_of",
)
"""Columns of `growth` that say which award a row is of; all others are measures."""
ABSENT = "the whole action"
"""The field that differs where one of two services lacks an action."""
