"""Code lists that the government publishes: one CSV a list, each row with source and date.

Nothing here is a judgement of ours: those stand in `analysis/rules`.
"""

from __future__ import annotations

import csv
from difflib import get_close_matches
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
REQUIRED = ("code", "meaning", "source", "as_of")

Row = dict[str, str]


@cache
def names() -> tuple[str, ...]:
    """The lists that are held, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


@cache
def table(name: str) -> dict[str, Row]:
    """One list: code → its row (`code`, `meaning`, `source`, `as_of` and what the list adds).

    LookupError where there is no such list; ValueError, naming file and line, where the
    list is broken. The answer is shared: read it, do not change it.
    """
    if name not in names():
        raise LookupError(f"no list of codes is called {name!r}; there are: {', '.join(names())}")
    return read(FOLDER / f"{name}.csv")


def read(path: Path) -> dict[str, Row]:
    """A list of codes from a file: every row whole, no code twice, a source on each."""
    rows: dict[str, Row] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            _check(row, rows, f"{path.name}, line {reader.line_num}")
            rows[row["code"]] = row
    return rows


def _check(row: Row, earlier: dict[str, Row], where: str) -> None:
    if None in row or None in row.values():
        raise ValueError(f"{where}: the row has more or fewer cells than the header")
    for column in REQUIRED:
        if not row.get(column, "").strip():
            raise ValueError(f"{where}: {column} is empty")
    if row["code"] in earlier:
        raise ValueError(f"{where}: code {row['code']} stands in the list twice")


def meaning(name: str, code: str) -> str:
    """Meaning of a code in the government's list; LookupError where the list lacks it."""
    rows = table(name)
    if code not in rows:
        raise LookupError(f"{code!r} is no {name} code; there are: {', '.join(rows)}")
    return rows[code]["meaning"]


def family(name: str, family_name: str) -> frozenset[str]:
    """The codes of a list that share a family, such as `one_source`. Empty where none does."""
    return frozenset(c for c, row in table(name).items() if row.get("family") == family_name)


def component(text: str) -> str:
    """The four-digit code of a DHS component, from its code, abbreviation or official name.

    Case does not matter: `7012`, `ICE` and `u.s. immigration and customs enforcement` are
    the same. LookupError, with the nearest choices, for anything else.
    """
    known = _component_words()
    word = _plain(text)
    if word in known:
        return known[word]
    raise LookupError(f"{text!r} is no DHS component; {_near(word)}")


@cache
def _component_words() -> dict[str, str]:
    words = {}
    for code, row in table("components").items():
        for word in (code, row["abbreviation"], row["meaning"]):
            if word:
                words[_plain(word)] = code
    return words


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace(".", "").split())


def _near(word: str) -> str:
    known = _component_words()
    close = get_close_matches(word, known, n=5, cutoff=0.5)
    within = [name for name in known if len(word) > 2 and word in name]
    codes = list(dict.fromkeys(known[name] for name in [*within, *close]))[:5]
    if not codes:
        return "give a code such as 7012, an abbreviation such as ICE, or the official name"
    return f"did you mean {' or '.join(_shown(code) for code in codes)}?"


def _shown(code: str) -> str:
    row = table("components")[code]
    short = f"{row['abbreviation']}, " if row["abbreviation"] else ""
    return f"{code} ({short}{row['meaning']})"
