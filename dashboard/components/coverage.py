"""Coverage panel: as-of dates, provisional records, and gaps of the sources."""

from __future__ import annotations

from datetime import date, timedelta

from analysis.published import lists
from analysis.published.build import Build
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt

MISSING = (
    ("Before fiscal year 2008.", "The public files begin on 1 October 2007."),
    ("Small purchases.", "What is below the reporting floor or paid by purchase card."),
    ("Classified contracts.", "They are not published."),
    ("Other transactions.", "Agreements outside the contract rules, and grants."),
    ("Recent weeks.", "Most actions are published within days, some only after months."),
)


def panel(build: Build) -> Element:
    """What these records do not hold, and what their figures are not."""
    items = [elements.Li([elements.Strong(name), " ", says]) for name, says in MISSING]
    items += [
        elements.Li(
            [elements.Strong("Payments."), " An obligation is a promise to pay, not a payment."]
        ),
        elements.Li(
            [
                elements.Strong("Ceilings are not money."),
                " A ceiling is the most an award may reach if every option is used; a vehicle’s "
                "includes its orders.",
            ]
        ),
    ]
    return common.section(
        "What is missing here",
        "missing",
        [
            elements.plain(
                elements.P("Nothing found here does not mean that nothing was bought."),
                elements.P(_spoken_for(build), id="spoken-for"),
                elements.Ul(items, className="plain"),
            )
        ],
    )


def _spoken_for(build: Build) -> str:
    """Up to which day the records of each component speak, and which days are provisional."""
    days = lists.spoken_for(build)
    said = [f"{fmt.join(names)} up to {day}" for day, names in days.items()]
    first = date.fromisoformat(build.as_of) - timedelta(days=lists.PROVISIONAL_DAYS - 1)
    return (
        f"The records held speak for {'; '.join(said)}. What was signed from {first} on is "
        "provisional: more of it is usually published later."
    )
