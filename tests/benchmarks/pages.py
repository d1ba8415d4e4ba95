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
TURNS, READERS, INTERACTIONS = 12, 8, 1_000
PAINT = """() => new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().find(e => e.name === 'first-contentful-paint').startTime
)).observe({type: 'paint', buffered: true}))"""
SIZE = """() => performance.getEntriesByType('resource').concat(
    performance.getEntriesByType('navigation')).reduce((sum, e) => sum + e.transferSize, 0)"""
FOLLOW = """id => new Promise(done => {
    const said = document.querySelector('#matching'), begun = performance.now();
    const seen = new MutationObserver(() => {
        if (!said.isConnected || document.querySelector('#matching') !== said || said.dataset.old
            !== said.textContent) { seen.disconnect();
            requestAnimationFrame(() => done(performance.now() - begun)); }
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
        seen = _opened(chromium.new_context, address)
        clicks, asked = _filtered(chromium.new_context().new_page(), address)
        _print("first paint", [paint for paint, _, _ in seen.values()])
        _print("page drawn with its figures", [drawn for _, drawn, _ in seen.values()])
        _print(f"filter, {len(clicks)} clicks", clicks)
        sizes = [size / 1e6 for path, (_, _, size) in seen.items() if path != PATHS[0]]
        print(f"a page after the first: at most {max(sizes):.2f} MB over the wire")
        chromium.close()
        _print(f"{READERS} readers at once", _at_once(address, asked))
        before = _resident(process.pid)
        for number in range(INTERACTIONS):
            _ask(address, asked[number % len(asked)])
        after = _resident(process.pid)
        print(f"memory over {INTERACTIONS:,} interactions: {before:,.0f} to {after:,.0f} MB")


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


def _filtered(page: Page, address: str) -> tuple[list[float], list[bytes]]:
    """Milliseconds from a click on a filter to the drawn answer, and what was asked for it."""
    chance, spent, asked = random.Random(7), [], []
    page.on("request", lambda sent: asked.append(sent.post_data_buffer or b""))
    for path in FILTERED:
        page.goto(address + path)
        page.wait_for_selector("#matching", state="attached")
        for _ in range(TURNS):
            ids = page.evaluate(
                "[...document.querySelectorAll('.choices a:not(.chosen)')].map(a => a.id)"
            )
            spent.append(page.evaluate(FOLLOW, chance.choice(ids)))
            if len(page.query_selector_all("#empty")):
                page.evaluate(FOLLOW, "go-clear")
    views = [each for each in asked if re.search(rb"-results[.]children", each)]
    return spent, views


def _at_once(address: str, asked: list[bytes]) -> list[float]:
    """Milliseconds of each answer while eight readers ask."""
    with ThreadPoolExecutor(READERS) as pool:
        return list(pool.map(lambda body: _ask(address, body), asked * 4))


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
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


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
