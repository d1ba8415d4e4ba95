"""What a command says when it is ended, and when something failed: once, and what is true."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from fetch import console
from fetch.cli import award
from tests.fetch.serving import fetch, served


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((award.ENDED,), "ended by you; nothing is lost; run it again\n"),
        ((), "ended by you; what came is kept; run it again to go on\n"),
    ],
)
def test_ctrl_c_says_what_it_means_for_this_command(monkeypatch, capsys, given, said):
    class Ended(Exception):
        pass

    def leave(code):
        raise Ended(code)

    monkeypatch.setattr("os._exit", leave)
    with pytest.raises(Ended, match="130"), console.progress(*given):
        raise KeyboardInterrupt
    assert capsys.readouterr().err == said


def test_downloads_that_overlap_go_on_when_later_steps_took_their_bars():
    with console._bars() as announce:
        downloads = [announce("EXAMPLE_1.zip", 10), announce("EXAMPLE_2.zip", 10)]
        for what, size in (("to the warehouse", 0), ("EXAMPLE_3.zip", 10), ("being made", 0)):
            for move in (*downloads, announce(what, size)):
                move(3)


def test_steps_that_begin_at_the_same_time_do_not_get_in_each_others_way():
    def step(announce):
        announce("EXAMPLE.zip", 2)(1)
        announce("to the warehouse", 0)(1)

    with console._bars() as announce, ThreadPoolExecutor(4) as pool:
        for ended in [pool.submit(step, announce) for _ in range(50)]:
            ended.result()


def test_a_failure_is_listed_with_its_award_named_once(tmp_path):
    with served(tmp_path) as (_, server, settings):
        done = fetch(settings, server, "award", "70TEST")
    assert done.returncode == 1
    assert "\nfailed: 70TEST: no award of this number" in f"\n{done.stderr}"
    assert "failed: 70TEST: 70TEST" not in done.stderr
