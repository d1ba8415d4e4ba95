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
    "no browser for the browser tests: as root, "
    "`apt-get install chromium libatomic1 fonts-dejavu-core`"
)


def find_browser() -> str | None:
    """The path of an installed Chrome or Chromium, else of Playwright's own; None without."""
    return _installed() or _playwrights_own()


def prepare() -> str | None:
    """A browser and what drives it, installed where they are missing and need no asking."""
    missing = [] if _driver_runs() else ["libatomic1"]
    missing += [] if _installed() else ["chromium", "fonts-dejavu-core"]
    if missing:
        _install(missing)
    if not _installed() and not _playwrights_own():
        _done([sys.executable, "-m", "playwright", "install", "chromium"])
    return find_browser()


def _installed() -> str | None:
    on_path = (shutil.which(name) for name in NAMES)
    usual = (place for place in PLACES if Path(place).exists())
    found = dict.fromkeys(path for path in (*on_path, *usual) if path)
    return next((path for path in found if _runs([path])), None)


def _runs(command: list[str]) -> bool:
    """True where it works, and is not a stand-in that only says how to install it."""
    try:
        asked = subprocess.run(
            [*command, "--version"], capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _driver_runs() -> bool:
    """Playwright brings a program of its own, which needs a library that small systems lack."""
    return _runs([sys.executable, "-m", "playwright"])


def _playwrights_own() -> str | None:
    if not _driver_runs():
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def _install(packages: list[str]) -> None:
    """Through apt, as root or where sudo asks nothing; elsewhere there is nothing to do."""
    if not shutil.which("apt-get"):
        return
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if become and not shutil.which("sudo"):
        return
    _done([*become, "apt-get", "update", "-qq"])
    _done([*become, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])


def _done(command: list[str]) -> None:
    """Run a command, shown as it runs; what it brought is looked for afterwards."""
    sys.stderr.write(f"{' '.join(command)}\n")
    subprocess.run(command, stdout=sys.stderr, check=False)


def main() -> int:
    """Print the path of the browser; with --prepare, install one where there is none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepare", action="store_true", help="install one where there is none")
    found = prepare() if parser.parse_args().prepare else find_browser()
    (sys.stdout if found else sys.stderr).write(f"{found or NONE}\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
