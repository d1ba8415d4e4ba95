"""Nothing in the repository that a stranger could not use, or that should not leave a machine."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.conftest import ROOT

HOSTS = re.compile(
    r"(files\.pythonhosted|pypi\.org|registry\.npmjs|deb\.debian|archive\.ubuntu|"
    r"cdn\.|googleapis|unpkg|jsdelivr|cloudflare|--index-url|--extra-index)"
)
HERE = re.compile(r"/(?:ro{2}t|ho(?:me)|wo[r]k|fa[r]m)/[a-z]")
THIS = "tests/house/test_house.py"


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    return [name for name in listed if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    return [(name, (ROOT / name).read_text("utf-8")) for name in tracked() if name != THIS]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [("a registry's or another host's address", HOSTS), ("a path of a machine", HERE)],
)
def test_no_file_names(what, pattern):
    found = [(name, hit.group()) for name, text in texts() for hit in pattern.finditer(text)]
    assert not found, f"{what}: {found[:5]}"


def test_every_package_is_pinned_with_its_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        packages = re.findall(r"^[a-zA-Z0-9._-]+(\[.*\])?==", text, re.MULTILINE)
        pinned = re.findall(
            r"^[a-zA-Z0-9._-]+(?:\[.*\])?==.*\\\n\s+--hash=sha256:", text, re.MULTILINE
        )
        assert packages
        assert len(pinned) == len(packages)


def test_the_four_folders_of_code_are_the_only_ones():
    folders = {name.split("/")[0] for name in tracked() if "/" in name}
    assert folders == {".ci", "docs", "fetch", "analysis", "dashboard", "tests"}


def test_no_recorded_file_is_in_the_repository():
    assert not [n for n in tracked() if n.endswith((".zip", ".parquet", ".duckdb", ".png"))]


def test_no_test_is_skipped_or_expected_to_fail():
    marks = re.compile(r"pytest\.(?:skip|xfail|importorskip)|mark\.(?:skip|xfail)")
    found = [name for name, text in texts() if name.startswith("tests/") and marks.search(text)]
    assert not found
