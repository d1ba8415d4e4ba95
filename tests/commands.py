"""Commands as a person types them: in this process, where one starts in no time.

`console.run` is what `python -m …` calls, so errors become exit codes here too. Few tests start a
process of their own: what a process alone can show is a signal, a closed pipe or a stopped server.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from fetch import console

ROOT = Path(__file__).parent.parent


@dataclass
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document on stdout."""
        assert self.out, self.err
        return json.loads(self.out)


def run(*words: str | Path, data: Path, given: Mapping[str, str] | None = None) -> Answer:
    """Run `python -m …` over a folder of data, with `given` variables, in this process."""
    module, *rest = map(str, words)
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in _variables(data, given).items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", [f"python -m {module}", *rest])
        try:
            console.run(import_module(f"{module}.__main__").app)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return Answer(code, out.getvalue(), err.getvalue())


def run_apart(*words: str | Path, data: Path, given: Mapping[str, str] | None = None) -> Answer:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **_variables(data, given)},
        capture_output=True,
        text=True,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def _variables(data: Path, given: Mapping[str, str] | None) -> dict[str, str]:
    return {"SOLESOURCE_DATA": str(data), "COLUMNS": "80", **(given or {})}
