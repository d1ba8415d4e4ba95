"""Pages over a large build, in Chromium: first paint, filters, eight readers, size, memory."""

from __future__ import annotations

import gzip
import http.client
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.measure import environment
from tests.browser import browser as installed

PATHS = ("/", "/explore", "/growth", "/bought", "/technology", "/vendors", "/changes", "/leads")
FILTERED = ("/", "/growth", "/bought", "/explore")
TURNS, READERS, INTERACTIONS, MANY = 12, 8, 1_000, 120
WARM_SECONDS, REST_MS = 20, 500
COMPONENTS = ("ICE", "CBP", "USCIS")
CLASSES = ("SOLE_SOURCE", "COMPETED", "UNKNOWN")
YEARS = range(2008, 2026)
PAINT = """() => new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().find(e => e.name === 'first-contentful-paint').startTime
)).observe({type: 'paint', buffered: true}))"""
SIZE = """() => performance.getEntriesByType('resource').concat(
    performance.getEntriesByType('navigation')).reduce((sum, e) => sum + e.transferSize, 0)"""
OPEN = """id => {
    const list = document.getElementById(id), more = list.closest('details.more');
    if (more) more.open = true;
    if (!list.open) list.querySelector('summary').click();
}"""
FOLLOW = """id => new Promise(done => {
    const said = document.querySelector('#matching'), begun = performance.now();
    const seen = new MutationObserver(() => {
        if (!said.isConnected || document.querySelector('#matching') !== said || said.dataset.old
            !== said.textContent) { seen.disconnect();
            requestAnimationFrame(() => {
                const answered = performance.now() - begun;
                const charts = () => [...document.querySelectorAll('figure.chart')].filter(each =>
                    each.getBoundingClientRect().top < window.innerHeight);
                const look = () => charts().every(each => each.querySelector('.main-svg'))
                    ? done([answered, performance.now() - begun]) : requestAnimationFrame(look);
                look();
            }); }
    });
    said.dataset.old = said.textContent;
    seen.observe(document.querySelector('#content'),
        {childList: true, subtree: true, characterData: true});
    document.getElementById(id).click();
})"""


def pages(data: Path) -> None:
    """Print what each thing costs over the published build of a data folder."""
    with _served(data) as (address, process), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=installed.find_browser(), args=list(installed.ARGUMENTS)
        )
        cold = _opened(chromium.new_context, address)
        time.sleep(WARM_SECONDS)
        seen = _opened(chromium.new_context, address)
        clicks, drawn, asked = _filtered(chromium.new_context().new_page(), address)
        for when, pages_seen in (("server just begun", cold), ("later", seen)):
            first = pages_seen[PATHS[0]]
            print(f"first page, {when}: painted {first[0]:.0f} ms, figures drawn {first[1]:.0f} ms")
        _print("first paint of each page", [paint for paint, _, _ in seen.values()])
        _print("each page drawn with its figures", [drawn for _, drawn, _ in seen.values()])
        _print(f"filter, {len(clicks)} clicks", [spent for spent, _ in clicks])
        _print("the same until the charts in view are drawn too", drawn)
        slowest = [f"{what} {spent:.0f} ms" for spent, what in sorted(clicks)[:-6:-1]]
        print(f"the slowest: {', '.join(slowest)}")
        sizes = [size / 1e6 for path, (_, _, size) in seen.items() if path != PATHS[0]]
        print(f"a page after the first: at most {max(sizes):.2f} MB over the wire")
        chromium.close()
        new = _never_asked(asked)
        _print(f"{READERS} readers, a new view each second", _at_once(address, new[:MANY], 1.0))
        rest = new[MANY : 2 * MANY]
        _print(f"{READERS} readers, new views without a pause", _at_once(address, rest))
        _print(f"{READERS} readers, views seen before, no pause", _at_once(address, rest))
        _flat(address, process.pid, new[2 * MANY :])


def _opened(context: Any, address: str) -> dict[str, tuple[float, float, float]]:
    """By path: milliseconds to the first paint and to the figures, and bytes that came."""
    one, seen = context(), {}
    for path in PATHS:
        page, begun = one.new_page(), time.perf_counter()
        page.goto(address + path)
        page.wait_for_selector("#matching", state="attached")
        drawn = (time.perf_counter() - begun) * 1000
        page.wait_for_load_state("networkidle")
        seen[path] = (page.evaluate(PAINT), drawn, page.evaluate(SIZE))
        page.close()
    return seen


