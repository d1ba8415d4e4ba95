"""A service is a value, the network a transport: neither is patched in a test."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from fetch.archive.store import Archive
from fetch.errors import RequestRefused, Throttled, WrongShape
from fetch.http.client import Client
from fetch.http.service import Service
from fetch.settings import Settings

FILES = "https://files.example.test/"


def reply(status: int = 200, **given) -> httpx.Response:
    """An answer whose bytes have not been read yet, as over a line."""
    whole = httpx.Response(status, **given)
    return httpx.Response(status, headers=whole.headers, content=iter([whole.content]))


def refuse_other_hosts(url):
    if not url.startswith((FILES, "https://api.example.test/")):
        raise WrongShape(url, "another host")


def asking(tmp_path, answer, **service):
    """A client of an imaginary service whose network is a function."""
    settings = Settings(data=tmp_path, requests_per_second=1000, attempts=1)
    archive = Archive(settings.archive)
    described = Service("https://api.example.test", lambda url: FILES + url, **service)
    network = httpx.MockTransport(answer)
    return Client(described, settings, archive, "20260101T000000Z-test", transport=network)


def test_a_client_asks_at_the_services_address_and_keeps_what_came(tmp_path):
    def answer(request):
        if request.url.host == "files.example.test":
            return httpx.Response(200, content=iter([b"a,b\n", b"1,2\n"]))
        return reply(json={"asked": str(request.url)})

    with asking(tmp_path, answer) as client:
        came = client.get("/awards", {"page": "2"}, shape={"asked": str})
        assert came["asked"] == "https://api.example.test/awards?page=2"
        stored = client.download("a.csv", lambda _: lambda __: None)
        assert client.archive.read(stored.sha256) == b"a,b\n1,2\n"
        assert client.requests == 2


def test_a_service_that_counts_is_asked_nothing_beyond_its_quota(tmp_path):
    sent, left = [], [1]

    def spend(request, now):
        assert now.tzinfo is UTC
        if not left[0]:
            raise Throttled(request.words, "all of the day were sent", "tomorrow")
        left[0] -= 1

    def answer(request):
        sent.append(request.url.path)
        return reply(json={})

    with asking(tmp_path, answer, spend=spend) as client:
        client.get("/one")
        with pytest.raises(Throttled, match="tomorrow"):
            client.get("/two")
    assert sent == ["/one"]
    assert client.requests == 1


def test_what_an_error_looks_like_is_the_services_own(tmp_path):
    def require_good(request, came, now: datetime):
        if b"sorry" in came.content:
            raise RequestRefused(request.words, came.text)

    with (
        asking(tmp_path, lambda _: reply(text="sorry"), require_good=require_good) as c,
        pytest.raises(RequestRefused, match="sorry"),
    ):
        c.get("/awards")


def test_a_key_in_what_a_service_says_is_not_kept(tmp_path):
    def clean(content):
        return content.replace(b"SESAME", b"(left out)")

    def redact(text):
        return text.replace("SESAME", "(left out)")

    def answer(_):
        return reply(headers={"x-echo": "SESAME"}, json={"said": "SESAME"})

    with asking(tmp_path, answer, clean=clean, redact=redact) as client:
        came = client.get("/SESAME/awards")
        assert came["said"] == "(left out)"
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not [content for content in kept if b"SESAME" in content]


@pytest.mark.parametrize("follows", [None, refuse_other_hosts])
def test_an_answer_that_sends_on_is_followed_only_to_hosts_the_service_names(tmp_path, follows):
    def answer(request):
        if request.url.path == "/here":
            return reply(302, headers={"location": "/there"})
        if request.url.path == "/elsewhere":
            return reply(302, headers={"location": "https://elsewhere.test/"})
        return reply(json={"path": request.url.path})

    with asking(tmp_path, answer, require_host=follows) as client:
        if follows:
            assert client.get("/here")["path"] == "/there"
        else:
            with pytest.raises(RequestRefused, match="sent on to"):
                client.get("/here")
        with pytest.raises((WrongShape, RequestRefused), match=r"another host|sent on to"):
            client.get("/elsewhere")
