"""An empty view says which filter emptied it, on every page that has filters."""

from __future__ import annotations

import pytest

from dashboard.pages.awards import page as awards_page
from dashboard.pages.competition import page as competition
from dashboard.pages.explore import page as explore
from dashboard.pages.growth import page as growth
from dashboard.pages.overview import page as overview
from dashboard.pages.places import page as places_page
from dashboard.pages.technology import page as technology
from dashboard.pages.vendor import ranking as vendors
from tests.dashboard.elements import links, said

EMPTY = "?component=USCIS&fy=2014"


@pytest.mark.parametrize(
    "page",
    [
        each.PAGE
        for each in (
            overview,
            awards_page,
            competition,
            explore,
            growth,
            places_page,
            technology,
            vendors,
        )
    ],
    ids=lambda p: p.name,
)
def test_an_empty_view_names_the_filters_that_emptied_it_and_stays_on_its_page(sample, page):
    _, [empty, *more] = page.view(sample, EMPTY)
    assert not more
    assert "component USCIS and " in said(empty)
    assert "It was emptied by the component filter or the " in said(empty)
    assert [link for link in links(empty) if link.startswith(f"{page.path}?component=USCIS")]
    assert page.path in links(empty)


def test_words_that_no_award_with_the_filters_has_are_named(sample):
    _, [empty] = explore.PAGE.view(sample, "?component=USCIS&q=shadowdragon")
    assert "component USCIS and the words “shadowdragon” together" in said(empty)
    assert "It was emptied by the component filter." in said(empty)
