"""Check of a service: an assumption, its consequence, and the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fetch.doctor.probe import CheckSkipped, Probe
from fetch.errors import (
    CountsDiffer,
    FilterIgnored,
    InputError,
    Interrupted,
    RequestRefused,
    SoleSourceError,
    WrongShape,
)
from fetch.settings import Settings

HOLDS, FAILS, UNKNOWN = "holds", "does not hold", "could not be asked"
MOST_SECONDS = 900
ATTEMPTS = 3


class AssumptionBroken(Exception):
    """The answer contradicts the assumption."""


TELLING = (AssumptionBroken, RequestRefused, WrongShape, FilterIgnored, CountsDiffer, InputError)
"""Errors that say that the service is another; the rest say that it could not be heard."""


@dataclass(frozen=True)
class DoctorCheck:
    """An assumption, what follows where it does not hold, and how to ask.

    `ask` takes the source's probe and returns what came, in words. It raises
    AssumptionBroken where that is not what is assumed.
    """

    name: str
    assumed: str
    follows: str
    ask: Callable[[Any], str]


@dataclass(frozen=True)
class Finding:
    """The verdict on a check: HOLDS, FAILS or UNKNOWN, and what came."""

    name: str
    verdict: str
    assumed: str
    came: str
    follows: str


def require(holds: object, came: str) -> str:
    """The answer in words; AssumptionBroken where the assumption does not hold."""
    if not holds:
        raise AssumptionBroken(came)
    return came


def find(check: DoctorCheck, probe: Probe[Any]) -> Finding:
    """The verdict on one check; no error but the end of the command gets past it."""
    verdict, came = _verdict(check, probe)
    return Finding(check.name, verdict, check.assumed, came, check.follows)


def less_patient(settings: Settings) -> Settings:
    """A check is no sync: it gives up after a few attempts."""
    return settings.model_copy(
        update={
            "attempts": min(ATTEMPTS, settings.attempts),
            "job_seconds": min(MOST_SECONDS, settings.job_seconds),
        }
    )


def _verdict(check: DoctorCheck, probe: Probe[Any]) -> tuple[str, str]:
    try:
        return HOLDS, check.ask(probe)
    except Interrupted:
        raise
    except TELLING as error:
        return FAILS, str(error)
    except (SoleSourceError, CheckSkipped) as error:
        return UNKNOWN, str(error)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        return FAILS, f"an answer of another shape ({type(error).__name__}: {error})"
