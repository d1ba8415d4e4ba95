"""Components side by side, as charts on the same axes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from analysis.published import component_years
from dashboard.charts import base, small_multiples, theme
from dashboard.text import format as fmt
from tests.dashboard.checked import checked

SOURCE = fmt.source_line("2024-06-01", "build-1")


def panels(sample: Any) -> Any:
    found = component_years.component_years(sample)
    return found, checked(small_multiples.panels(found, sample.as_of, "Panels", SOURCE))


def test_every_panel_has_the_same_years_and_dollars_and_zero_on_its_axis(sample):
    found, figure = panels(sample)
    count = found["component"].nunique()
    held = figure.layout.to_plotly_json()
    dollars = {tuple(held[f"yaxis{n or ''}"]["range"]) for n in (0, *range(2, count + 1))}
    years = {tuple(held[f"xaxis{n or ''}"]["range"]) for n in (0, *range(2, count + 1))}
    assert len(dollars) == len(years) == 1
    [(low, high)] = dollars
    assert low <= 0 < high


def test_the_panels_hold_every_obligation_once_in_the_colours_of_every_page(sample):
    found, figure = panels(sample)
    drawn_usd = sum(Decimal(str(y)) for trace in figure.data for y in trace.y if y is not None)
    assert float(drawn_usd) == pytest.approx(float(found["obligated_usd"].sum()) / 1e6)
    for trace in figure.data:
        group = trace.legendgroup
        assert trace.marker.color == theme.group_colour(group)
    named = [trace.legendgroup for trace in figure.data if trace.showlegend]
    assert named == base.groups(found)


def test_the_year_that_is_not_over_is_shaded_in_every_panel(sample):
    found, figure = panels(sample)
    assert len(figure.layout.shapes) == found["component"].nunique()
    assert {shape.x0 for shape in figure.layout.shapes} == {2025.5}


def test_a_stack_that_is_taken_back_stays_in_its_panel():
    found = pd.DataFrame(
        {
            "component": ["ICE", "ICE", "CBP"],
            "fiscal_year": [2024, 2024, 2024],
            "competition_group": ["sole source", "competed", "competed"],
            "obligated_usd": [Decimal("-2000000"), Decimal("-1000000"), Decimal("500000")],
            "actions": [1, 1, 1],
        }
    )
    figure = checked(small_multiples.panels(found, "2024-06-01", "Panels", SOURCE))
    low, high = figure.layout.yaxis.range
    assert low <= -3
    assert high >= 0.5
