"""Chain timeline: awards through time: one line an award, its gaps and overlaps in words."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import signed
from dashboard.charts.figure import PlotFigure, scatter
from dashboard.text import format as fmt
from dashboard.text import rules_text
from dashboard.url import paths

THICK, THIN = 16, 4


def timeline(chain: Mapping[str, Any], source: str) -> PlotFigure:
    """Each award from its start to its end, then thin to the end of its options.

    One whose end is not stated, or is the same day, is a diamond.

    `chain`: awards and links of `analysis.documents.chains`. An award without a start has no
    line; the days between two awards stand over the later one.
    """
    awards = [each for each in chain["awards"] if each["start_date"]]
    figure = PlotFigure()
    for award in awards:
        _line(figure, award)
    for place, note in enumerate(notes(chain)):
        figure.note(**_note(note, place))
    figure.lay(**_layout([escape(each["piid"]) for each in awards]))
    return signed(
        figure, f"{escape(chain['programme'])}: its awards in time, one after another", source
    )


def notes(chain: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """For every link whose days are known: the later award, its start and the words."""
    starts = {each["award_key"]: each for each in chain["awards"]}
    labels: list[Mapping[str, Any]] = []
    for link in chain["links"]:
        later = starts.get(link["later_key"])
        if later and later["start_date"] and link["days_after_end"] is not None:
            words = between(int(link["days_after_end"]))
            labels.append({"piid": later["piid"], "day": later["start_date"], "says": words})
    return labels


def between(days: int) -> str:
    """How far an award begins after the end of the one before."""
    if days == 0:
        return "begins on the day the one before ends"
    if days < 0:
        return f"overlaps by {fmt.count(-days, 'day')}"
    return "the next day" if days == 1 else f"a gap of {days - 1:,} days"


def _line(figure: PlotFigure, award: Mapping[str, Any]) -> None:
    group = rules_text.class_group(award["competition_class"])
    colour = theme.group_colour(group)
    end = award["end_date"] or award["start_date"]
    options = award["potential_end_date"]
    if options and options > end:
        _stroke(figure, award, (end, options), THIN, colour)
    _stroke(figure, award, (award["start_date"], end), THICK, colour)


def _stroke(
    figure: PlotFigure, award: Mapping[str, Any], span: tuple[str, str], width: int, colour: str
) -> None:
    kind = "options to" if width == THIN else "to"
    end = span[1] if award["end_date"] else fmt.NOT_STATED
    address = paths.award(award["award_key"])
    says = (
        f"{escape(award['piid'])}: {span[0]} {kind} {end}<br>"
        f"{escape(rules_text.class_label(award['competition_class']))}<br>"
        f"{fmt.exact(award['obligated_usd'])} obligated"
    )
    figure.data.append(
        scatter(
            x=list(span),
            y=[escape(award["piid"])] * 2,
            mode="lines+markers",
            marker={"size": 0 if span[0] < span[1] else 13, "color": colour, "symbol": "diamond"},
            line={"width": width, "color": colour},
            ids=[address, f"{address}#steps"],  # of two that are alike one would be drawn
            hovertemplate=says + "<extra></extra>",
            showlegend=False,
        )
    )


def _note(note: Mapping[str, Any], place: int) -> Mapping[str, Any]:
    return {
        "x": note["day"],
        "y": escape(note["piid"]),
        "text": note["says"],
        "name": f"link-{place}",
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 9,
        "font": {"size": 12, "color": theme.GROUND.quiet},
    }


def _layout(names: list[str]) -> Mapping[str, Any]:
    height = 170 + 58 * len(names)
    return {
        "height": height,
        "margin": {"l": 190, "r": 40, "t": 56, "b": 90},
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": {"type": "date", "showgrid": True},
        "yaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": names[::-1],
            "range": [-0.6, len(names) - 0.3],
            "showgrid": False,
            "ticklabelstandoff": 8,
        },
        "meta": {
            "narrow": {
                "height": height + 30,
                "margin": {"l": 112, "r": 12, "t": 84, "b": 110},
                "yaxis": {"tickfont": {"size": 9}},
                "xaxis": {"nticks": 4},
                "notes": {f"link-{n}": {"font": {"size": 9}} for n in range(len(names) * 2)},
            }
        },
    }
