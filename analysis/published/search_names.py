"""Names in the search box: programs and makers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from analysis.name_matching import bare
from analysis.rules import dossiers, firms, subjects

CLOSE = 80
"""Similarity of 100 between a name and the input, as in `analysis.published.search`."""
MOST = 4
MAKER = "maker"


@dataclass(frozen=True)
class SearchHit:
    """Hit of the search box: kind, name, target and a few words."""

    kind: str
    name: str
    leads_to: str
    says: str = ""


def programs(wanted: str) -> list[SearchHit]:
    """Programs with a name or other spelling similar to the input."""
    book = dossiers.programs()
    names = {key: (key, each.name, *each.also) for key, each in book.items()}
    return [
        SearchHit("programme", book[key].name, key, book[key].what) for key in like(wanted, names)
    ]


def makers(wanted: str) -> list[SearchHit]:
    """Makers with a name or product similar to the input."""
    book = {key: each for key, each in firms.families().items() if each.role == MAKER}
    names = {key: [key, each.name] for key, each in book.items()}
    for each in subjects.evidence():
        if each.maker in names and each.product:
            names[each.maker].append(each.product)
    return [SearchHit(MAKER, book[key].name, key) for key in like(wanted, names)]


def like(wanted: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Keys with a name that contains or resembles the input, most similar first."""
    typed = bare(wanted)
    scored = {
        key: max(_score(typed, bare(each)) for each in spellings)
        for key, spellings in names.items()
    }
    ranked = sorted(scored, key=lambda key: -scored[key])
    return [key for key in ranked if scored[key] >= CLOSE][:MOST]


def _score(typed: str, name: str) -> float:
    if not typed:
        return 0
    # below 100, which an equal name has
    begins = 99.0 if name.startswith(typed) else 90.0 if typed in name else 0.0
    return max(fuzz.ratio(typed, name), begins)
