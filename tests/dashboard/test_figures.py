"""Charts as functions of frames."""

from __future__ import annotations

import json
from decimal import Decimal
from types import ModuleType
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.published import queries
from dashboard.charts import award_steps, base
from dashboard.charts import shares as share_charts
from dashboard.pages.overview import page as overview
from dashboard.text import coverage_line
from dashboard.text import format as fmt
from dashboard.url.view_request import view_request
from tests.dashboard.checked import checked

AS_OF = "2024-06-01"
SOURCE = fmt.source_line(AS_OF, "build-1")


@pytest.fixture
def by_year(frames: ModuleType) -> go.Figure:
    return checked(
        base.obligations_by_year(
            frames.years((2023, "sole source", "2500000.00"), (2024, "competed", "-1000.00")),
            frames.shares((2023, 1.0, 1.0), (2024, None, None)),
            AS_OF,
            SOURCE,
        )
    )


def grown(frames: ModuleType) -> Any:
    """An award of an invented firm: base, option, new work, then a change that is not stated."""
    return frames.actions(
        frames.action("0", "2022-10-01", "initial", change="5000000.00"),
        frames.action("P00001", "2023-01-01", "option", obligated_so_far="2000000.00"),
        frames.action(
            "P00002", "2023-06-01", "new work", change="4000000.00", ceiling_so_far="9000000.00"
        ),
        frames.action("P00003", "2024-01-01", None, **frames.UNSTATED),
    )


def steps_of(actions: Any) -> go.Figure:
    return checked(award_steps.award_steps(actions, "70TEST24F00000001", AS_OF, SOURCE))


def years_of(*frames_and_words: Any) -> go.Figure:
    return checked(base.obligations_by_year(*frames_and_words))


def texts(figure: go.Figure) -> str:
    return " ".join(note.text.replace("<br>", " ") for note in figure.layout.annotations)


def test_every_chart_carries_its_source_line_its_day_and_a_title(
    frames: ModuleType, by_year: go.Figure
) -> None:
    for figure in (by_year, steps_of(grown(frames))):
        assert SOURCE in texts(figure)
        assert f"as of {AS_OF}" in texts(figure)
        assert "illion dollars" in figure.layout.title.text
        narrow = figure.layout.meta["narrow"]
        assert SOURCE in narrow["notes"]["source"]["text"].replace("<br>", " ")


def test_bars_stand_on_zero_and_name_their_unit(by_year: go.Figure) -> None:
    assert by_year.layout.yaxis.rangemode == "tozero"
    assert by_year.layout.yaxis.title.text == "million dollars obligated"
    assert by_year.layout.barmode == "relative"
    bars = {trace.name: trace for trace in by_year.data if trace.type == "bar"}
    assert bars["Given to one source"].y == (2.5,)
    assert bars["Competed, two or more offers"].y == (-0.001,)


def test_bars_in_dollars_of_one_year_say_so_in_title_and_axis(frames: ModuleType) -> None:
    figure = years_of(
        frames.years((2023, "sole source", "2500000.00")),
        frames.shares((2023, 1.0, 1.0)),
        AS_OF,
        SOURCE,
        "FY2025 dollars",
    )
    assert "Million FY2025 dollars obligated by fiscal year" in figure.layout.title.text
    assert figure.layout.yaxis.title.text == "million FY2025 dollars obligated"


def test_the_share_has_an_axis_of_its_own_in_percent(by_year: go.Figure) -> None:
    line = next(trace for trace in by_year.data if trace.type == "scatter")
    assert line.yaxis == "y2"
    assert by_year.layout.yaxis2.tickformat == ".0%"
    assert by_year.layout.yaxis2.title.text == "not competed"


def test_a_share_that_is_not_known_has_no_mark(by_year: go.Figure) -> None:
    line = next(trace for trace in by_year.data if trace.type == "scatter")
    assert (line.x, line.y) == ((2023,), (1.0,))
    assert line.marker.symbol == ("circle",)


