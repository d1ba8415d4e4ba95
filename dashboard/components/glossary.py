"""Glossary: the field's words in plain ones, at the foot of every page."""

from __future__ import annotations

from dashboard.html import elements
from dashboard.html.elements import Element

WORDS = (
    (
        "Obligated",
        "What the government has promised to pay under an action, less what it took "
        "back. It is not a payment.",
    ),
    ("Ceiling", "The most an award may reach: base and all options. It is a limit, not money."),
    ("Initial ceiling", "The ceiling of the first action."),
    (
        "Ceiling now",
        "The initial ceiling and every later change that the records state. Where a "
        "change is not stated, the figure says up to which day it is known.",
    ),
    (
        "Growth",
        "The ceiling now over the initial ceiling. Not known where the first action is "
        "not held or states no ceiling.",
    ),
    (
        "Given to one source",
        "Sole source, sole-source set-aside, follow-on and urgent awards. One "
        "offer after a competition is a class of its own and not among them.",
    ),
    (
        "Share not competed",
        "Dollars of awards that were not competed over all dollars, and over "
        "the dollars whose class is known. Micro-purchases are in neither.",
    ),
    (
        "Vehicle",
        "An agreement under which orders are placed. Its ceiling includes its orders and "
        "is never added to theirs.",
    ),
    (
        "Award, action, modification",
        "An award is one contract, order, call or vehicle. Each time it is signed or changed is an "
        "action; every action after the first is a modification.",
    ),
    (
        "IDV",
        "Indefinite delivery vehicle: the record’s word for a vehicle. GWAC, FSS (a schedule), BOA "
        "and BPA are kinds of it.",
    ),
    (
        "Order, BPA call",
        "What is bought under a vehicle; under a blanket purchase agreement (BPA) it is a call.",
    ),
    (
        "Deobligation",
        "An action that takes back what was obligated; it stands below zero. Net is what was given "
        "less what was taken back.",
    ),
    ("Justification", "The document that says why an award was not competed; many must be posted."),
    ("Fiscal year", "October to September, named by the year in which it ends."),
)


def terms() -> Element:
    """Each word with what it means."""
    pairs = [part for name, says in WORDS for part in (elements.Dt(name), elements.Dd(says))]
    return elements.Dl(pairs, className="glossary")
