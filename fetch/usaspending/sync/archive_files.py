"""The part `archive` of a sync: Full files of the Award Data Archive, then the Deltas."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from fetch import fiscal
from fetch.archive.store import Blob
from fetch.ingest.types import Run
from fetch.schema.file_names import MonthlyFile
from fetch.usaspending import api, plan
from fetch.usaspending.api import BULK
from fetch.usaspending.sync.sync_run import SyncRun, why_refused


def bring_archive(errand: SyncRun) -> None:
    """Full files of the years that lack one, then what Deltas are new; else nothing."""
    years, held = errand.scope.years, errand.held()
    listings = _newest_listings(errand)
    newest = [file for files in listings.values() for file in files]
    wanted = list(years) if errand.scope.full else plan.years_to_list(years, held, newest)
    listed = [file for file in newest if file.kind == "Delta" or file.fiscal_year in wanted]
    for year in wanted:
        if year not in listings:
            listed += _list(errand, year)
    for file, stored in _fetched(errand, plan.files_to_take(listed, held, errand.scope.full)):
        errand.attempt(file.name, _take, errand, file, stored)
    for year in sorted(set(wanted) - {file.fiscal_year for file in listed}):
        errand.attempt(f"FY{year}", _year_by_download, errand, year)


def _newest_listings(errand: SyncRun) -> dict[int, list[MonthlyFile]]:
    """What is listed for the newest year, and for earlier ones until something is.

    In the first months of a fiscal year its listing may be empty, though those of the years
    before have newer files.
    """
    listings: dict[int, list[MonthlyFile]] = {}
    for year in sorted(errand.scope.years, reverse=True):
        listings[year] = _list(errand, year)
        if listings[year]:
            break
    return listings


def _list(errand: SyncRun, year: int) -> list[MonthlyFile]:
    answer = errand.client.post(
        api.MONTHLY_FILES,
        api.list_monthly(errand.agency, year),
        shape=api.MONTHLY_SHAPE,
    )
    return api.monthly_files(answer.document)


def _fetched(errand: SyncRun, files: list[MonthlyFile]) -> Iterator[tuple[MonthlyFile, Blob]]:
    """Each file once it is in the archive, in order; a few are under way at once."""
    pool = ThreadPoolExecutor(errand.client.settings.at_once)
    try:
        waiting = [(file, pool.submit(_download, errand, file)) for file in files]
        for file, future in waiting:
            stored = errand.attempt(file.name, future.result)
            if stored:
                yield file, stored
    except BaseException:
        errand.client.stop()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _download(errand: SyncRun, file: MonthlyFile) -> Blob:
    return errand.client.download(file.url, lambda size: errand.announce(file.name, size))


def _take(errand: SyncRun, file: MonthlyFile, stored: Blob) -> None:
    """Read a file; one that came damaged is fetched once more.

    One that is not what its name says is a problem: its year is not held by it.
    """
    run = errand.unless_damaged(
        lambda: _read(errand, file, stored),
        lambda: _read(errand, file, _download(errand, file)),
        "fetched",
    )
    errand.runs.append(run)
    if reason := why_refused(run.notes):
        errand.refused.add(file.name)
        errand.problems[file.name] = (
            f"not taken as a whole file: {reason}; its rows are kept, nothing was closed by it, "
            "and the next sync fetches it again"
        )


def _read(errand: SyncRun, file: MonthlyFile, stored: Blob) -> Run:
    return errand.intake.take("file", file.name, {"file": stored.sha256})


def _year_by_download(errand: SyncRun, year: int) -> None:
    """A fiscal year that the archive does not list, by a custom download; not whole."""
    span = fiscal.span(year)
    if span.start > errand.until or errand.held().covers("year", span):
        return
    errand.notes.append(f"FY{year}: no Full file is listed; taken by a custom download")
    body = api.bulk(errand.agency, "action_date", span)
    made = errand.jobs.make(BULK, body)
    errand.take_made(made, "year", span)