def test_what_is_unknown_is_a_line_and_never_a_filled_mark_at_zero(frames: ModuleType) -> None:
    figure = years_of(
        frames.years((2023, "unknown", "2500000.00"), (2024, "competed", "1.00")),
        frames.shares((2023, 0.0, 1.0), (2024, 0.0, 0.0)),
        AS_OF,
        SOURCE,
    )
    line = next(trace for trace in figure.data if trace.type == "scatter")
    assert line.marker.symbol == ("circle-open", "circle")
    assert line.error_y.array == (1.0, 0.0)
    assert line.customdata == ("0.0% to 100.0%", "0.0%")


def test_the_fiscal_year_that_is_not_over_is_marked(by_year: go.Figure) -> None:
    assert by_year.layout.xaxis.ticktext == ("2023", f"2024<br>to {AS_OF}")
    assert len(by_year.layout.shapes) == 1


def test_october_belongs_to_the_next_fiscal_year(frames: ModuleType) -> None:
    figure = years_of(
        frames.years((2024, "competed", "1.00")),
        frames.shares((2024, 0.0, 0.0)),
        "2024-10-01",
        SOURCE,
    )
    assert figure.layout.xaxis.ticktext == ("2024",)
    assert not figure.layout.shapes


def test_a_group_without_a_colour_is_an_error(frames: ModuleType) -> None:
    with pytest.raises(KeyError, match="puzzling"):
        base.groups(frames.years((2024, "puzzling", "1.00")))


def test_the_ceiling_is_solid_while_it_is_known_and_dashed_after(frames: ModuleType) -> None:
    lines = {trace.name: trace for trace in steps_of(grown(frames)).data if trace.mode == "lines"}
    known, unstated = lines["ceiling"], lines[award_steps.CEILING_UNSTATED]
    assert known.line.dash == "solid"
    assert known.x == ("2022-10-01", "2023-01-01", "2023-06-01", "2024-01-01")
    assert unstated.line.dash == "dot"
    assert (unstated.x, unstated.y) == (("2024-01-01", AS_OF), (9.0, 9.0))
    assert award_steps.CEILING_UNSTATED in texts(steps_of(grown(frames)))


def test_a_ceiling_stated_throughout_is_one_solid_line(frames: ModuleType) -> None:
    figure = steps_of(grown(frames).iloc[:3])
    assert [t.name for t in figure.data if t.mode == "lines"] == [
        "ceiling",
        "cumulative obligation",
    ]
    assert "not stated" not in texts(figure)


def test_an_unknown_ceiling_is_not_drawn(frames: ModuleType) -> None:
    figure = steps_of(
        frames.actions(frames.action("0", "2024-01-01", "initial", **frames.UNSTATED))
    )
    assert "ceiling" not in {trace.name for trace in figure.data}


def test_lines_are_steps(frames: ModuleType) -> None:
    assert {t.line.shape for t in steps_of(grown(frames)).data if t.mode == "lines"} == {"hv"}


def test_each_action_is_marked_once_on_what_was_obligated(frames: ModuleType) -> None:
    actions = grown(frames)
    marks = [trace for trace in steps_of(actions).data if trace.mode == "markers"]
    on_obligated = [trace for trace in marks if trace.showlegend]
    assert sum(len(trace.x) for trace in on_obligated) == len(actions)
    named = {trace.name: trace.marker for trace in on_obligated}
    assert named["new work"].symbol == "star"
    assert named["option"].symbol == "circle"
    assert named["type not stated"].symbol == "diamond-open"


def test_a_missing_obligation_is_a_gap(frames: ModuleType) -> None:
    actions = frames.actions(
        frames.action("0", "2022-10-01", "initial"),
        frames.action("P00001", "2023-01-01", "funding", obligated=None, obligated_so_far=None),
        frames.action("P00002", "2023-02-01", "funding"),
    )
    line = next(t for t in steps_of(actions).data if t.name == "cumulative obligation")
    assert line.y == (1.0, None, 1.0, 1.0)


