"""What a command says when it is ended, and when something failed: once, and what is true."""

from __future__ import annotations

import pytest

from fetch import award_commands, commands
from tests.fetch.serving import fetch, served


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((award_commands.ENDED,), "ended by you; nothing is lost; run it again\n"),
        ((), "ended by you; what came is kept; run it again to go on\n"),
    ],
)
def test_ctrl_c_says_what_it_means_for_this_command(monkeypatch, capsys, given, said):
    class Ended(Exception):
        pass

    def leave(code):
        raise Ended(code)

    monkeypatch.setattr("os._exit", leave)
    with pytest.raises(Ended, match="130"), commands.progress(*given):
        raise KeyboardInterrupt
    assert capsys.readouterr().err == said


def test_a_failure_is_listed_with_its_award_named_once(tmp_path):
    with served(tmp_path) as (_, server, settings):
        done = fetch(settings, server, "award", "70TEST")
    assert done.returncode == 1
    assert "\nfailed: 70TEST: no award of this number" in f"\n{done.stderr}"
    assert "failed: 70TEST: 70TEST" not in done.stderr
