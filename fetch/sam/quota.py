"""How many requests a key still has today: kept on disk, so that a new run does not forget.

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
    """What one key may ask on a day; `now` is the client's clock."""

    path: Path
    key: Key
    a_day: int

    def left(self, now: datetime) -> int:
        """Requests that may still be sent; none before the time that the service named."""
        held = self._held()
        if held.get("until") and now < datetime.fromisoformat(held["until"]):
            return 0
        return max(self.a_day - self._asked(held, now), 0)

    def spend(self, asked: str, now: datetime) -> None:
        """Count one request before it is sent; Throttled where there is none left."""
        if not self.left(now):
            raise Throttled(asked, f"all {self.a_day} of the day were sent", self.until(now))
        held = self._held()
        self._write({"day": now.date().isoformat(), "asked": self._asked(held, now) + 1})

    def close(self, until: datetime, now: datetime) -> None:
        """The service gives no more until then."""
        held = self._held()
        day = {"day": now.date().isoformat(), "asked": self._asked(held, now)}
        self._write({**day, "until": until.isoformat()})

    def until(self, now: datetime) -> str:
        """When the next request may be sent, in words."""
        named = self._held().get("until")
        moment = datetime.fromisoformat(named) if named else next_day(now)
        return f"{max(moment, now):%Y-%m-%d %H:%M} UTC"

    def _asked(self, held: dict[str, Any], now: datetime) -> int:
        return int(held.get("asked", 0)) if held.get("day") == now.date().isoformat() else 0

    def _held(self) -> dict[str, Any]:
        held = self._book().get(self.key.sign)
        return dict(held) if isinstance(held, dict) else {}

    def _book(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, held: dict[str, Any]) -> None:
        fresh = self.path.with_suffix(".part")
        fresh.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps({**self._book(), self.key.sign: held}, indent=2), "utf-8")
        fresh.replace(self.path)


def next_day(now: datetime) -> datetime:
    """The moment at which the service counts anew: 00:00 UTC."""
    tomorrow: date = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), UTC)
