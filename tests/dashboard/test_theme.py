"""Colours that everyone can tell apart, with one meaning everywhere."""

from __future__ import annotations

import math
import re
from dataclasses import astuple
from itertools import combinations
from pathlib import Path

import pytest

from analysis import rules
from analysis.measures.growth.by_action import buckets
from dashboard.charts import theme
from dashboard.charts.theme import Look

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
SIGHTS = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}
APART = 10  # of the distance in CIE Lab; about four just noticeable differences
CSS = Path(theme.__file__).parents[1] / "assets" / "sole-source.css"
GROUPS = {
    look: {group: pair[place] for group, pair in theme.GROUP_COLOURS.items()}
    for place, look in enumerate(theme.LOOKS)
}
USED = [group for group in theme.GROUP_COLOURS if group != "vehicle"]


def linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    light = [
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True))
        for x in (one, other)
    ]
    return (max(light) + 0.05) / (min(light) + 0.05)


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """A colour in CIE Lab as an eye of some kind sees it."""
    raw = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(row[i] * raw[i] for i in range(3)))) for row in SIGHTS[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("look", theme.LOOKS)
def test_every_colour_stands_out_from_its_ground(look: Look) -> None:
    paper = theme.GROUNDS[look].paper
    for group in theme.GROUP_COLOURS:
        assert contrast(GROUPS[look][group], paper) >= 3, group
    for name, mark in theme.MARKS.items():
        assert contrast(getattr(mark, look), paper) >= 3, name
    for text in (theme.GROUNDS[look].ink, theme.GROUNDS[look].quiet, theme.GROUNDS[look].accent):
        assert contrast(text, paper) >= 4.5


@pytest.mark.parametrize("look", theme.LOOKS)
@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_of_groups_are_told_apart_by_every_eye(look: Look, sight: str) -> None:
    for one, other in combinations(USED, 2):
        seen = [lab(GROUPS[look][group], sight) for group in (one, other)]
        assert math.dist(*seen) >= APART, (one, other)


def test_every_group_and_bucket_of_the_rules_has_its_colour_and_words() -> None:
    groups = {each.group for each in rules.load().classes.values()}
    assert groups <= set(theme.GROUP_COLOURS) == set(theme.GROUP_WORDS)
    assert {*buckets().values(), "initial"} <= set(theme.MARKS)


def test_options_and_new_work_differ_in_shape_and_colour() -> None:
    option, new_work = theme.MARKS["option"], theme.MARKS["new work"]
    assert option.symbol != new_work.symbol
    assert option.light != new_work.light
    assert len({mark.symbol for mark in theme.MARKS.values()}) == len(theme.MARKS)


@pytest.mark.parametrize("look", theme.LOOKS)
def test_the_page_uses_the_colours_of_the_charts(look: Look) -> None:
    block = CSS.read_text("utf-8").split('[data-look="dark"] {')[theme.LOOKS.index(look)]
    named = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block.split("}")[0]))
    for group in theme.GROUP_COLOURS:
        slug = group.replace(",", "").replace(" ", "-")
        assert named[slug] == GROUPS[look][group], group
    assert named["paper"] == theme.GROUNDS[look].paper


def test_each_light_colour_stands_for_one_dark_colour() -> None:
    pairs = [
        *zip(astuple(theme.GROUNDS["light"]), astuple(theme.GROUNDS["dark"]), strict=True),
        *theme.GROUP_COLOURS.values(),
        *((mark.light, mark.dark) for mark in theme.MARKS.values()),
        *theme.STEPS,
        theme.TAKEN_BACK,
    ]
    assert len(set(pairs)) == len({light for light, _ in pairs})
    assert theme.dark() == dict(pairs)
