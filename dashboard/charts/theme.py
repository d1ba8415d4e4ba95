"""Theme: colors and marks, with one meaning everywhere, and the template of charts.

Two families carry the story and stay apart for colour-blind readers: warm for what was
not competed, blue for what was. Purple is a conflict in the record, grey is unknown.
Each colour has at least 3:1 against its ground; the tests measure it.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any, Literal

Look = Literal["light", "dark"]
LOOKS: tuple[Look, ...] = ("light", "dark")
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'


@dataclass(frozen=True)
class Palette:
    """The colours a chart shares with the page in one look."""

    paper: str
    ink: str
    quiet: str
    rule: str
    accent: str
    band: str


GROUNDS: dict[Look, Palette] = {
    "light": Palette("#ffffff", "#1c1f23", "#5a6068", "#e3e1dc", "#a8321a", "rgba(28,31,35,0.05)"),
    "dark": Palette(
        "#16191d", "#eceae5", "#a5abb3", "#33383e", "#ff8a66", "rgba(236,234,229,0.06)"
    ),
}
GROUND = GROUNDS["light"]
"""Charts are drawn in it; the page exchanges each colour for that of `dark` where it is dark."""

# In the order they are stacked, from the axis up: light, dark.
GROUP_COLOURS: dict[str, tuple[str, str]] = {
    "sole source": ("#962418", "#e0533f"),
    "not competed, other": ("#b65c20", "#f6a64b"),
    "limited": ("#c28700", "#d9c02a"),
    "conflict": ("#693f58", "#a55cb8"),
    "unknown": ("#7d8082", "#6f7276"),
    "offers unknown": ("#589bb5", "#a9c9cf"),
    "one offer": ("#0f5dcb", "#7cc4f5"),
    "competed": ("#08345e", "#2f78e0"),
    "vehicle": ("#6b7f5e", "#7f9a6e"),
}

STEPS: tuple[tuple[str, str], ...] = (
    ("#d5e5e1", "#23413f"),
    ("#9fc5be", "#2f635e"),
    ("#619e96", "#478b84"),
    ("#30726c", "#76b6ac"),
    ("#0f4542", "#bce4db"),
)
"""From the least to the greatest: light, dark. In the dark the greatest is the brightest."""
TAKEN_BACK = ("#dfb8a6", "#8a5a4c")
"""Where more was taken back than given."""

GROUP_WORDS: dict[str, str] = {
    "sole source": "Given to one source",
    "not competed, other": "Not competed, other reason",
    "limited": "Competed among named sources",
    "conflict": "The record contradicts itself",
    "unknown": "Not known how it was bought",
    "offers unknown": "Competed, offers not known",
    "one offer": "Competed, one offer",
    "competed": "Competed, two or more offers",
    "vehicle": "Agreement under which orders are placed",
}


@dataclass(frozen=True)
class Mark:
    """How one growth bucket is drawn: a symbol as well as a colour."""

    symbol: str
    light: str
    dark: str
    words: str
    glyph: str
    size: int = 10


UNSTATED_BUCKET = "type not stated"
MARKS: dict[str, Mark] = {
    "initial": Mark("square", "#1c1f23", "#eceae5", "base award", "■", 11),
    "option": Mark("circle", "#0f5dcb", "#7cc4f5", "option", "●", 10),
    "funding": Mark("circle-open", "#08345e", "#2f78e0", "funding", "○", 10),
    "in-scope": Mark("triangle-up", "#b65c20", "#f6a64b", "in-scope change", "▲", 12),
    "new work": Mark("star", "#962418", "#e0533f", "new work", "★", 17),
    "change order": Mark("diamond", "#96690a", "#d9c02a", "change order", "◆", 12),
    "definitization": Mark(
        "hexagon", "#7a3f8f", "#b874ca", "terms settled (definitization)", "⬢", 12
    ),
    "administrative": Mark("line-ns-open", "#5a6068", "#a5abb3", "administrative", "|", 12),
    "termination": Mark("x", "#7a3f8f", "#b874ca", "termination", "✖", 11),
    "close-out": Mark("triangle-down-open", "#5a6068", "#a5abb3", "close-out", "▽", 11),
    "identity": Mark("hourglass-open", "#5a6068", "#a5abb3", "identity change", "⧗", 11),
    UNSTATED_BUCKET: Mark("diamond-open", "#5a6068", "#a5abb3", UNSTATED_BUCKET, "◇", 11),
}


def group_colour(group: str) -> str:
    """The colour of a competition group in charts; KeyError for a group nobody gave a colour."""
    return GROUP_COLOURS[group][0]


def dark() -> dict[str, str]:
    """The dark colour that stands for each light one."""
    grounds = zip(astuple(GROUND), astuple(GROUNDS["dark"]), strict=True)
    marks = ((mark.light, mark.dark) for mark in MARKS.values())
    return dict([*grounds, *GROUP_COLOURS.values(), *marks, *STEPS, TAKEN_BACK])


def template() -> dict[str, Any]:
    """Plotly's template: no chart junk, transparent ground, even figures."""
    axis = {
        "gridcolor": GROUND.rule,
        "linecolor": GROUND.quiet,
        "zerolinecolor": GROUND.quiet,
        "zerolinewidth": 1,
        "tickfont": {"color": GROUND.quiet, "size": 13},
        "title": {"font": {"color": GROUND.quiet, "size": 13}},
        "fixedrange": True,
    }
    return {
        "layout": {
            "font": {"family": FONT, "color": GROUND.ink, "size": 14},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "xaxis": {**axis, "showgrid": False},
            "yaxis": axis,
            "title": {"font": {"size": 16, "color": GROUND.ink}, "x": 0, "xanchor": "left"},
            "hoverlabel": {
                "bgcolor": GROUND.paper,
                "bordercolor": GROUND.quiet,
                "font": {"family": FONT, "color": GROUND.ink, "size": 13},
                "align": "left",
            },
            "legend": {"font": {"size": 13, "color": GROUND.ink}},
            "separators": ".,",
        }
    }
