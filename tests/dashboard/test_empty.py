"""An empty view says which filter emptied it, on every page that has filters."""

from __future__ import annotations

import pytest

from dashboard.pages import awards, buying, explore, growth, overview, places, technology, vendors

EMPTY = "?component=FEMA&fy=2014"


@pytest.mark.parametrize(
    "page",
    [overview, awards, buying, explore, growth, places, technology, vendors],
    ids=lambda p: p.NAME,
)
def test_an_empty_view_names_the_filters_that_emptied_it_and_stays_on_its_page(sample, page):
    _, [empty, *more] = page._view(sample, EMPTY)
    said = str(empty)
    assert not more
    assert "component FEMA and " in said
    assert "It was emptied by the component filter or the " in said
    assert f"href='{page.PATH}?component=FEMA" in said
    assert f"href='{page.PATH}'" in said


def test_words_that_no_award_with_the_filters_has_are_named(sample):
    _, [empty] = explore._view(sample, "?component=FEMA&q=shadowdragon")
    assert "component FEMA and the words “shadowdragon” together" in str(empty)
    assert "It was emptied by the component filter." in str(empty)
