"""Retry policy and rate limit: pause, attempts, deadline. No network here."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import tenacity

from fetch.errors import (
    Overloaded,
    ServerFault,
    ServiceError,
    TruncatedResponse,
    Unreachable,
    WrongShape,
)
from fetch.settings import Settings

MAY_PASS = (Overloaded, ServerFault, Unreachable, WrongShape)
"""Errors that may pass by themselves: the request is repeated."""
FEW = 3
"""Attempts at an answer of the wrong shape: a changed service stays changed."""
MEGABYTE = 1_000_000
"""Bytes that a download must gain for its time to begin anew: a slow one may last for hours, one
that drips may not."""


@dataclass(frozen=True)
class Clock:
    """Time and chance as the client needs them; steps of the wall clock do it no harm."""

    moment: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Callable[[], float] = random.random


class RateLimiter:
    """At most so many requests a second, and so many at once; safe between threads."""

    def __init__(
        self,
        settings: Settings,
        moment: Callable[[], float],
        pause: Callable[[float], None],
    ) -> None:
        self.gap = 1 / settings.requests_per_second
        self.room = threading.BoundedSemaphore(settings.at_once)
        self.lock = threading.Lock()
        self.moment, self.pause = moment, pause
        self.next = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self.room:
            with self.lock:
                moment = self.moment()
                begin = max(moment, self.next)
                # the turn is taken before the pause: threads queue, they do not wake together
                self.next = begin + self.gap
            if begin > moment:
                self.pause(begin - moment)
            yield


class RetryPolicy:
    """Pauses between attempts, and the end of them."""

    def __init__(self, settings: Settings, clock: Clock, had: Callable[[], int]) -> None:
        self.settings, self.clock, self.had = settings, clock, had
        self.most, self.since = had(), 0
        self.begun, self.begun_with = clock.moment(), self.most

    def attempts(
        self, request: str, say: Callable[[str], None], pause: Callable[[float], None]
    ) -> tenacity.Retrying:
        """Attempts until one holds; given up after too many in vain, or too long in vain.

        `had` counts what is there so far: an attempt that adds to it is not in vain.
        """

        def say_again(state: tenacity.RetryCallState) -> None:
            error = error_of(state)
            why = error.short if isinstance(error, ServiceError) else str(error or request)
            say(f"again in {state.upcoming_sleep:.0f} s: {why}")

        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(MAY_PASS),
            wait=self.pause,
            stop=self.is_over,
            before_sleep=say_again,
            sleep=pause,
            reraise=True,
        )

    def is_over(self, state: tenacity.RetryCallState) -> bool:
        # an attempt that brought bytes is not in vain: the count begins again
        if self.had() > self.most:
            self.most, self.since = self.had(), state.attempt_number
        if self.most >= self.begun_with + MEGABYTE:
            self.begun, self.begun_with = self.clock.moment(), self.most
        in_vain = state.attempt_number - self.since
        spent = self.clock.moment() - self.begun + state.upcoming_sleep
        error, most = error_of(state), self.settings.attempts
        if isinstance(error, WrongShape) and not isinstance(error, TruncatedResponse):
            # a cut answer also has a wrong shape, but may pass: it keeps all its attempts
            most = min(FEW, most)
        return in_vain >= most or spent > self.settings.budget_seconds

    def pause(self, state: tenacity.RetryCallState) -> float:
        """Seconds to wait: the service's wish, or a growing pause of random length.

        Pauses are in units of the pace: who asks slowly, waits longer.
        """
        wished = getattr(error_of(state), "retry_after", None)
        if wished is not None:
            # the service's wish as it is: no pause of ours is better informed
            return float(wished)
        grown: float = min(
            2.0 ** (state.attempt_number - self.since), self.settings.most_seconds_back_off
        )
        # half to all of the pause: clients that failed together do not come back together
        return grown * (0.5 + self.clock.chance() / 2) / self.settings.requests_per_second


def in_time(
    pieces: Iterator[bytes], moment: Callable[[], float], seconds: float, gain: float
) -> Iterator[bytes]:
    """The same pieces; TimeoutError once so many seconds brought less than `gain` bytes.

    A time-out between two pieces is not enough: a byte now and then would last for ever.
    """
    begun, gained = moment(), 0
    for piece in pieces:
        yield piece
        gained += len(piece)
        if gained >= gain:
            begun, gained = moment(), 0
        elif moment() - begun > seconds:
            raise TimeoutError(f"took longer than {seconds:,.0f} s")


def error_of(state: tenacity.RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
