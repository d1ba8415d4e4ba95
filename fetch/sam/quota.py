"""Daily quota of a key, kept on disk so that a new run does not forget.

A day is a day in UTC, as the service counts. The count goes up before a request is sent, so
that a crash loses requests and never finds more than there are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from fetch.errors import Throttled
from fetch.sam.key import Key


@dataclass
class Quota:
    """Requests of one key on one day; `now` is the client's clock."""

    path: Path
    key: Key
    a_day: int

    def left(self, now: datetime) -> int:
        """Requests that may still be sent; none before the time that the service named."""
        state = self._held()
        if state.get("until") and now < datetime.fromisoformat(state["until"]):
            return 0
        return max(self.a_day - self._asked(state, now), 0)

    def spend(self, request: str, now: datetime) -> None:
        """Count one request before it is sent; Throttled where there is none left."""
        if not self.left(now):
            raise Throttled(request, f"all {self.a_day} of the day were sent", self.until(now))
        state = self._held()
        self._write({"day": now.date().isoformat(), "asked": self._asked(state, now) + 1})

    def close(self, until: datetime, now: datetime) -> None:
        """The service gives no more until then."""
        state = self._held()
        day = {"day": now.date().isoformat(), "asked": self._asked(state, now)}
        self._write({**day, "until": until.isoformat()})

    def until(self, now: datetime) -> str:
        """Time of the next allowed request, in words."""
        named = self._held().get("until")
        moment = datetime.fromisoformat(named) if named else next_day(now)
        return f"{max(moment, now):%Y-%m-%d %H:%M} UTC"

    def _asked(self, state: dict[str, Any], now: datetime) -> int:
        return int(state.get("asked", 0)) if state.get("day") == now.date().isoformat() else 0

    def _held(self) -> dict[str, Any]:
        state = self._book().get(self.key.sign)
        return dict(state) if isinstance(state, dict) else {}

    def _book(self) -> dict[str, Any]:
        try:
            book = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return book if isinstance(book, dict) else {}

    def _write(self, state: dict[str, Any]) -> None:
        fresh = self.path.with_suffix(".part")
        fresh.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps({**self._book(), self.key.sign: state}, indent=2), "utf-8")
        fresh.replace(self.path)


def next_day(now: datetime) -> datetime:
    """The moment at which the service counts anew: 00:00 UTC."""
    tomorrow: date = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), UTC)
