"""The commands as processes: what a shell sees, once an application."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.commands import ROOT, run_apart


@pytest.mark.parametrize("module", ["fetch", "analysis", "dashboard"])
def test_a_command_that_cannot_answer_ends_with_1_and_one_line_on_stderr(module, tmp_path):
    words = {"fetch": ["history", "NOWHERE"], "analysis": ["award", "NOWHERE"], "dashboard": []}
    done = run_apart(module, *words[module], data=tmp_path / "empty")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "python -m fetch sample" in done.err


def test_wrong_usage_ends_with_2(tmp_path):
    done = run_apart("analysis", "growth", "--top", "none", data=tmp_path)
    assert (done.code, done.out) == (2, "")


def test_a_reader_that_leaves_early_is_no_trace(sample_settings):
    """`python -m analysis actions … | head`: the pipe closes while the command writes."""
    words = [sys.executable, "-m", "analysis", "award", "70CTD022FR0000170", "--json"]
    env = {**os.environ, "SOLESOURCE_DATA": str(sample_settings.data), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 1
