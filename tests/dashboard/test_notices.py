"""The justification on the page: pinned on its action, listed, and never more sure than it is."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts.figure import PlotFigure
from dashboard.components import notices
from dashboard.html import elements
from tests.dashboard import frames
from tests.dashboard.checked import checked
from tests.dashboard.elements import links, said

LINK = "https://sam.gov/opp/0123456789abcdef0123456789abcdef/view"


def notice(**cells: Any) -> dict[str, Any]:
    """A justification of an invented award's modification P00001."""
    return {
        "kind": "justification",
        "title": "Example optics, limited sources",
        "label": None,
        "posted_date": "2024-02-20",
        "first_posted_date": "2024-02-20",
        "link": LINK,
        "basis": None,
        "as_of": "2024-06-01",
        "link_status": "certain",
        "link_because": None,
        "evidence": "the notice states the award's number",
        "transaction_key": "P00001",
        "modification_number": "P00001",
        "action_date": "2024-02-01",
        "action_status": "certain",
        "action_evidence": "the notice states the modification",
        "days_to_posting": 19,
        "days_allowed": 14,
        "days_late": 5,
        "deadline_paragraph": "FAR 6.305(a)",
        "deadline_unconfirmed": None,
        "deadline_source": "FAC 1, example",
        "authority": {
            "citation": "6.302-2",
            "plain": "urgency",
            "confidence": "certain",
            "found_in": "Example.pdf",
            "page": 3,
            "sentence": "Under FAR 6.302-2.",
        },
        "other_authorities": [],
        "attachments": [{"name": "Example.pdf", "text_state": "scan"}],
        **cells,
    }


def pinned(*found: dict[str, Any]) -> go.Figure:
    rows = [
        {**frames.action("0", "2024-01-01", "initial"), "transaction_key": "0"},
        {**frames.action("P00001", "2024-02-01", "new work"), "transaction_key": "P00001"},
    ]
    return checked(notices.pin(PlotFigure(), frames.actions(*rows), list(found)))


def test_a_justification_is_pinned_on_the_action_it_explains() -> None:
    [note] = pinned(notice()).layout.annotations
    assert note.x == "2024-02-01"
    assert note.text == "justified, notice<br>19 days later"
    assert "6.302-2: urgency" in note.hovertext


def test_the_pin_reads_every_authority_of_a_tie_and_says_that_it_is_one() -> None:
    tied = {"citation": "8.405-6", "plain": "<b>limited</b>", "confidence": "certain"}
    less = {"citation": "13.501", "plain": "commercial", "confidence": "likely"}
    [note] = pinned(notice(other_authorities=[tied, less])).layout.annotations
    assert "several named:<br>6.302-2: urgency<br>8.405-6: &lt;b&gt;limited" in note.hovertext
    assert "13.501" not in note.hovertext


@pytest.mark.parametrize("cells", [{"action_status": "possible"}, {"link_status": "possible"}])
def test_what_is_only_possible_asks_and_does_not_state(cells: dict[str, str]) -> None:
    [note] = pinned(notice(**cells)).layout.annotations
    assert note.text.startswith("justified?")
    assert said(notices.marks([notice(**cells)])).startswith("Possibly: ")


def test_a_notice_of_no_known_action_is_listed_and_not_pinned() -> None:
    loose = notice(transaction_key=None, days_to_posting=None, days_late=None)
    assert not pinned(loose).layout.annotations
    assert "no action of the award is known to be it" in said(
        notices.section([loose], elements.P())
    )


def test_the_list_says_authority_page_days_late_and_that_a_scan_is_one() -> None:
    words = said(notices.section([notice()], elements.P()))
    for part in (
        "6.302-2",
        "urgency",
        "page 3",
        "5 days late of 14 allowed, FAR 6.305(a)",
        "FAC 1",
        "scan",
    ):
        assert part in words
    assert links(notices.section([notice()], elements.P())) == [LINK]


@pytest.mark.parametrize("link", [None, "https://example.org/opp", "javascript:alert(1)"])
def test_no_link_is_shown_but_one_to_sam_gov(link: str | None) -> None:
    assert links(notices.section([notice(link=link)], elements.P())) == []
    assert "no link held" in said(notices.section([notice(link=link)], elements.P()))


def test_an_authority_that_no_text_names_is_unknown() -> None:
    assert "unknown" in said(notices.section([notice(authority=None)], elements.P()))


def test_an_award_without_notices_is_not_said_to_lack_them() -> None:
    assert "does not mean that none was posted" in said(notices.section([], elements.P()))


def test_a_notice_that_was_posted_anew_says_both_days() -> None:
    again = notice(posted_date="2024-03-30")
    assert "2024-02-20 posted anew 2024-03-30" in said(notices.section([again], elements.P()))
    assert "Posted 2024-02-20, 19 days after" in said(notices.marks([again]))
