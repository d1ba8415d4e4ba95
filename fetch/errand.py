"""What a command that asks the service carries with it from step to step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fetch import plan, usaspending
from fetch.client import Client
from fetch.errors import SoleSourceError, Stopped, StoreBusy
from fetch.files import Announce
from fetch.intake import Intake
from fetch.jobs import Made
from fetch.reading import Run
from fetch.usaspending import EVERY_AGENCY, Agency, Span

PARTS = ("archive", "funded", "recent")


@dataclass(frozen=True)
class Scope:
    """Whose contracts, of which fiscal years, and which parts of a sync.

    `full` takes every Full file that is listed, whatever the Deltas would bring.
    """

    agency: str
    years: tuple[int, ...]
    parts: tuple[str, ...] = PARTS
    full: bool = False


@dataclass
class Errand:
    """One run under way; what goes wrong in one step does not stop the next."""

    intake: Intake
    client: Client
    scope: Scope
    say: Callable[[str], None]
    announce: Announce
    runs: list[Run] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    nothing_in: list[dict[str, Any]] = field(default_factory=list)
    listed: dict[str, Agency] = field(default_factory=dict)
    agency: Agency = EVERY_AGENCY
    data_date: date | None = None

    def learn_names(self) -> None:
        """The day of the data, and the agency's id and names, from the service itself."""
        answer = self.client.get(usaspending.LAST_UPDATED, shape=usaspending.LAST_UPDATED_SHAPE)
        self.data_date = usaspending.last_updated(answer.document)
        listing = self.client.post(
            usaspending.LIST_AGENCIES, {"type": "award_agencies"}, shape=usaspending.AGENCIES_SHAPE
        )
        self.listed = usaspending.agencies(listing.document)
        self.agency = usaspending.agency_called(self.scope.agency, self.listed)

    @property
    def until(self) -> date:
        """The last day that the service's data can tell of."""
        return self.data_date or self.client.clock.now().date()

    def held(self) -> plan.Holdings:
        return plan.holdings(self.agency.code, self.intake.archive.arrivals())

    def take_made(self, made: Made, part: str, span: Span, counted: int | None = None) -> None:
        """Read a download that was made on request."""
        about = self.piece(part, span) | {"rows_stated": made.rows, "rows_counted": counted}
        self.runs.append(self.intake.take("file", made.name, {"file": made.stored.sha256}, about))

    def piece(self, part: str, span: Span) -> dict[str, Any]:
        """What an arrival says of itself, so that the next run does not ask for it again."""
        return {
            "part": part,
            "agency": self.agency.code,
            "start": span.start.isoformat(),
            "end": span.end.isoformat(),
            "data_date": self.data_date.isoformat() if self.data_date else None,
        }

    def attempt(self, what: str, step: Callable[..., Any], *given: Any) -> Any:
        """Do a step; what goes wrong in it is noted, and None is its answer."""
        try:
            return step(*given)
        except (Stopped, StoreBusy):
            raise
        except SoleSourceError as error:
            self.problems[what] = str(error)
            self.say(f"{what}: {error}")
            return None
