"""What a citation says: the figures of a view to the cent, and where they were read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from analysis.published import queries
from dashboard.app import create_app, page_for
from dashboard.exports import citation
from dashboard.published_data import PublishedData
from dashboard.text import citations, coverage_line
from dashboard.text import format as fmt
from tests.dashboard.elements import elements

MONEY = pd.ArrowDtype(pa.decimal128(18, 2))
PAGES = (
    ("/", ""),
    ("/", "?dollars=constant"),
    ("/bought", "?by=fiscal_year"),
    ("/growth", ""),
    ("/technology", "?technology=person look-up"),
    ("/vendors", ""),
    ("/vendor/palantir", ""),
    ("/places", "?at=elsewhere"),
    ("/vehicles", ""),
    ("/vehicle/70B02C20D00000019", ""),
    ("/changes", ""),
    ("/leads", ""),
    ("/check", "?q=$150.7 million Palantir ICE"),
    ("/programs", ""),
    ("/program/immigrationos", ""),
    ("/explore", "?group=year"),
    ("/award/70CTD022FR0000170", ""),
    ("/award/70B02C20D00000019", ""),
)
FIGURE = re.compile(r"\$\d[\d,]*\.\d\d|\d% of|\d+ changes?\.|no changes\.")


def table(*rows: tuple[str, str | None], **more: Any) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["name", "obligated_usd"])
    amounts = [None if usd is None else Decimal(usd) for usd in frame["obligated_usd"]]
    frame["obligated_usd"] = pd.Series(amounts, dtype=MONEY)
    return frame.assign(**more)


def cited(part: Any) -> list[str]:
    return [each["props"]["value"] for each in elements(part) if each["type"] == "Textarea"]


def test_the_first_three_rows_are_told_to_the_cent_and_the_rest_is_counted() -> None:
    frame = table(("A", "12.34"), ("B", None), ("C", "-1.00"), ("D", "5.00"))
    assert citations.leading(frame, "name", citations.OF_VIEW) == (
        "A: $12.34 obligated; B: not stated obligated; C: -$1.00 obligated; and 1 more. "
        f"{citations.OF_VIEW.means}"
    )
    assert "and 97 more." in citations.leading(frame, "name", citations.OF_VIEW, total=100)
    assert citations.leading(frame[:0], "name", citations.OF_VIEW) == "nothing held."


def test_a_ceiling_says_that_it_is_one_and_a_share_says_of_what() -> None:
    shares = {"not_competed_low": [0.125], "not_competed_high": [0.5]}
    frame = table(("A", "1.00"), ceiling_usd=[Decimal("7.50")], **shares)
    told = citations.leading(frame, "name", citations.CEILING, citations.NOT_COMPETED)
    assert told.startswith(
        "A: ceiling now $7.50, 12.5% to 50.0% of the dollars not competed. Ceiling: "
    )
    assert "Obligated" not in told


def test_an_action_is_named_by_its_award_and_its_modification() -> None:
    frame = table(("KEY", "1.00"), ("KEY", "2.00"), modification_number=["P00001", None])
    told = citations.leading(frame, "name", citations.OF_VIEW)
    assert "KEY, modification P00001: $1.00" in told
    assert "KEY, modification 0: $2.00" in told


def test_sums_keep_their_order_or_begin_with_the_last_and_miss_what_no_row_says() -> None:
    frame = table(("B", "1.00"), ("A", "2.00"), ("B", "3.50"), ("C", None))
    summed = citations.by(frame, "name")
    assert [(row["name"], row["obligated_usd"]) for row in summed] == [
        ("B", Decimal("4.50")),
        ("A", Decimal("2.00")),
        ("C", None),
    ]
    last = citations.by(frame, "name", last_first=True)
    assert [row["name"] for row in last] == ["C", "B", "A"]


@pytest.mark.parametrize(("path", "search"), PAGES)
def test_each_citation_of_a_page_has_a_figure_a_day_and_its_build(
    sample_settings: Any, path: str, search: str
) -> None:
    held = PublishedData(sample_settings)
    found = cited(page_for(held, path, search)[0])
    assert found
    build = held.build()
    for text in found:
        assert FIGURE.search(text), text
        assert re.search(r"\b[Aa]s of \d{4}-\d\d-\d\d\b", text), text
        assert f"Sole Source build {build.build_id}" in text
        assert coverage_line.line(build) in text
        assert "not all of DHS" in text


def test_the_first_page_cites_the_sums_of_its_years(sample: Any, sample_settings: Any) -> None:
    years = queries.years(sample)
    newest = years["fiscal_year"].max()
    total = fmt.exact(years[years["fiscal_year"] == newest]["obligated_usd"].sum())
    assert (
        f"FY{newest}: {total} obligated"
        in cited(page_for(PublishedData(sample_settings), "/", "")[0])[0]
    )


def test_the_link_of_a_citation_has_the_host_that_was_asked(sample_settings: Any) -> None:
    app = create_app(sample_settings)
    with app.server.test_request_context("/", base_url="https://sums.example:8443"):
        found = cited(page_for(PublishedData(sample_settings), "/growth", "?component=ICE")[0])
        assert citation.host() == "https://sums.example:8443"
    assert all(
        text.endswith("https://sums.example:8443/growth?component=ICE") for text in found[:2]
    )
    assert citation.host() == ""


@pytest.mark.parametrize(
    ("path", "search", "parts"),
    [
        ("/explore", "?component=ICE&fy=2022&group=vendor", ("component ICE", "FY2022")),
        ("/explore", "?component=ICE&q=palantir", ("component ICE", "the words “palantir”")),
        ("/technology", "?technology=person look-up&fy=2022", ("fiscal year FY2022",)),
    ],
)
def test_a_citation_names_what_its_view_is_narrowed_by(
    sample_settings: Any, path: str, search: str, parts: tuple[str, ...]
) -> None:
    found = cited(page_for(PublishedData(sample_settings), path, search)[0])
    assert found
    assert all(part in text for text in found for part in parts)


def test_kinds_are_all_told_whichever_is_chosen_and_their_citation_names_none(
    sample_settings: Any,
) -> None:
    page, _ = page_for(PublishedData(sample_settings), "/technology", "?technology=person look-up")
    [kinds] = [text for text in cited(page) if text.startswith("Obligations by kind")]
    assert "technology person look-up" not in kinds
