"""Pagination of the Opportunities service: pages count from 0, and the end repeats itself."""

from __future__ import annotations

import math
from typing import Any

from fetch.errors import CountsDiffer
from fetch.sam.sync_run import SamSyncRun, asked_before


class Pages:
    """Walks pages by index until as many as are counted came: never to an empty page.

    A page past the end returns a stray record, and a service may send shorter pages than it
    was asked for: then its own size is taken, and the walk begins again with it.
    """

    def __init__(self, run: SamSyncRun, span: dict[str, str], limit: int) -> None:
        self.limit, self.total = limit, 0
        self.done: set[int] = set()
        self.ids: set[str] = set()
        self.latest: list[str] = []
        self.asked = f"justifications of {span['from']} to {span['to']}"
        for piece in asked_before(run, "opportunities"):
            same = (piece["from"], piece["to"]) == (span["from"], span["to"])
            if same and not piece.get("whole") and piece.get("ids"):
                self._know(piece)

    def next(self) -> int | None:
        """The next page to ask for; None where every record that is counted came."""
        if self.done and len(self.ids) >= self.total:
            return None
        every = range(max(math.ceil(self.total / self.limit), 1))
        return next((page for page in every if page not in self.done), None)

    def came(self, page: int, total: int, ids: list[Any]) -> None:
        """Note a page: of a short first one its size is the size of all."""
        self.total = total
        fresh = [str(one) for one in ids if one][:total]
        if not self.done and 0 < len(fresh) < min(self.limit, total):
            self.limit = len(fresh)
        self.done.add(page)
        self.ids.update(fresh)
        self.latest = fresh

    def about(self, page: int) -> dict[str, Any]:
        """`about` of a page's arrival, by which the next run takes up the walk."""
        whole = len(self.ids) >= self.total
        known = {"page": page, "limit": self.limit, "total": self.total, "whole": whole}
        return {**known, "ids": self.latest}

    def require_whole(self) -> None:
        """CountsDiffer where fewer records came than the service counts."""
        if len(self.ids) < self.total:
            words = f"{len(self.ids):,} of {self.total:,} records came"
            raise CountsDiffer(self.asked, words, "what came is kept; the next run asks again")

    def _know(self, piece: dict[str, Any]) -> None:
        self.limit, self.total = piece["limit"], piece["total"]
        self.done.add(piece["page"])
        self.ids.update(piece["ids"])
