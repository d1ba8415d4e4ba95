"""Probe of a service: each thing is requested once, however many checks need it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from fetch.errors import Interrupted, SoleSourceError
from fetch.progress import Announce

AnyClient = TypeVar("AnyClient")
Answer = TypeVar("Answer")


class CheckSkipped(Exception):
    """A check needs what an earlier one could not have."""


class Probe(Generic[AnyClient]):
    """One visit to a service. A thing that could not be had is not asked for again."""

    def __init__(self, client: AnyClient, announce: Announce) -> None:
        self.client, self.announce = client, announce
        self.answers: dict[str, Any] = {}

    def once(self, what: str, ask: Callable[[], Answer]) -> Answer:
        """The answer of `ask`, requested once; CheckSkipped where an earlier request failed."""
        if what not in self.answers:
            try:
                self.answers[what] = ask()
            except Interrupted:
                raise
            except (SoleSourceError, CheckSkipped, LookupError, TypeError, ValueError) as error:
                self.answers[what] = error
                raise
        if isinstance(self.answers[what], Exception):
            raise CheckSkipped(f"it needs {what}, which could not be had")
        answer: Answer = self.answers[what]
        return answer
