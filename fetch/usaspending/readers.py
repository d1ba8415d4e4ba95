"""USAspending as a source of ingestion: its readers by kind of arrival, and its sample."""

from __future__ import annotations

from fetch.ingest import runs
from fetch.ingest.registry import Source
from fetch.sample import SAMPLE, VERSIONS
from fetch.usaspending.award.reader import read_award
from fetch.usaspending.search.reader import read_search
from fetch.usaspending.sync.nothing import read_nothing

SOURCE = Source(
    readers={
        "file": runs.read_file,
        "sample": runs.read_sample,
        "sample_versions": runs.read_sample,
        "award": read_award,
        "search": read_search,
        "nothing": read_nothing,
    },
    samples={"sample": SAMPLE, "sample_versions": VERSIONS},
)
