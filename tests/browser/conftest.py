"""A server over the embedded sample, built by the commands, and a browser that looks at it.

A page that asks another host for anything, or that writes an error to the console, fails
the test that opened it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from analysis.published import build as published_build
from analysis.published.build import Build
from fetch.settings import Settings
from tests.once import once, the_sample

ROOT = Path(__file__).parent.parent.parent
PATIENCE_MS = 120_000
"""How long a page may take to be what it should be: three browsers may share a busy core."""
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _browser_module() -> ModuleType:
    spec = spec_from_file_location("browser_of_the_tests", Path(__file__).with_name("browser.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, loaded and built by the commands a person would type."""
    return once(tmp_path_factory, "sample", the_sample)


@pytest.fixture(scope="session")
def build(data: Path) -> Build:
    """The same build that the pages show."""
    return published_build.current(Settings(data=data))


@dataclass
class Server:
    """A running dashboard, its address and the process."""

    process: subprocess.Popen[str]
    line: str
    address: str = field(init=False)

    def __post_init__(self) -> None:
        words = [word for word in self.line.split() if word.startswith("http://")]
        assert words, f"no address in {self.line!r}: {self.process.stderr and self._said()}"
        self.address = words[0].rstrip("/")

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Ask it to stop, as a terminal does: the command and what it started; its exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        return self.process.wait(timeout=PATIENCE_MS / 1000)

    def _said(self) -> str:
        self.process.kill()
        return self.process.communicate()[1]


@pytest.fixture(scope="session")
def start(data: Path) -> Iterator[Callable[..., Server]]:
    """Start a dashboard as a person would and wait for its line; all are stopped at the end."""
    started: list[Server] = []

    def begin(*words: str, held: Path = data) -> Server:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", *words],
            cwd=ROOT,
            env=_environment(held),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stdout is not None
        started.append(Server(process, process.stdout.readline()))
        return started[-1]

    yield begin
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def server(start: Callable[..., Server]) -> Server:
    """One dashboard for all tests."""
    return start("serve", "--port", str(free_port()))


@pytest.fixture(scope="session")
def port() -> Callable[[], int]:
    """Ask for a port that nothing listens on."""
    return free_port


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@dataclass
class Watch:
    """What a page did that no page of ours may do."""

    hosts: set[str]
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("request", lambda request: self._asked(request.url))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(f"console: {said.text}") if said.type == "error" else None
            ),
        )

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc not in self.hosts:
            self.complaints.append(f"another host was asked: {url}")


@pytest.fixture(scope="session")
def window(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """An installed browser with a profile of its own, which is kept for all tests of a worker.

    Only with a profile on disk does it keep compiled scripts: a page then costs a third.
    """
    module = _browser_module()
    path = module.find_browser()
    assert path, module.NONE
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=path,
        args=list(module.ARGUMENTS),
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@dataclass
class Tabs:
    """Pages of one window, and what they did that no page of ours may do."""

    window: BrowserContext
    server: Server
    watch: Watch = field(default_factory=lambda: Watch(set()))
    pages: list[Page] = field(default_factory=list)

    def open(
        self, path: str = "/", width: int = 1440, scheme: str = "light", at: Server | None = None
    ) -> Page:
        """An address of the dashboard in a new tab, in a screen of some width."""
        address = (at or self.server).address
        self.watch.hosts.add(urlsplit(address).netloc)
        page = self.window.new_page()
        self.pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        self.watch.over(page)
        page.goto(address + path)
        page.wait_for_selector("h1")
        return page

    def close(self) -> None:
        """What was chosen for good, such as a look, is forgotten with the tabs."""
        self.window.clear_cookies()
        self.window.clear_permissions()
        for page in self.pages:
            if not page.is_closed():
                page.evaluate("localStorage.clear()")
                page.close()
        assert not self.watch.complaints, "\n".join(self.watch.complaints)


@pytest.fixture
def look(window: BrowserContext, server: Server) -> Iterator[Callable[..., Page]]:
    """Open an address in a new tab, to read it and to use it; see `Tabs.open`."""
    tabs = Tabs(window, server)
    yield tabs.open
    tabs.close()


@pytest.fixture(scope="module")
def read(window: BrowserContext, server: Server) -> Iterator[Callable[[str], Page]]:
    """The tab of an address for all tests of a file that only read it: it is opened once."""
    tabs, standing = Tabs(window, server), dict[str, Page]()

    def opened(path: str = "/") -> Page:
        if path not in standing:
            standing[path] = tabs.open(path)
        return standing[path]

    yield opened
    tabs.close()


@pytest.fixture(scope="session")
def picture() -> Callable[[Page, str], None]:
    """Take a picture of a whole page where SOLESOURCE_SHOTS names a folder for them.

    Nothing is asserted of a picture, and each takes a second: none is made unless somebody looks.
    """
    named = os.environ.get("SOLESOURCE_SHOTS")
    if named:
        Path(named).mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        if named:
            page.screenshot(path=Path(named) / f"{name}.png", full_page=True)

    return take


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "SOLESOURCE_DATA": str(data)}
