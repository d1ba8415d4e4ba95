"""Notices: a justification pinned on the action it explains, and the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from analysis.documents.notice_text import posted_on, several, time_allowed
from analysis.rules.base_numbers import base
from dashboard.charts import theme
from dashboard.charts.figure import PlotFigure
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt

Notice = Mapping[str, Any]
SURE = ("certain", "confirmed")
COLUMNS = [
    ("Posted", "date"),
    ("Notice", "words"),
    ("Authority", "words"),
    ("Explains", ""),
    ("Days from award to posting", ""),
]
HOVER = 110
"""Signs of a line that a pointer reads."""
LOW = 0.3
"""Of the highest pinned action: below it a note stands over its action, else under it."""


def of_actions(notices: list[Notice]) -> dict[str, list[Notice]]:
    """The justifications of each action, by its key."""
    by_action: dict[str, list[Notice]] = {}
    for notice in notices:
        if notice["transaction_key"]:
            by_action.setdefault(notice["transaction_key"], []).append(notice)
    return by_action


def pin(figure: PlotFigure, actions: pd.DataFrame, notices: list[Notice]) -> PlotFigure:
    """The same chart with a note at each action that a justification explains.

    The note asks where the link is only possible; a pointer over it reads the authority.
    """
    held = of_actions(notices)
    drawn = [each for each in actions.to_dict("records") if each["transaction_key"] in held]
    drawn = [each for each in drawn if not fmt.missing(each["cumulative_obligated_usd"])]
    most = max((fmt.millions(one["cumulative_obligated_usd"]) or 0 for one in drawn), default=0)
    narrow: dict[str, dict[str, Any]] = {}
    for each in drawn:
        explains = held[each["transaction_key"]]
        height = fmt.millions(each["cumulative_obligated_usd"]) or 0
        figure.note(
            x=fmt.day(each["action_date"]),
            y=height,
            ax=46,
            ay=44 if height > most * LOW else -46,
            text=_short(explains[0]),
            hovertext="<br>".join(map(_hover, explains)),
            name=each["transaction_key"],
            align="left",
            xanchor="left",
            standoff=8,
            arrowhead=2,
            arrowwidth=1.5,
            arrowcolor=theme.GROUND.ink,
            font={"size": 12, "color": theme.GROUND.ink},
        )
        narrow[each["transaction_key"]] = {"text": _says(explains[0]), "ax": 18}
    return _with_narrow(figure, narrow)


def _with_narrow(figure: PlotFigure, notes: dict[str, dict[str, Any]]) -> PlotFigure:
    """On a narrow screen a note has room for its first word alone."""
    figure.lay(meta={"narrow": {"notes": notes}})
    return figure


def marks(notices: list[Notice]) -> list[Element]:
    """Below an action's own words: the justifications that explain it."""
    return [
        elements.Span(
            [
                "" if _is_sure(notice) else "Possibly: ",
                _link(notice, _title(notice)),
                ". ",
                _days(notice),
            ],
            className="small justified",
        )
        for notice in notices
    ]


def section(notices: Sequence[Notice], recipe: Element) -> Element:
    """Every notice linked to the award, with authority, the action it explains, and days."""
    if not notices:
        says = (
            "No notice of SAM.gov among those held is linked to this award. That none is held "
            "does not mean that none was posted."
        )
        return common.section("Notices and justifications", "notices", [elements.P(says), recipe])
    cells = [row(notice) for notice in notices]
    lead = (
        "Why competition was limited, as the notices on SAM.gov say. A link is certain by a number "
        "that both records state, or a person confirmed it; all others are marked possible."
    )
    table = common.table("Notices linked to this award", COLUMNS, cells, "notices-table", "actions")
    return common.section(
        "Notices and justifications", "notices", [elements.P(lead, className="lead"), table, recipe]
    )


def row(notice: Notice) -> list[Any]:
    """A notice as cells under `COLUMNS`."""
    status = "" if notice["link_status"] in SURE else "Possibly of this award. "
    source = fmt.text(notice["basis"], f"SAM.gov, as of {notice['as_of']}")
    why = notice["link_because"] or notice["evidence"]
    attached = [
        _small(f"Attached: {one['name'] or 'a file'}, {one['text_state']}")
        for one in notice["attachments"]
    ]
    return [
        [fmt.text(posted_on(notice), "day not held"), *_again(notice)],
        [
            status,
            _link(notice, _title(notice)),
            _small(f"{fmt.sentence(why)} {fmt.sentence(source)}"),
            *attached,
        ],
        _authority(notice),
        _explains(notice),
        _days_cell(notice),
    ]


