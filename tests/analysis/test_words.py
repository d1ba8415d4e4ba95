"""The small language in which rules write words."""

from __future__ import annotations

import pytest

from analysis.rules.phrases import compiled, covers, phrases


@pytest.mark.parametrize(
    ("cell", "text", "matched"),
    [
        ("FIVECAST", "SIX FIVECAST LICENSES", "FIVECAST"),
        ("ATRAC", "DYNATRACE LICENSES", None),
        ("ATS", "BATS AND ATSX", None),
        (
            "SELF DEPORTATION TRACKING",
            "NEW SELF-DEPORTATION  TRACKING",
            "SELF-DEPORTATION  TRACKING",
        ),
        ("SKIP TRAC*", "SKIP TRACING SERVICES", "SKIP TRACING"),
        ("GRAYKEY|GREY KEY", "A GREY KEY", "GREY KEY"),
        ("GRAY KEY", "GRAYKEY", None),
        ("MONITORING TRANSCRIPTION", "MONITORING, TRANSCRIPTION", "MONITORING, TRANSCRIPTION"),
        ("EVIGILANT COM", "EVIGILANT.COM INCORPORATED", "EVIGILANT.COM"),
    ],
)
def test_words_stand_alone_in_their_order_whatever_signs_are_between(cell, text, matched):
    found = compiled(phrases(cell)).search(text)
    assert (found and found.group()) == matched


@pytest.mark.parametrize("cell", ["face", "A.B", "(X", "A||B", "*", "A **", "TWO|TWO", "X  Y"])
def test_what_is_no_words_is_refused(cell):
    with pytest.raises(ValueError, match=r"no words|twice"):
        phrases(cell)


def test_wider_words_cover_narrower_ones_and_none_cover_nothing():
    assert covers(("FACIAL*",), ("FACIAL RECOGNITION",))
    assert not covers(("FACIAL RECOGNITION",), ("FACIAL*",))
    assert not covers((), ("FACIAL",))
