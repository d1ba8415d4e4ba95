"""Markup of a notice is taken out in a time that grows with its length, not with its square."""

from __future__ import annotations

import time

import pytest

from fetch.sam.bulk_csv import plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>two<!-- three --></p>", "One\ntwo"),
        ("a <!-- b <p> --> c <!-- d", "a c <!-- d"),
        ("1 < 2 <b>and</b> 3 > 2 &amp; so", "1 < 2 and 3 > 2 & so"),
        ("x --> y <br/>z", "x --> y\nz"),
    ],
)
def test_markup_goes_and_text_stays(markup, text):
    assert plain(markup) == text


@pytest.mark.parametrize("opened", ["<!--", "<p ", "<a ", "<!-- --", "-->", "<", "&#"])
def test_markup_that_never_closes_costs_no_more_than_its_length(opened):
    short, long = _least(opened * 5_000), _least(opened * 80_000)
    # sixteen times the text: its square would be two hundred and fifty-six times the time
    assert long < 100 * max(short, 0.0005)


def _least(text: str) -> float:
    def once() -> float:
        begun = time.process_time()
        plain(text)
        return time.process_time() - begun

    return min(once() for _ in range(3))
