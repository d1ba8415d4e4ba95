"""Import of a person's files: recognize, keep in the archive, read into the warehouse."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fetch.errors import FileRefused, SoleSourceError
from fetch.ingest.inspect import candidates, inspect, named_if_unreadable, plain_name
from fetch.ingest.pipeline import UNREADABLE, IngestPipeline
from fetch.ingest.registry import file_kind, samples
from fetch.ingest.types import Run
from fetch.progress import Announce, silent
from fetch.settings import Settings


@dataclass
class Outcome:
    """Every file of a command: taken, left out (with the reason), damaged.

    `unread` is what an earlier command noted and this one could not read either. `in_vain` are
    the damaged ones of which a person must hear: named by hand, or kept out by the machine.
    """

    runs: list[Run] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    in_vain: set[str] = field(default_factory=set)
    round_id: str | None = None

    @property
    def good(self) -> bool:
        """A row came in, and no file given by name was damaged or refused.

        A folder may hold anything: what is damaged in it is named, and the rest goes on.
        """
        came_in = any(run.readable for run in self.runs)
        return came_in and not (self.in_vain or self.refused or self.unread)

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
    """Take every official file among the paths; InputError for a path that is not there."""
    outcome = Outcome()
    every = list(candidates(paths))
    with IngestPipeline(settings, "import", announce, keeps_open=True) as pipeline:
        for path, named in every:
            try:
                with named_if_unreadable(plain_name(path)):
                    outcome.runs.append(_take(pipeline, path, outcome.left_out))
            except FileRefused as error:
                # a file named by hand must be an official one; a folder may hold anything
                (outcome.refused if named else outcome.left_out)[str(path)] = str(error)
            except SoleSourceError as error:
                outcome.damaged[str(path)] = str(error)
                # a full disk says nothing of the file: it is to be tried again
                if named or not isinstance(error, UNREADABLE):
                    outcome.in_vain.add(str(path))
            except OSError as error:
                outcome.damaged[str(path)] = f"{path}: {error.strerror or error}"
                outcome.in_vain.add(str(path))
        outcome.unread = dict(pipeline.failed)
        outcome.round_id = pipeline.close_round()
    return outcome


def read_again(settings: Settings, announce: Announce = silent) -> Outcome:
    """Read once more every arrival that was set aside; `damaged` are those still unreadable."""
    outcome = Outcome()
    with IngestPipeline(settings, "again", announce, keeps_open=True) as pipeline:
        for arrival, _ in pipeline.archive.set_aside():
            try:
                run = pipeline.take(arrival.reader, arrival.name, arrival.objects, arrival.about)
                outcome.runs.append(run)
            except SoleSourceError as error:
                outcome.damaged[arrival.name] = str(error)
        outcome.unread = dict(pipeline.failed)
        outcome.round_id = pipeline.close_round()
    return outcome


def import_sample(settings: Settings) -> Run:
    """Take the embedded sample; the run is that of its actions."""
    with IngestPipeline(settings, "sample", silent, keeps_open=True) as pipeline:
        runs = {reader: pipeline.take_file(path, reader=reader) for reader, path in samples()}
        pipeline.close_round()
    return runs["sample"]


def _take(pipeline: IngestPipeline, path: Path, left_out: dict[str, str]) -> Run:
    """A file by its source's reader; its members that are not read go to `left_out`.

    FileRefused, before anything of it is kept, where nothing in it is read.
    """
    if kind := file_kind(path):
        return pipeline.take_file(path, reader=kind.reader, about=kind.about(path))
    file = inspect(path)
    file.require_readable()
    left_out.update({f"{path}: {inside}": reason for inside, reason in file.left_out.items()})
    return pipeline.take_file(path, inspection=file)
