"""SAM.gov as a source of ingestion: its readers by kind of arrival, its files, its sample."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fetch.ingest.registry import FileKind, Source
from fetch.sam import bulk_csv, notices, reader
from fetch.settings import AGENCY


def _about(path: Path) -> dict[str, Any]:
    """A bulk file's name states no time: it speaks for the time at which it was saved."""
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return {"agency": AGENCY, "as_of": saved, "modified": saved}


SOURCE = Source(
    readers={
        "notices": notices.read_bulk,
        "sample_notices": notices.read_sample,
        "sam_opportunities": reader.read_opportunities,
        "sam_attachment": reader.read_attachment,
        "sam_description": reader.read_description,
        "sam_awards": reader.read_awards,
        "sam_vendor": reader.read_vendor,
    },
    files=(FileKind("notices", bulk_csv.is_bulk, _about),),
    samples={"sample_notices": notices.SAMPLE},
)
