"""Search for awards (`search`): counted before and after, none lost, none twice.

A walk goes from record to record by the last one's value, never by page numbers. What is
more than the service's window is asked for in parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fetch.errors import CountsDiffer, InputError, WrongShape
from fetch.http.client import Client, Response
from fetch.http.retry import Clock
from fetch.ingest.pipeline import IngestPipeline
from fetch.progress import Announce
from fetch.schema.file_names import ALL
from fetch.settings import Settings
from fetch.usaspending import api, messages, query, reference
from fetch.usaspending.award import lookup as award_lookup
from fetch.usaspending.pagination import rows
from fetch.usaspending.query import Query
from fetch.usaspending.search import reader as search_reader
from fetch.usaspending.service import usaspending_client
from fetch.usaspending.sync.sync_run import SyncRun

BY_AWARD = "/api/v2/search/spending_by_award/"
COUNT = "/api/v2/search/spending_by_award_count/"
KEY = "generated_internal_id"
CURSOR = ("last_record_unique_id", "last_record_sort_value")
WINDOW = 50_000
"""Records beyond which the service's own pages end."""


@dataclass
class Search:
    """One search under way."""

    run: SyncRun
    question: Query
    window: int = WINDOW
    found: dict[str, list[str]] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def client(self) -> Client:
        return self.run.client

    def note(self, answer: Response) -> None:
        """FilterIgnored where the answer is of another query; a new message is noted once."""
        for message in messages.require_heeded(answer):
            if message not in self.run.notes:
                self.run.notes.append(message)


