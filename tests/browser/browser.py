"""The browser of the browser tests: one that is installed, else Playwright's own.

`python tests/browser/browser.py --prepare` makes sure that there is one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
    "microsoft-edge",
)
PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
NONE = (
    "no browser for the browser tests: install Chrome or Chromium, or run "
    "`python -m playwright install chromium`"
)


def find_browser() -> str | None:
    """The path of an installed Chrome or Chromium, else of Playwright's own; None without."""
    on_path = (shutil.which(name) for name in NAMES)
    usual = (place for place in PLACES if Path(place).exists())
    found = dict.fromkeys(path for path in (*on_path, *usual) if path)
    return next((path for path in found if _runs(path)), None) or _playwrights_own()


def _runs(path: str) -> bool:
    """True where it is a browser and not a stand-in that only says how to install one."""
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def prepare() -> str | None:
    """A browser, installed where there is none and it can be done without asking."""
    for attempt in (None, *_installations()):
        if attempt is not None and not _done(attempt):
            continue
        if found := find_browser():
            return found
    return None


def _installations() -> list[list[str]]:
    """Commands that may bring a browser, the distribution's own first."""
    ways: list[list[str]] = []
    if shutil.which("apt-get"):
        apt = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        if os.geteuid() == 0:
            ways += [["apt-get", "update"], apt]
        elif shutil.which("sudo"):
            ways += [["sudo", "-n", "apt-get", "update"], ["sudo", "-n", *apt]]
    return [*ways, [sys.executable, "-m", "playwright", "install", "chromium"]]


def _done(command: list[str]) -> bool:
    sys.stderr.write(f"{' '.join(command)}\n")
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


def main() -> int:
    """Print the path of the browser; with --prepare, install one where there is none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepare", action="store_true", help="install one where there is none")
    found = prepare() if parser.parse_args().prepare else find_browser()
    (sys.stdout if found else sys.stderr).write(f"{found or NONE}\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
