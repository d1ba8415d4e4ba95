"""The waterfall of an award, as a chart and in words."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.published.waterfall import waterfall
from dashboard.charts import theme
from dashboard.charts import waterfall as waterfall_chart
from dashboard.pages.award import actions
from dashboard.pages.award import waterfall as waterfall_part
from dashboard.pages.award.subject import request_of
from dashboard.published_data import rows
from dashboard.text import format as fmt
from tests.dashboard.checked import checked

KEY = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
SOURCE = fmt.source_line("2024-06-01", "build-1")


def bar(bucket: str, change: str | None, start: str, end: str, unstated: int = 0) -> dict[str, Any]:
    return {
        "bucket": bucket,
        "ceiling_change_usd": None if change is None else Decimal(change),
        "from_usd": Decimal(start),
        "to_usd": Decimal(end),
        "actions": 3,
        "unstated": unstated,
    }


BARS = pd.DataFrame(
    [
        bar("initial", "5000000.00", "0", "5000000.00"),
        bar("option", None, "5000000.00", "5000000.00", 3),
        bar("new work", "4000000.25", "5000000.00", "9000000.25"),
        bar("close-out", "-1000000.00", "9000000.25", "8000000.25"),
        bar("identity", "0.00", "8000000.25", "8000000.25"),
        bar("now", "8000000.25", "0", "8000000.25", 3),
    ]
)


def drawn() -> go.Figure:
    return checked(waterfall_chart.waterfall(BARS, "<b>70TEST", SOURCE))


def test_each_bar_begins_where_the_one_before_ends_and_zero_is_on_the_axis():
    figure = drawn()
    assert [trace.y[0] for trace in figure.data] == [
        "first ceiling",
        "new work",
        "close-out",
        "ceiling now, as stated",
    ]
    ends = [trace.base[0] + trace.x[0] for trace in figure.data]
    assert figure.data[0].base[0] == figure.data[-1].base[0] == 0
    for (end, _), (_, later) in pairwise(zip(ends[:-1], figure.data[:-1], strict=True)):
        assert later.base[0] == pytest.approx(end)
    assert figure.layout.xaxis.range[0] == 0
    assert "<b>70TEST" not in figure.layout.title.text


def test_bars_have_the_colours_of_the_step_charts_buckets():
    colours = {trace.y[0]: trace.marker.color for trace in drawn().data}
    assert colours["new work"] == theme.MARKS["new work"].light
    assert colours["first ceiling"] == theme.MARKS["initial"].light


def test_a_bar_reads_its_cents_and_its_sign():
    figure = drawn()
    assert figure.data[1].text[0] == "+$4.0 million"
    assert figure.data[2].text[0] == "-$1.0 million"
    assert figure.data[1].customdata[0][0] == "$4,000,000.25"


def test_the_sentence_says_each_part_to_the_cent_and_names_what_is_not_stated():
    says = waterfall_part.says(rows(BARS))
    assert "began at $5,000,000.00 and stands at $8,000,000.25" in says
    assert "new work +$4,000,000.25 and close-out -$1,000,000.00" in says
    assert "3 of 3 actions of the kind “option” do not state whether the ceiling changed" in says


def test_an_award_without_a_first_ceiling_says_why_there_is_no_waterfall(sample):
    found = sample.query("SELECT award_key FROM awards WHERE initial_ceiling_usd IS NULL LIMIT 1")
    award = sample.award(found["award_key"][0])
    page = str(waterfall_part.WATERFALL.section(request_of(sample, award["award_key"])))
    assert award["ceiling_growth_missing_because"] in page
    assert "Nothing is drawn" in page


def test_the_waterfall_of_the_page_ends_at_the_awards_ceiling(sample):
    bars = waterfall(sample, KEY)
    assert bars["to_usd"].iloc[-1] == sample.award(KEY)["ceiling_usd"]
    assert "$159,411,518.37" in str(waterfall_part.WATERFALL.section(request_of(sample, KEY)))


def test_a_long_list_of_actions_is_cut_to_the_latest_and_says_so(frames, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    held = frames.actions(
        *(frames.action(f"P0000{n}", "2024-01-01", "option", obligated="1.00") for n in range(4))
    )
    for made in (actions.actions_table({"label": None}, held), actions.sums_table(held)):
        said = str(made.to_plotly_json())
        assert "the latest 2 of 4; the file has all" in said
        assert "P00003" in said
        assert "P00001" not in said
    whole = str(actions.sums_table(held[:2]).to_plotly_json())
    assert "latest" not in whole