def _filtered(page: Page, address: str) -> tuple[list[tuple[float, str]], list[float], list[bytes]]:
    """Milliseconds from a click on a filter to the painted answer, with its page and link; to the
    charts in view; and what was asked for them."""
    chance, spent, drawn, asked = random.Random(7), [], [], []
    page.on("request", lambda sent: asked.append(sent.post_data_buffer or b""))
    for path in FILTERED:
        page.goto(address + path)
        page.wait_for_selector("#matching", state="attached")
        for _ in range(TURNS):
            link = _some_choice(page, chance)
            page.wait_for_timeout(REST_MS)  # a reader clicks once the charts are drawn
            answered, charted = page.evaluate(FOLLOW, link)
            spent.append((answered, page.url.removeprefix(address)))
            drawn.append(charted)
            if len(page.query_selector_all("#empty")):
                page.evaluate(FOLLOW, "go-clear")
    views = [each for each in asked if re.search(rb"-results[.]children", each)]
    return spent, drawn, views


def _some_choice(page: Page, chance: random.Random) -> str:
    """The id of a choice that is not chosen yet, in a list of filters that is opened for it."""
    lists = page.evaluate("[...document.querySelectorAll('details.facet')].map(each => each.id)")
    opened = chance.choice(lists)
    page.evaluate(OPEN, opened)
    page.wait_for_selector(f"#{opened} .inside a:not(.chosen)")
    listed = f"[...document.querySelectorAll('#{opened} .inside a:not(.chosen)')].map(a => a.id)"
    return str(chance.choice(page.evaluate(listed)))


def _never_asked(asked: list[bytes]) -> list[bytes]:
    """Views that nobody asked for: each page's question with other filters."""
    pages = {json.loads(each)["output"]: json.loads(each) for each in asked}
    views = [
        {
            **page,
            "inputs": [
                {**page["inputs"][0], "value": f"?component={component}&class={each}&fy={year}"}
            ],
        }
        for component in COMPONENTS
        for each in CLASSES
        for year in YEARS
        for page in pages.values()
    ]
    random.Random(8).shuffle(views)
    return [json.dumps(each).encode() for each in views]


def _flat(address: str, pid: int, views: list[bytes]) -> None:
    """Memory of the server after as many new views as fill what it keeps, and after more."""
    marks = []
    for number in range(2 * INTERACTIONS):
        if number % (INTERACTIONS // 2) == 0:
            marks.append(_resident(pid))
        _ask(address, views[number % len(views)])
    marks.append(_resident(pid))
    told = ", ".join(f"{each:,.0f}" for each in marks)
    print(f"memory at every {INTERACTIONS // 2} of {2 * INTERACTIONS:,} interactions: {told} MB")


def _at_once(address: str, asked: list[bytes], pause: float = 0.0) -> list[float]:
    """Milliseconds of each answer while eight readers ask, each at most once in `pause` seconds."""

    def ask(body: bytes) -> float:
        begun, spent = time.perf_counter(), _ask(address, body)
        time.sleep(max(0.0, pause * random.uniform(0.5, 1.5) - (time.perf_counter() - begun)))
        return spent

    with ThreadPoolExecutor(READERS) as pool:
        return list(pool.map(ask, asked))


def _ask(address: str, body: bytes) -> float:
    begun = time.perf_counter()
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
    link.request("POST", "/_dash-update-component", body, headers)
    answer = link.getresponse()
    came = answer.read()
    link.close()
    if answer.getheader("Content-Encoding") == "gzip":
        came = gzip.decompress(came)
    if answer.status != http.client.OK or "response" not in json.loads(came):
        raise SystemExit(f"a view was not drawn: {answer.status} {came[:200]!r}")
    return (time.perf_counter() - begun) * 1000


def _resident(pid: int) -> float:
    """Megabytes that the server and the process it started hold."""
    held = 0
    for each in [pid, *_children(pid)]:
        status = Path(f"/proc/{each}/status").read_text("ascii")
        held += int(re.findall(r"VmRSS:\s+(\d+)", status)[0])
    return held / 1024


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(each) for each in listed.split()]


def _print(what: str, spent: list[float]) -> None:
    ordered = sorted(spent)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{what}: median {ordered[len(ordered) // 2]:.0f} ms, 95th percentile {high:.0f} ms")


@contextmanager
def _served(data: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "serve", "--port", "8123"],
        env=environment(data),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        yield next(word for word in line.split() if word.startswith("http")).rstrip("/"), process
    finally:
        process.terminate()
        process.wait(timeout=20)
