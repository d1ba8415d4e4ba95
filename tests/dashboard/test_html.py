"""Elements are sent as `dash.html` would send them, and none says what it does not take."""

from __future__ import annotations

import inspect
import json

import dash
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.app import create_app, page_for
from dashboard.html import elements as html_elements
from dashboard.pages.registry import BEHIND, LISTED
from dashboard.published_data import PublishedData
from tests.dashboard.elements import elements, said

FREE = ("data-", "aria-")
OF = {html_elements.HTML: dash.html, html_elements.CORE: dash.dcc}
AS_HTML = ("Link", "Textarea")
"""Of Dash's own, what can be drawn as an element of HTML."""
ADDRESSES = (
    *((page.path, "") for page in (*LISTED, *BEHIND)),
    ("/", "?component=FEMA&fy=2014"),
    ("/explore", "?group=vendor"),
    ("/check", "?q=$150.7 million Palantir ICE"),
    ("/technology", "?technology=person look-up"),
    ("/award/70CTD022FR0000170", ""),
    ("/award/70B02C20D00000019", ""),
    ("/vehicle/70B02C20D00000019", ""),
    ("/vendor/palantir", ""),
    ("/program/immigrationos", ""),
    ("/nothing", ""),
)


@pytest.mark.parametrize(("path", "search"), ADDRESSES)
def test_every_element_of_every_page_is_one_that_dash_knows(sample_settings, path, search):
    page, _ = page_for(PublishedData(sample_settings), path, search)
    ours = [each for each in elements(page) if each["namespace"] in OF]
    assert ours
    for each in ours:
        known = inspect.signature(getattr(OF[each["namespace"]], each["type"])).parameters
        unknown = [name for name in each["props"] if not name.startswith(FREE)]
        assert set(unknown) <= set(known), each["type"]


@pytest.fixture(scope="module")
def answering() -> set[str]:
    """The ids that an answer of Dash goes to or comes from."""
    named: set[str] = set()
    for each in create_app().callback_map.values():
        named |= {str(asked["id"]) for asked in (*each["inputs"], *each["state"])}
        outputs = each["output"]
        together = outputs if isinstance(outputs, list) else [outputs]
        named |= {str(one.component_id) for one in together}
    return named


@pytest.mark.parametrize(("path", "search"), ADDRESSES)
def test_no_element_that_dash_answers_to_is_drawn_in_one_go(
    sample_settings, answering, path, search
):
    assert {"grid-take", "content", "search-found"} <= answering
    page, _ = page_for(PublishedData(sample_settings), path, search)
    plain = [each["props"]["tree"] for each in elements(page) if each["type"] == "Plain"]
    assert not answering & {each["props"].get("id") for each in elements(plain)}


def test_neighbours_that_answer_to_nothing_are_drawn_together() -> None:
    graph = html_elements.Div(id={"part": "plot", "name": "it"})
    part = html_elements.settled(
        html_elements.Section(
            [html_elements.H2("One"), html_elements.P("Two"), graph, html_elements.P("Three")]
        )
    )
    first, second, third = part.children
    assert (first["type"], second, third["type"]) == ("Plain", graph, "Plain")
    assert said(first) == "One Two"
    assert html_elements.settled(html_elements.Div([html_elements.P("Still")]))["type"] == "Plain"
    assert (
        html_elements.settled(html_elements.Div(html_elements.Button("Go", n_clicks=0)))["type"]
        == "Div"
    )


@pytest.mark.parametrize(("path", "search"), ADDRESSES)
def test_what_is_drawn_in_one_go_answers_to_nothing_of_dash(sample_settings, path, search):
    page, _ = page_for(PublishedData(sample_settings), path, search)
    plain = [each for each in elements(page) if each["type"] == "Plain"]
    assert plain or path == "/nothing"
    for each in elements([each["props"]["tree"] for each in plain]):
        assert (
            each["namespace"] in (html_elements.HTML, html_elements.OURS) or each["type"] in AS_HTML
        )
        assert isinstance(each["props"].get("id", ""), str)
        assert "n_clicks" not in each["props"]


def test_an_element_is_sent_as_dash_sends_it() -> None:
    more = {"className": "lead", "aria-label": "A label", "data-view": "yes"}
    theirs = dash.html.A(["An ", dash.html.Strong("example")], href="/", id="it", **more)
    ours = html_elements.A(["An ", html_elements.Strong("example")], href="/", id="it", **more)
    assert json.dumps(ours, sort_keys=True) == json.dumps(
        theirs, cls=PlotlyJSONEncoder, sort_keys=True
    )
