"""JSON Lines file, append-only; a line cut off by a crash is found and passed over."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fetch.archive import places


class JsonlFile:
    """One JSON object a line, each on the disk before `add` returns.

    A last line without its end is what a crash left: it is not read, and is taken away
    before the first is added. Safe between threads that share the object, not between
    objects or processes: to another, a line under way looks like a torn one.
    """

    def __init__(self, path: Path, has_form: Callable[[dict[str, Any]], bool] = bool) -> None:
        """`has_form` tells a line of this file from one of another form, which is damaged."""
        self.path, self.has_form = path, has_form
        self.lock = threading.Lock()
        self.is_whole = False

    def add(self, line: dict[str, Any]) -> None:
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
        with self.lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a+b") as file:
                if not self.is_whole:
                    _drop_torn_end(file)
                self.is_whole = False  # until this line is: a full disk may cut it
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            self.is_whole = True

    def lines(self) -> Iterator[dict[str, Any]]:
        """Every whole line; one that cannot be read is left out (see `damaged`)."""
        for _, line in self._read():
            if line is not None:
                yield line

    def damaged(self) -> list[int]:
        """The numbers of whole lines that cannot be read."""
        return [number for number, line in self._read() if line is None]

    def set_damaged_aside(self) -> None:
        """Move lines that cannot be read into a file beside this one; the others stay as they are.

        For a command that alone may write.
        """
        damaged = set(self.damaged())
        if not damaged:
            return
        if self.path.is_dir():
            places.file(self.path)
            return
        fresh, beside = (self.path.with_name(f"{self.path.name}.{e}") for e in ("part", "damaged"))
        with self.path.open("rb") as file, fresh.open("wb") as kept, beside.open("ab") as aside:
            for number, raw in enumerate(file, 1):
                (aside if number in damaged else kept).write(raw)
            for written in (kept, aside):
                written.flush()
                os.fsync(written.fileno())
        fresh.replace(self.path)

    def _read(self) -> Iterator[tuple[int, dict[str, Any] | None]]:
        if self.path.is_dir():  # in the place of the journal: whatever it held is not here
            yield 1, None
        if not self.path.is_file():
            return
        with self.path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.endswith(b"\n"):
                    yield number, self._parsed(raw)

    def _parsed(self, raw: bytes) -> dict[str, Any] | None:
        try:
            line = json.loads(raw)
        except (ValueError, RecursionError):
            return None
        return line if isinstance(line, dict) and self.has_form(line) else None


def _drop_torn_end(file: Any) -> None:
    """Cut the file behind its last whole line."""
    end = file.seek(0, os.SEEK_END)
    kept = end
    while kept:
        start = max(0, kept - 4096)
        file.seek(start)
        parsed = file.read(kept - start).rfind(b"\n")
        if parsed >= 0:
            kept = start + parsed + 1
            break
        kept = start
    if kept < end:
        file.truncate(kept)
        file.seek(0, os.SEEK_END)
