"""No key, password or signature is written down or said, whatever brought it."""

from __future__ import annotations

import gzip

import pytest

from fetch.errors import RequestRefused
from fetch.http import redaction
from fetch.http.responses import Request
from tests.fetch.serving import Always, client, place
from tests.service.server import Reply, Server

LAST = "/api/v2/awards/last_updated/"


def test_a_key_never_reaches_the_archive_or_an_error(tmp_path):
    class Refusing:
        def answer(self, _):
            return Reply({"detail": "no"}, 403, {"Set-Cookie": "SECRET=1"})

    with Server(Refusing()) as server:
        settings = place(tmp_path, server.url)
        with pytest.raises(RequestRefused) as raised, client(settings) as asking:
            asking.get(LAST, {"api_key": "SECRET", "page": "1"})
    written = [path for path in settings.data.rglob("*") if path.is_file()]
    assert written
    for path in written:
        raw = path.read_bytes()
        assert b"SECRET" not in (gzip.decompress(raw) if path.suffix == ".gz" else raw)
    assert "SECRET" not in str(raised.value)
    assert "page=1" in str(raised.value)


def test_a_signature_in_an_address_elsewhere_reaches_neither_the_journal_nor_an_error(tmp_path):
    there = "https://me:SECRET@store.example/a.zip?X-Amz-Signature=SECRET&Policy=SECRET"
    sent_on = Always(Reply(b"", 302, {"Location": there, "Link": f"<{there}>; rel=next"}))
    with Server(sent_on) as server:
        settings = place(tmp_path, server.url.replace("//", "//me:SECRET@"))
        with pytest.raises(RequestRefused) as raised, client(settings) as asking:
            asking.get(LAST, {"token": "SECRET", "keyword": "EXAMPLE"})
        [journal] = (settings.archive / "exchanges").iterdir()
    assert "sent on to https://store.example/a.zip" in str(raised.value)
    assert "keyword=EXAMPLE" in str(raised.value)
    assert "SECRET" not in str(raised.value) + journal.read_text()


@pytest.mark.parametrize(
    "name",
    ["token", "sig", "X-Amz-Signature", "X-Amz-Credential", "key", "apikey", "api-key", "auth"],
)
def test_what_holds_a_secret_is_known_by_its_name(name):
    assert redaction.address(f"https://a.example/?{name}=abc") == (
        f"https://a.example/?{name}=(left out)"
    )
    assert redaction.headers({name: "abc"}) == {name: "(left out)"}


@pytest.mark.parametrize(
    "query", ["keyword=a", "keywords=a", "page=1", "author=a", "design=a", "sort=&a=%20+b&a=2&c"]
)
def test_any_other_address_is_written_down_as_it_was_asked(query):
    asked = Request("GET", f"https://a.example/x/?{query}")
    assert asked.shown_url == asked.url
