"""Resume of a download: the bytes so far, and the validators that tie the rest to them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fetch.errors import TruncatedResponse
from fetch.http.responses import Request

NO_NAME = re.compile(r"[^\w. ()+-]")
MOST_SIGNS = 100


class PartialDownload:
    """The file `<folder>/<name of the download>`; it outlives the process that began it."""

    def __init__(self, folder: Path, url: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = unquote(urlsplit(url).path).rsplit("/", 1)[-1]
        # the service names it: of another's name no path is made
        name = NO_NAME.sub("_", name).lstrip(".")[-MOST_SIGNS:] or "download"
        self.path = folder / name
        self.known = folder / f"{name}.mark"
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.whole: int | None = None

    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def ask_for_rest(self) -> dict[str, str]:
        """Headers that ask for what is still lacking, if the file is still the same."""
        headers = {"Accept-Encoding": "identity"}
        if self.size() and (mark := self._known_mark()):
            headers |= {"Range": f"bytes={self.size()}-", "If-Range": mark}
        return headers

    def _known_mark(self) -> str | None:
        """The mark that was kept; None where it cannot be read: the file then starts over."""
        try:
            mark = json.loads(self.known.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return mark if isinstance(mark, str) else None

    def begin(self, request: Request, status: int, headers: Mapping[str, str]) -> None:
        """Take up where the answer begins: at the rest, or at the start again.

        TruncatedResponse for a part that is not the rest: what is there is forgotten, not added to.
        """
        self.status, self.headers = status, dict(headers)
        start, self.whole = _place(status, headers)
        if start != self.size():
            self.forget()
        if start != self.size():
            raise TruncatedResponse(
                request.words, f"a part that begins at {start} came in place of the rest"
            )
        # without a validator the rest could be that of another file: then it starts over
        if mark := _mark(headers):
            self.known.write_text(json.dumps(mark), "utf-8")
        self.path.touch()

    def had_it_all(self, status: int, headers: Mapping[str, str]) -> bool:
        """Whether a refused range (416) says that nothing is lacking; else it starts over."""
        if status != 416:
            return False
        whole = headers.get("content-range", "").rpartition("/")[2]
        if whole == str(self.size()):
            self.status, self.headers, self.whole = 206, dict(headers), self.size()
            return True
        self.forget()
        return False

    def require_whole(self, request: Request) -> None:
        """All of the promised bytes, and a ZIP that can be opened; else go on or start over."""
        size = self.size()
        if self.whole is not None and size < self.whole:
            raise TruncatedResponse(request.words, f"{size:,} of {self.whole:,} bytes")
        # the directory of a ZIP stands at its end: it opens only if all of it came
        whole_zip = self.path.suffix != ".zip" or zipfile.is_zipfile(self.path)
        if not whole_zip or (self.whole is not None and size > self.whole):
            self.forget()
            raise TruncatedResponse(request.words, f"{size:,} bytes that are no whole file")

    def forget(self) -> None:
        # the mark goes with the bytes: alone it would tie another file's rest to it
        self.path.unlink(missing_ok=True)
        self.known.unlink(missing_ok=True)


def _mark(headers: Mapping[str, str]) -> str | None:
    """By what the same file is known again; a weak tag promises no equal bytes."""
    tag = headers.get("etag", "")
    mark = tag if tag and not tag.startswith("W/") else headers.get("last-modified")
    return mark if mark and mark.isascii() else None


def _place(status: int, headers: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Offset of the body in the file, and the file's length; None where not stated."""
    if status == 206:
        span, _, whole = headers.get("content-range", "").removeprefix("bytes ").partition("/")
        return _number(span.partition("-")[0]), _number(whole)
    return 0, _number(headers.get("content-length", ""))


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else None
