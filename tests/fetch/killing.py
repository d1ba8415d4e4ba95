"""Processes killed at a step of their own, not at a time: a slow machine meets the same moments.

A step is a statement to the warehouse, its closing, or a file that is made to stay. The kill comes
at the step itself or a few thousandths of a second into it, where DuckDB may be writing.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.sharedctypes import Synchronized
from typing import Any

from fetch import sources
from fetch.warehouse.database import Warehouse

PRELOADED = ["fetch.usaspending.sync.sync", "fetch.ingest.importer", "tests.fetch.serving"]
WORKERS = multiprocessing.get_context("forkserver")
WORKERS.set_forkserver_preload([*PRELOADED, "tests.fetch.killing"])
INTO_A_STEP = 0.02


def steps_of(work: Callable[..., Any], *given: Any) -> int:
    """How many steps some work takes to its end, in a process of its own."""
    count = WORKERS.Value("i", 0)
    running = WORKERS.Process(target=_stepping, args=(count, 0, None, work, given))
    running.start()
    running.join()
    assert running.exitcode == 0
    return count.value


def killed(step: int, delay: float | None, work: Callable[..., Any], *given: Any) -> bool:
    """Start the work and kill it at a step; False where it ended before."""
    count = WORKERS.Value("i", 0)
    running = WORKERS.Process(target=_stepping, args=(count, step, delay, work, given))
    running.start()
    running.join()
    assert running.exitcode in (0, -signal.SIGKILL)
    return running.exitcode != 0


def moments(steps: int, number: int, dice: random.Random) -> Iterator[tuple[int, float | None]]:
    """Steps spread over the whole work, one at random in each of `number` equal parts; every
    other kill comes within its step."""
    parts = list(range(number))
    dice.shuffle(parts)
    for each in parts:
        step = 1 + int(steps * (each + dice.random()) / number)
        yield step, dice.uniform(0, INTO_A_STEP) if each % 2 else None


def _stepping(
    count: Synchronized[int],
    last: int,
    delay: float | None,
    work: Callable[..., Any],
    given: tuple[Any, ...],
) -> None:
    """In the child: count the steps of the work, and die at the last."""
    sources.load()

    def stepped(whole: Callable[..., Any]) -> Callable[..., Any]:
        def step(*words: Any, **named: Any) -> Any:
            with count.get_lock():
                count.value += 1
                here = count.value == last
            if here and delay is None:
                os.kill(os.getpid(), signal.SIGKILL)
            if here:
                threading.Thread(target=_die, args=(delay,), daemon=True).start()
            return whole(*words, **named)

        return step

    for name in ("execute", "rows", "close"):
        setattr(Warehouse, name, stepped(getattr(Warehouse, name)))
    os.fsync = stepped(os.fsync)
    work(*given)


def _die(delay: float) -> None:
    time.sleep(delay)
    os.kill(os.getpid(), signal.SIGKILL)