def _again(notice: Notice) -> list[Element]:
    """Where it was posted anew: days are counted from the first posting that is held."""
    if notice["posted_date"] in (None, posted_on(notice)):
        return []
    return [_small(f"posted anew {notice['posted_date']}")]


def _authority(notice: Notice) -> list[Any]:
    authority = notice["authority"]
    if not authority:
        return [elements.Span("unknown", className="quiet"), _small("no text held names one")]
    page = "" if authority["page"] is None else f", page {authority['page']}"
    tied = len(several([authority, *notice["other_authorities"]])) > 1
    others = [
        f"; also named: {one['citation']} ({one['confidence']})"
        for one in notice["other_authorities"]
    ]
    return [
        "several named: " if tied else "",
        elements.Strong(authority["citation"]),
        f": {authority['plain']}{''.join(others)}",
        _small(
            f"{authority['confidence']}; in {authority['found_in']}{page}: "
            f"“{authority['sentence']}”"
        ),
    ]


def _explains(notice: Notice) -> list[Any]:
    if notice["action_status"] == "not held":
        return [elements.Span(fmt.sentence(notice["action_evidence"]), className="quiet")]
    if not notice["transaction_key"]:
        return [elements.Span("no action of the award is known to be it", className="quiet")]
    number = fmt.text(notice["modification_number"], "base")
    named = "the base action" if number == "base" or base(number) else number
    possibly = "" if _is_sure(notice) else "possibly "
    return [f"{possibly}{named}", _small(f"{notice['action_date']}; {notice['action_evidence']}")]


def _days_cell(notice: Notice) -> list[Any]:
    if notice["days_to_posting"] is None:
        return [fmt.NOT_KNOWN]
    basis = [_small(notice["deadline_source"])] if notice["deadline_paragraph"] else []
    return [f"{notice['days_to_posting']:,}", _small(_allowed(notice)), *basis]


def _days(notice: Notice) -> str:
    """Days from the action to the posting, and whether that is late, in a sentence."""
    if notice["days_to_posting"] is None:
        return "The day of posting is not held."
    days = fmt.count(abs(notice["days_to_posting"]), "day")
    side = "after" if notice["days_to_posting"] >= 0 else "before"
    return f"Posted {posted_on(notice)}, {days} {side} the action: {_allowed(notice)}."


def _allowed(notice: Notice) -> str:
    return time_allowed(notice) or "how many are allowed is not known"


def _title(notice: Notice) -> str:
    """The notice's own title; in the sample our words for it."""
    return fmt.text(notice["title"], fmt.text(notice["label"], notice["kind"]))


def _link(notice: Notice, text: str) -> Element:
    """A link to the notice's page; only where the record states one, on SAM.gov itself."""
    address = urlsplit(fmt.text(notice["link"], ""))
    if address.scheme != "https" or address.hostname not in ("sam.gov", "www.sam.gov"):
        return elements.Span([text, _small("no link held")])
    return elements.A(text, href=notice["link"], rel="noopener noreferrer", className="official")


def _short(notice: Notice) -> str:
    days = notice["days_to_posting"]
    if days is None:
        return _says(notice)
    side = "later" if days >= 0 else "before"
    return f"{_says(notice)}, notice<br>{fmt.count(abs(days), 'day')} {side}"


def _says(notice: Notice) -> str:
    return "justified" if _is_sure(notice) else "justified?"


def _hover(notice: Notice) -> str:
    lines = [_title(notice)[:HOVER], *_named(notice), _days(notice)]
    return "<br>".join(escape(line) for line in lines)


def _named(notice: Notice) -> list[str]:
    """A line for each authority that is named as surely as the first; a tie is said to be one."""
    if not notice["authority"]:
        return ["authority unknown"]
    tied = several([notice["authority"], *notice["other_authorities"]])
    lines = [f"{one['citation']}: {one['plain']}"[:HOVER] for one in tied]
    return ["several named:", *lines] if len(lines) > 1 else lines


def _is_sure(notice: Notice) -> bool:
    return notice["action_status"] in SURE and notice["link_status"] in SURE


def _small(says: str) -> Element:
    return elements.Span(says, className="small")
