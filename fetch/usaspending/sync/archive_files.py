"""Part `archive` of a sync: Full files of the Award Data Archive, then the Deltas."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from fetch import fiscal
from fetch.archive.store import Blob
from fetch.fiscal import DateSpan
from fetch.ingest.types import Run
from fetch.schema.file_names import MonthlyFile
from fetch.usaspending import api, plan
from fetch.usaspending.api import BULK
from fetch.usaspending.sync.sync_run import SyncRun, why_refused


def bring_archive(run: SyncRun) -> None:
    """Full files of the years that lack one, then what Deltas are new; else nothing."""
    years, held = run.scope.years, run.held()
    listings = _newest_listings(run)
    newest = [file for files in listings.values() for file in files]
    wanted = list(years) if run.scope.full else plan.years_to_list(years, held, newest)
    listed = [file for file in newest if file.kind == "Delta" or file.fiscal_year in wanted]
    for year in wanted:
        if year not in listings:
            listed += _list(run, year)
    for file, stored in _fetched(run, plan.files_to_take(listed, held, run.scope.full)):
        run.attempt(file.name, _take, run, file, stored)
    for year in sorted(set(wanted) - {file.fiscal_year for file in listed}):
        run.attempt(f"FY{year}", _year_by_download, run, year)


def _newest_listings(run: SyncRun) -> dict[int, list[MonthlyFile]]:
    """Listings of the newest year, and of earlier ones until one is not empty.

    In the first months of a fiscal year its listing may be empty, though those of the years
    before have newer files.
    """
    listings: dict[int, list[MonthlyFile]] = {}
    for year in sorted(run.scope.years, reverse=True):
        # one request is enough on most days: the newest listing has every new Delta
        listings[year] = _list(run, year)
        if listings[year]:
            break
    return listings


def _list(run: SyncRun, year: int) -> list[MonthlyFile]:
    answer = run.client.post(
        api.MONTHLY_FILES,
        api.list_monthly(run.agency, year),
        shape=api.MONTHLY_SHAPE,
    )
    return answer.read(api.monthly_files)


def _fetched(run: SyncRun, files: list[MonthlyFile]) -> Iterator[tuple[MonthlyFile, Blob]]:
    """Each file once it is in the archive, in order; a few are under way at once."""
    pool = ThreadPoolExecutor(run.client.settings.at_once)
    try:
        waiting = [(file, pool.submit(_download, run, file)) for file in files]
        for file, future in waiting:
            stored = run.attempt(file.name, future.result)
            if stored:
                yield file, stored
    except BaseException:
        # downloads in other threads would run to their end before Ctrl-C is heard
        run.client.stop()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _download(run: SyncRun, file: MonthlyFile) -> Blob:
    return run.client.download(file.url, lambda size: run.announce(file.name, size))


def _take(run: SyncRun, file: MonthlyFile, stored: Blob) -> None:
    """Read a file; one that came damaged is fetched once more.

    One that is not what its name says is a problem: its year is not held by it.
    """
    taken = run.unless_damaged(
        lambda: _read(run, file, stored),
        lambda: _read(run, file, _download(run, file)),
        "fetched",
    )
    run.runs.append(taken)
    if reason := why_refused(taken.notes):
        run.refused.add(file.name)
        run.problems[file.name] = (
            f"not taken as a whole file: {reason}; its rows are kept, nothing was closed by it, "
            "and the next sync fetches it again"
        )


def _read(run: SyncRun, file: MonthlyFile, stored: Blob) -> Run:
    return run.pipeline.take("file", file.name, {"file": stored.sha256})


def _year_by_download(run: SyncRun, year: int) -> None:
    """A fiscal year that the archive does not list, by a custom download; not whole."""
    span = fiscal.span(year)
    if span.start > run.until or run.held().covers("year", span):
        return
    run.notes.append(f"FY{year}: no Full file is listed; taken by a custom download")

    def bring(again: bool) -> plan.Lack | None:
        body, other = (
            api.bulk(run.agency, "action_date", asked)
            for asked in (span, DateSpan(span.start - plan.DAY, span.end))
        )
        made = run.jobs.make(BULK, other) if again else run.jobs.make(BULK, body, other)
        return run.take_made(made, "year", span)

    run.bring_whole(f"FY{year}", bring)