def test_a_pointer_reads_cents_and_text_of_records_is_not_markup(frames: ModuleType) -> None:
    actions = frames.actions(
        frames.action("<b>0", "2022-10-01", "initial", obligated="17292876.05", change=None)
    )
    said = next(t for t in steps_of(actions).data if t.mode == "markers").customdata[0]
    assert "&lt;b&gt;0" in said
    assert "obligated $17,292,876.05" in said
    assert "ceiling change not stated" in said


def test_a_bucket_without_a_mark_is_an_error(frames: ModuleType) -> None:
    with pytest.raises(KeyError, match="puzzling"):
        award_steps.buckets(frames.actions(frames.action("0", "2024-01-01", "puzzling")))


def test_labels_whose_points_are_close_stand_apart() -> None:
    low, high = {"y": 1.0, "name": "low"}, {"y": 1.1, "name": "high"}
    placed = {label["name"]: label["yanchor"] for label in base.apart([low, high], 0.5)}
    assert placed == {"high": "bottom", "low": "top"}


def test_a_longer_source_line_takes_room_of_its_own_and_none_of_the_bars(sample) -> None:
    years = queries.years(sample)
    shares = queries.shares(sample)
    plain, narrowed = (
        base.obligations_by_year(years, shares, sample.as_of, source).layout
        for source in ("Source: these records.", "Only component ICE. " * 30 + "Source: these.")
    )
    for one, other in ((plain, narrowed), (plain["meta"]["narrow"], narrowed["meta"]["narrow"])):
        more = other["margin"]["b"] - one["margin"]["b"]
        assert more > 0
        assert other["height"] - one["height"] == more


def test_a_chart_of_a_narrowed_view_says_of_what_it_is(sample) -> None:
    told = fmt.source_line(sample.as_of, sample.build_id, "component ICE")
    assert told.startswith("Only component ICE. Source: ")
    assert fmt.source_line(sample.as_of, "b", fmt.EVERYTHING).startswith("Source: ")
    asked = view_request(sample, "?component=ICE&money=taken-back")
    _, page, _ = overview._sections(asked, overview.PAGE.measure(asked))
    drawn = json.dumps(page.to_plotly_json(), default=lambda part: part.to_plotly_json())
    assert "Only component ICE; obligations only what was taken back. Source: " in drawn
    assert coverage_line.line(sample) in drawn


@pytest.mark.parametrize(
    ("years", "named"),
    [
        ((2024, 2025, 2026), [2024, 2025, 2026]),
        ((2010, 2024, 2025, 2026), [2010, 2026]),
        ((2009, 2010, 2025, 2026), [2010, 2026]),
        (tuple(range(2011, 2027)), [2011, 2014, 2017, 2020, 2023, 2026]),
    ],
)
def test_years_that_are_named_on_a_narrow_screen_stand_apart(frames, years, named):
    drawing = base.obligations_by_year(
        frames.years(*((year, "sole source", "1.00") for year in years)),
        frames.shares(),
        "2026-06-01",
        "A source.",
    )
    narrow = drawing.layout["meta"]["narrow"]["xaxis"]["tickvals"]
    assert narrow == named


def test_names_beside_a_narrow_chart_are_cut_at_their_end_and_not_at_their_beginning():
    assert fmt.short_of("EXAMPLE SYSTEMS INC", 19) == "EXAMPLE SYSTEMS INC"
    assert fmt.short_of("EXAMPLE SYSTEMS INC", 10) == "EXAMPLE S…"
    found = pd.DataFrame(
        [
            {
                "value": "EXAMPLE SYSTEMS INCORPORATED",
                "not_competed_low": 0.0,
                "not_competed_high": 1.0,
                "unknown_share": 1.0,
                "obligated_usd": Decimal("1.00"),
            }
        ]
    )
    drawing = checked(share_charts.shares(found, "A title", "A source."))
    axis = drawing.layout.meta["narrow"]["yaxis"]
    assert axis["tickvals"] == list(drawing.data[0].y)
    assert list(axis["ticktext"]) == ["EXAMPLE SYSTEMS…"]
