"""Files that a person brings: found, kept in the archive, read into the warehouse."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fetch.console import silent
from fetch.errors import FileRefused, SoleSourceError
from fetch.ingest.files import Announce, candidates
from fetch.ingest.pipeline import IngestPipeline
from fetch.ingest.runs import Run, readable_members
from fetch.sam import bulk_csv, notices
from fetch.sample import SAMPLE
from fetch.settings import AGENCY, Settings


@dataclass
class Outcome:
    """Every file of a command: taken, left out (with the reason), damaged.

    `unread` is what an earlier command noted and this one could not read either.
    """

    runs: list[Run] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    round_id: str | None = None

    @property
    def good(self) -> bool:
        """A row came in, nothing was damaged, no file given by name was refused."""
        came_in = any(run.readable for run in self.runs)
        return came_in and not (self.damaged or self.refused or self.unread)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "runs": [run.as_dict() for run in self.runs],
            "left_out": self.left_out,
            "refused": self.refused,
            "damaged": self.damaged,
            "unread": self.unread,
        }


def import_paths(settings: Settings, paths: list[Path], announce: Announce = silent) -> Outcome:
    """Take every official transaction file among the paths; InputError for a path not there."""
    outcome = Outcome()
    every = list(candidates(paths))
    with IngestPipeline(settings, "import", announce, keeps_open=True) as intake:
        for path, named in every:
            try:
                if bulk_csv.is_bulk(path):
                    outcome.runs.append(_take_notices(intake, path))
                    continue
                outcome.left_out.update(_left_out(path))
                outcome.runs.append(intake.take_file(path))
            except FileRefused as error:
                (outcome.refused if named else outcome.left_out)[str(path)] = str(error)
            except SoleSourceError as error:
                outcome.damaged[str(path)] = str(error)
            except OSError as error:
                outcome.damaged[str(path)] = f"{path}: {error.strerror or error}"
        outcome.unread = dict(intake.failed)
        outcome.round_id = intake.close_round()
    return outcome


def import_sample(settings: Settings) -> Run:
    """Take the embedded sample."""
    with IngestPipeline(settings, "sample", silent, keeps_open=True) as intake:
        run = intake.take_file(SAMPLE, reader="sample")
        intake.take_file(notices.SAMPLE, reader="sample_notices")
        intake.close_round()
    return run


def _take_notices(intake: IngestPipeline, path: Path) -> Run:
    """A bulk file of SAM.gov; it speaks for the time at which it was saved: its name has none."""
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    stored = intake.archive.keep_file(path)
    about = {"agency": AGENCY, "as_of": saved, "modified": saved}
    return intake.take("notices", path.name, {"file": stored.sha256}, about)


def _left_out(path: Path) -> dict[str, str]:
    """The members of a file that are not read, with the reason; FileRefused for a whole file."""
    taken, left_out = readable_members(path)
    if not taken:
        raise FileRefused("; ".join(left_out.values()))
    return {f"{path}: {inside}" if inside else str(path): r for inside, r in left_out.items()}
