"""What was drawn of a build is given again, and nothing that went wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analysis.documents.leads import document as leads_document
from analysis.published.build import Build
from dashboard import app, response_cache
from dashboard.app import MOST_ASKED_BYTES, TROUBLE, create_app
from dashboard.pages.leads import page as leads
from dashboard.pages.vendor import ranking as vendors


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses for which the page of vendors was drawn; the word `fail` is a defect."""
    drawn: list[str] = []
    read = vendors.view_request

    def counted(build: Any, search: str, *rest: Any) -> Any:
        drawn.append(search)
        if "fail" in search and len(drawn) == 1:
            raise ValueError("a defect of ours")
        return read(build, search, *rest)

    monkeypatch.setattr(vendors, "view_request", counted)
    return drawn


def asker(settings: Any) -> Any:
    client = create_app(settings).server.test_client()
    listed = client.get("/_dash-dependencies").get_json()
    output = next(each["output"] for each in listed if "vendors-results" in each["output"])

    def ask(search: str, host: str = "http://localhost") -> Any:
        asked = {
            "output": output,
            "outputs": [
                {"id": "vendors-filters", "property": "tree"},
                {"id": "vendors-results", "property": "children"},
            ],
            "inputs": [{"id": "address", "property": "search", "value": search}],
            "changedPropIds": ["address.search"],
            "state": [{"id": "address", "property": "pathname", "value": "/vendors"}],
        }
        data = json.dumps(asked)
        return client.post(
            response_cache.ASKED, data=data, base_url=host, content_type="application/json"
        )

    return ask


def test_what_was_asked_at_one_host_is_not_given_at_another(sample_settings, calls):
    ask = asker(sample_settings)
    hosts = ("http://one.example", "https://two.example")
    for host in hosts:
        assert f"{host}/vendors?" in str(ask("", host).get_json())
    assert len(calls) == 2


def test_what_was_asked_before_is_not_drawn_again(sample_settings, calls):
    ask = asker(sample_settings)
    first, again = ask("?component=ICE"), ask("?component=ICE")
    assert first.get_data() == again.get_data()
    assert len(first.get_json()["response"]) == 2
    assert "Content-Security-Policy" in again.headers
    assert calls == ["?component=ICE"]
    ask("?component=CBP")
    assert calls == ["?component=ICE", "?component=CBP"]


def test_what_went_wrong_is_not_given_again(sample_settings, calls):
    ask = asker(sample_settings)
    assert TROUBLE in ask("?component=ICE&fail=1").get_data(as_text=True)
    sound = ask("?component=ICE&fail=1").get_data(as_text=True)
    assert TROUBLE not in sound
    assert "vendors-table" in sound
    assert len(calls) == 2


def test_another_build_has_its_own_answers(sample_settings, calls, monkeypatch):
    ask = asker(sample_settings)
    ask("")
    monkeypatch.setattr(Build, "build_id", "another-build")
    ask("")
    assert len(calls) == 2


def test_what_was_asked_longest_ago_goes_first_where_there_is_no_room(
    sample_settings, calls, monkeypatch
):
    one = len(asker(sample_settings)("?component=ICE").get_data())
    monkeypatch.setattr(response_cache, "MOST_BYTES", int(1.5 * one))
    monkeypatch.setattr(response_cache, "MOST_OF_ONE", 2 * one)
    ask = asker(sample_settings)
    for search in ("?component=ICE", "?component=ICE", "?component=CBP", "?component=ICE"):
        ask(search)
    assert calls[1:] == ["?component=ICE", "?component=CBP", "?component=ICE"]


def test_a_question_of_any_length_takes_little_of_what_is_kept(sample_settings, calls):
    ask = asker(sample_settings)
    assert ask("?component=ICE&junk=" + "x" * 100_000).status_code == 200
    assert ask("?junk=" + "x" * MOST_ASKED_BYTES).status_code == 413
    assert calls == ["?component=ICE&junk=" + "x" * 100_000]


def test_a_page_that_cannot_be_drawn_says_so_in_its_place(sample_settings, calls):
    client = create_app(sample_settings).server.test_client()
    listed = client.get("/_dash-dependencies").get_json()
    output = next(each["output"] for each in listed if "page-title" in each["output"])
    asked = {
        "output": output,
        "outputs": [
            {"id": "content", "property": "children"},
            {"id": "page-title", "property": "data"},
            {"id": "held-line", "property": "children"},
        ],
        "inputs": [{"id": "address", "property": "pathname", "value": "/vendors"}],
        "changedPropIds": ["address.pathname"],
        "state": [{"id": "address", "property": "search", "value": "?fail=1"}],
    }
    drawn = client.post(
        response_cache.ASKED, data=json.dumps(asked), content_type="application/json"
    )
    assert TROUBLE in json.dumps(drawn.get_json()["response"]["content"])


def test_a_file_that_cannot_be_made_says_so_in_a_sentence(sample_settings, monkeypatch):
    client = create_app(sample_settings).server.test_client()
    odd = client.get('/data/awards.csv?narrow=[["obligated_usd","from","abc"]]')
    assert (odd.status_code, odd.get_data(as_text=True)) == (
        404,
        "'abc' is no bound of obligated_usd\n",
    )
    nested = client.get(f"/data/awards.csv?narrow={'[' * 2_000}")
    assert nested.status_code == 404

    def broken(*_: Any) -> Any:
        raise KeyError("a defect of ours")

    monkeypatch.setattr(app, "view_of", broken)
    defect = client.get("/data/awards.csv")
    assert defect.status_code == 500
    assert (
        defect.get_data(as_text=True)
        == "This could not be made. The reason is in the log of the server.\n"
    )


def test_leads_are_all_counted_where_the_greatest_are_listed(sample, monkeypatch):
    whole = leads_document.no_notice_document(sample, top=1_000)["leads"]
    monkeypatch.setattr(leads, "MOST", 5)
    bar, _ = leads.PAGE.view(sample, "")
    assert len(whole) > 5
    assert f"{len(whole)} questions: " in json.dumps(
        [part.to_plotly_json() for part in bar], default=str
    )
