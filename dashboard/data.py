"""The door to what is published. Every request asks anew, so that a build that is swapped
in while the pages are open is shown on the next click, without a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import published
from analysis.published import Build
from fetch.settings import Settings


@dataclass(frozen=True)
class Held:
    """Where the published builds are."""

    settings: Settings

    def build(self) -> Build:
        """The build in use now. NothingHeld where none was published."""
        return published.current(self.settings)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
