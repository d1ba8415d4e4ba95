"""What is held goes with a figure by every way out: to cite, as a picture, in rows, in a frame."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from analysis.published import coverage
from dashboard.app import create_app, page_for
from dashboard.exports import files
from dashboard.pages.registry import BEHIND, LISTED, VIEWS
from dashboard.published_data import PublishedData
from dashboard.url.paths import EMBED
from tests.dashboard.elements import elements, said

FIGURES = (
    *(page.path for page in (*LISTED, *BEHIND)),
    "/award/70CTD022FR0000170",
    "/award/70CMSD25P00000111",
    "/vehicle/70B02C20D00000019",
    "/program/immigrationos",
    "/vendor/palantir",
    "/technology?technology=border+sensing",
    "/technology?component=ICE",
)
WITHOUT = ("/method",)
"""Pages of words alone."""


def sources(value: Any) -> Iterator[str]:
    """The source line of each chart in what a page sends."""
    if isinstance(value, dict):
        meta = value.get("layout", {}).get("meta") if "data" in value else None
        if isinstance(meta, dict) and "source" in meta:
            yield meta["source"]
        for each in value.values():
            yield from sources(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from sources(each)
    elif hasattr(value, "to_plotly_json"):
        yield from sources(value.to_plotly_json())


def citations(page: Any) -> list[str]:
    return [
        each["props"]["value"]
        for each in elements(page)
        if each["props"].get("className") == "citation"
    ]


@pytest.mark.parametrize("address", FIGURES)
def test_each_citation_and_chart_of_a_page_says_what_is_held(sample_settings, sample, address):
    path, _, search = address.partition("?")
    held = coverage.line(sample)
    page, _ = page_for(PublishedData(sample_settings), path, f"?{search}" if search else "")
    cited, drawn = citations(page), list(sources(page))
    assert all(held in words for words in (*cited, *drawn))
    if not path.startswith(WITHOUT):
        assert cited
    if path in ("/", "/growth", "/bought", "/places", "/technology"):
        assert drawn


@pytest.mark.parametrize("kind", files())
@pytest.mark.parametrize("name", ["growth", "technology", "years"])
def test_every_kind_of_file_says_what_is_held(sample_settings, sample, name, kind):
    client = create_app(sample_settings).server.test_client()
    answer = client.get(f"/data/{name}.{kind}?component=ICE")
    assert answer.status_code == 200
    if kind == "csv":
        beside = answer.headers["Link"].partition(">")[0].lstrip("<")
        assert beside == f"/data/{name}.csv-metadata.json?component=ICE"
        assert answer.data.decode("utf-8-sig").count("chosen by hand") >= 1
    if kind == "csv-metadata.json":
        document = json.loads(answer.data)
        assert document["dc:coverage"] == coverage.line(sample)
        assert document["url"] == f"{name}.csv?component=ICE"


def test_every_view_has_a_file_of_every_kind(sample_settings):
    client = create_app(sample_settings).server.test_client()
    refused = client.get("/data/growth.pdf")
    assert (refused.status_code, set(files())) == (404, {"csv", "csv-metadata.json", "xlsx"})
    assert client.get("/data/growth").status_code == 404
    assert len(VIEWS) > 30


def test_an_embedded_page_and_the_line_of_the_foot_say_what_is_held(sample_settings, sample):
    page, _ = page_for(PublishedData(sample_settings), f"{EMBED}/growth", "")
    held = coverage.line(sample)
    assert all(held in words for words in sources(page))
    assert "the embedded sample" in said(page)


def test_a_document_of_a_command_and_its_csv_say_what_is_held(sample, ask):
    held = coverage.line(sample)
    for words in (("growth",), ("competition",), ("award", "70CTD022FR0000170"), ("technology",)):
        assert ask(*words, "--json").json()["coverage"] == held
    assert held in ask("growth", "--csv").out


def test_coverage_names_what_is_unknown_and_years_without_amounts_taken_back(sample):
    says = coverage.line(sample)
    for part in (
        "Only the embedded sample is held: 3,312 actions of 798 awards chosen by hand, not all of "
        "DHS",
        "8 components",
        "copies of public records as of 2018-07-01 to 2026-08-22",
        "Of all that is held, how it was bought is not known for 58.1% of the obligations",
        "CBP FY2021; ICE FY2022 and FY2023: sums over them are at most",
    ):
        assert part in says