def search(
    settings: Settings,
    question: Query,
    announce: Announce,
    say: Callable[[str], None],
    *,
    take: bool = False,
    window: int = WINDOW,
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Find awards of each kind and keep what was found; with `take` also each award itself."""
    question.require_sound()
    with (
        IngestPipeline(settings, "search", announce) as pipeline,
        usaspending_client(
            settings, pipeline.archive, pipeline.part_of, clock=clock, say=say
        ) as client,
    ):
        run = award_lookup.begun(pipeline, client, announce, say)
        run.data_date = reference.data_date(client)
        under_way = Search(run, question, window)
        agencies = _agencies(client, question)
        for kind in question.kinds:
            filters = question.filters(kind, agencies)
            run.attempt(f"search for {kind}", _find, under_way, kind, filters)
        keys = [key for found in under_way.found.values() for key in found]
        taken = award_lookup.take_awards(run, keys) if take else {}
        round_id = pipeline.close_round({"found": under_way.counted, "awards": sorted(taken)})
    document = award_lookup.report(settings, run, taken, round_id)
    found = search_reader.finds_of(settings, keys, run.pipeline.part_of)
    return {**document, "counted": under_way.counted, "found": found}


def _agencies(client: Client, question: Query) -> list[dict[str, str]]:
    """The agencies filter, in the names that the service lists at this moment."""
    if not question.agency:
        return []
    agency = api.agency_called(question.agency, reference.departments(client))
    if not question.component:
        return [agency.awarding()] if agency.code != ALL else []
    listed = reference.sub_agencies(client, agency)
    return query.by_component(agency, query.named_component(question.component, listed))


def _find(search: Search, kind: str, filters: dict[str, Any]) -> None:
    """Walk, prove by the counts that nothing is lost, keep; once more where they differ.

    Where the service's count moves during the second walk as well, what came is kept if it
    lies between the two counts, and a note says so: a busy year never stands still.
    """
    what = f"the search for {kind}"
    for is_last in (False, True):
        first = count(search, kind, filters, of_all_types=True)
        pages = [_page(answer) for answer in _pages(search, kind, filters, first.number)]
        keys = list(dict.fromkeys(key for page in pages for key in page.keys))
        last = count(search, kind, filters, of_all_types=True)
        fewest, most = sorted((first.number, last.number))
        told = f"{len(keys):,} awards came; {first.number:,} were counted before and "
        told += f"{last.number:,} after"
        if fewest <= len(keys) <= most and (fewest == most or is_last):
            if fewest < most:
                search.run.notes.append(f"{what}: records changed meanwhile: {told}")
            _keep(search, kind, filters, pages, first)
            search.found[kind], search.counted[kind] = keys, len(keys)
            return
    raise CountsDiffer(what, told)


@dataclass(frozen=True)
class SearchPage:
    """A page in short; its rows lie in the archive until they are read."""

    sha256: str
    keys: tuple[str, ...]


def _page(answer: Response) -> SearchPage:
    return SearchPage(answer.sha256, tuple(str(row.get(KEY)) for row in rows(answer)))


@dataclass(frozen=True)
class AwardCount:
    """The service's count of awards, and the answer that states it."""

    number: int
    answer: Response


def count(
    search: Search, kind: str, filters: dict[str, Any], *, of_all_types: bool = False
) -> AwardCount:
    """Number of awards of a kind: of all its types, or of those in the filters."""
    body = {k: v for k, v in filters.items() if not (of_all_types and k == "award_type_codes")}
    answer = search.client.post(COUNT, {"filters": body}, shape={"results": dict})
    search.note(answer)
    number = answer["results"].get(kind)
    if not isinstance(number, int):
        raise WrongShape(f"POST {COUNT}", f"no number of {kind} in {answer['results']}")
    return AwardCount(number, answer)


def _pages(search: Search, kind: str, filters: dict[str, Any], counted: int) -> Iterator[Response]:
    """The pages of a search; in halves, each counted, where it is over the window."""
    if counted <= search.window:
        yield from walk(search.client, search.question.body(kind, filters), search.note)
        return
    try:
        halves = list(query.halves(filters))
    except InputError as error:
        came = f"{counted:,} awards are over the window of {search.window:,}, and {error}"
        raise CountsDiffer(f"the search for {kind}", came, "ask for less") from error
    for half in halves:
        yield from _pages(search, kind, half, count(search, kind, half).number)


def walk(
    client: Client, body: dict[str, Any], note: Callable[[Response], object] = lambda _: None
) -> Iterator[Response]:
    """Pages by the last record's number and value, from the first to the one that is the last.

    WrongShape where a page that promises more does not say where it ended, or brings
    nothing that an earlier one had not brought.
    """
    seen: set[str] = set()
    cursor: dict[str, Any] = {}
    number = 1
    while True:
        page = client.post(BY_AWARD, {**body, "page": number, **cursor}, shape=_SHAPE)
        note(page)
        found = set(_page(page).keys)
        yield page
        if not page["page_metadata"].get("hasNext"):
            return
        # pages may overlap where records share a value; one with nothing new would go on for ever
        if found <= seen:
            raise WrongShape(f"POST {BY_AWARD}, page {number}", "no record that is new")
        cursor = next_cursor(page)
        seen |= found
        number += 1


_SHAPE = {"page_metadata": dict}


def next_cursor(page: Response) -> dict[str, Any]:
    """Cursor for the next request, from a page's last record.

    The text "None" stands for no value: sent back, it would be taken for one.
    """
    metadata = page["page_metadata"]
    number, value = (metadata.get(name) for name in CURSOR)
    if not isinstance(number, int) or not isinstance(value, str) or value == "None":
        came = f"more is promised, and the last record's {CURSOR} are {number!r} and {value!r}"
        raise WrongShape(f"POST {BY_AWARD}, page {metadata.get('page')}", came)
    return dict(zip(CURSOR, (number, value), strict=True))


def _keep(
    search: Search, kind: str, filters: dict[str, Any], pages: list[SearchPage], first: AwardCount
) -> None:
    """Note what was found as an arrival; its pages lie in the archive already."""
    objects = {"count": first.answer.sha256}
    objects |= {f"page {number}": page.sha256 for number, page in enumerate(pages, 1)}
    about = {
        "query": filters,
        "counted": first.number,
        "as_of": search.run.data_as_of,
        "asked_at": first.answer.exchange.at,
    }
    taken = search.run.pipeline.take("search", f"search for {kind}", objects, about)
    search.run.runs.append(taken)
