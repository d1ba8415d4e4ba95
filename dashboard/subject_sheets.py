"""The rows behind pages of programmes, vendors, technology, figures, leads and changes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from analysis.documents import lead_rows, subject_rows, technology_shares
from analysis.documents import program as program_document
from analysis.documents import technology as technology_document
from analysis.documents.press import check as press_check
from analysis.documents.press import rows as press_rows
from analysis.published import drilldown, lists
from analysis.published.build import Build
from dashboard import facets
from dashboard.components import drilldown as components_drilldown
from dashboard.components import subjects
from dashboard.downloads import Sheet
from dashboard.url import query
from fetch.errors import InputError


def _programs(build: Build, _: str) -> Sheet:
    return Sheet(
        "programs",
        "Programmes and what is held of them",
        "Net obligations of the awards and single modifications that people tied to a programme. "
        f"{program_document.CAUTIONS[0]}",
        subject_rows.program_list(build),
        view="/programs",
    )


def _program(build: Build, search: str) -> Sheet:
    name = _asked(search, "program")
    found = program_document.program(name)
    return Sheet(
        "program",
        f"Actions of the dossier of {found.name}",
        "Each row is one action. Only rows of the role programme are in its sum; support, leads "
        "and what is kept apart are not.",
        subject_rows.program_actions(build, name),
        f"programme {found.name}",
        subjects.PROGRAM + quote(found.programme, safe=""),
    )


def _behind(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, components_drilldown.PATH)
    return Sheet(
        "behind",
        "Awards behind a figure",
        f"{query.sums_of(chosen)} of the actions of the view, award by award "
        "(obligated_here_usd), beside the net obligations of all actions of the award.",
        drilldown.awards(build, query.selection(chosen)),
        facets.in_words(chosen, offered),
        components_drilldown.PATH + query.to_search(chosen),
    )


def _vendors(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/vendors")
    under = subjects.under_of(search)
    return Sheet(
        "vendors",
        f"Vendors by obligations, counted under the {under}",
        f"{query.sums_of(chosen)} of actions. Counted under the maker, an award of a reseller "
        "counts under the maker that its text names; sums under maker and seller are never added.",
        subjects.ranked(build, chosen, under),
        facets.in_words(chosen, offered),
        f"/vendors?{search.lstrip('?')}",
    )


def _vendor(build: Build, search: str) -> Sheet:
    name = _asked(search, "vendor")
    found = subject_rows.vendor_awards(build, name)
    return Sheet(
        "vendor",
        f"Every award of {name}",
        "Each row is one award: those the vendor was paid for, and those whose text names a "
        "product that it makes.",
        found,
        f"vendor or maker {name}",
        subjects.vendor_path(name),
    )


def _technology(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/technology")
    return Sheet(
        "technology",
        "Obligations by kind of technology",
        f"{query.sums_of(chosen)} of actions by the kind that our rules found for their award; "
        "each award is of one kind here.",
        technology_document.kinds(build, query.selection(chosen)),
        facets.in_words(chosen.with_values("technology", ()), offered),
        f"/technology?{search.lstrip('?')}",
    )


def _watched(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/technology")
    return Sheet(
        "watched",
        "Share of obligations for surveillance technology not competed, by fiscal year",
        "What was obligated on awards not competed over all obligations for the technology, and "
        "over those whose class is known. Awards kept out of rates are in neither.",
        technology_shares.shares(build, query.selection(chosen)),
        facets.in_words(chosen, offered),
        f"/technology?{search.lstrip('?')}",
    )


def _of_kind(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/technology")
    selection = technology_shares.surveillance_only(query.selection(chosen))
    return Sheet(
        "of-kind",
        "Awards of kinds of technology, with the rule that found each",
        "Each row is one award with the rule and the words of its record that matched; "
        "obligated_here_usd is of the actions of the view, obligated_usd of all of the award.",
        technology_shares.awards(build, selection),
        facets.in_words(chosen, offered),
        f"/technology?{search.lstrip('?')}",
    )


def _check(build: Build, search: str) -> Sheet:
    text = _asked(search, "q")
    answer = press_check.check(build, text)
    return Sheet(
        "check",
        f"Sums nearest to: {text}",
        f"Verdict: {answer['verdict']}. Each row is one sum with its definition; differs_by_usd is "
        "the sum less the figure.",
        press_rows.nearest(answer),
        f"the question {text}",
        f"/check?q={quote(text)}",
    )


def _figures(build: Build, _: str) -> Sheet:
    return Sheet(
        "figures",
        "Figures that were printed, held against the records",
        "Each row is one figure with the sum nearest to it and that sum's definition.",
        press_rows.known(build),
        view="/check",
    )


def _leads(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/leads")
    return Sheet(
        "leads",
        "Above the threshold, no justification held",
        "Each row is a question, not a finding. `reasons` names what may make it legitimate; a "
        "notice may exist that is not held.",
        lead_rows.no_notice(build, query.selection(chosen)),
        facets.in_words(chosen, offered),
        f"/leads?{search.lstrip('?')}",
    )


def _changes(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/changes")
    return Sheet(
        "changes",
        "What the publisher changed in records held",
        "Each row is one field of one action that a later publication states otherwise, or an "
        "action that was withdrawn; the days are those on which each was seen.",
        lists.changes(build, query.selection(chosen)),
        facets.in_words(chosen, offered),
        f"/changes?{search.lstrip('?')}",
    )


def _newest(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/changes")
    return Sheet(
        "newest",
        "Actions first seen in the last days",
        "Actions first seen in the seven days before the as-of date, the first load of all left "
        "out.",
        lists.newest(build, query.selection(chosen)),
        facets.in_words(chosen, offered),
        f"/changes?{search.lstrip('?')}",
    )


def _asked(search: str, name: str) -> str:
    asked = query.first(search, name)
    if not asked:
        raise InputError(f"say which {name}: ?{name}= and its name")
    return asked


SHEETS: dict[str, Callable[[Build, str], Sheet]] = {
    "behind": _behind,
    "programs": _programs,
    "program": _program,
    "vendors": _vendors,
    "vendor": _vendor,
    "technology": _technology,
    "watched": _watched,
    "of-kind": _of_kind,
    "check": _check,
    "figures": _figures,
    "leads": _leads,
    "changes": _changes,
    "newest": _newest,
}
