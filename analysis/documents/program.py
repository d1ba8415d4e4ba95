"""Program document: the contract of `python -m analysis program NAME --json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from analysis import name_matching
from analysis.documents.program_awards import awards_of, by_class
from analysis.documents.program_notices import notices, without_notices
from analysis.documents.types.program import ProgramDocument
from analysis.published.build import Build
from analysis.rules import dossiers
from analysis.rules.dossiers import ROLES, Program, Statement
from analysis.rules.phrases import pattern
from analysis.serialise import plain, rows
from analysis.text import count
from fetch.errors import InputError

Row = dict[str, Any]
CAUTIONS = (
    "An action may belong to several programmes: their sums must never be added.",
    "What is reported or claimed is not in the record unless it is said so; a ceiling is never "
    "added to what is obligated.",
)
ACTION = """
    m.role, m.member, m.basis, a.award_key, a.modification_number, a.transaction_key,
    a.action_date, a.fiscal_year, a.action_type, a.growth_bucket, a.obligated_usd,
    a.cumulative_obligated_usd, a.label, a.description, a.basis AS record_basis, a.as_of
"""
LISTS = {"support": "support", "lead": "leads", "apart": "apart"}


def names() -> dict[str, tuple[str, ...]]:
    """Names of each program, by its short name."""
    return {key: (each.name, *each.also) for key, each in dossiers.programs().items()}


def program(name: str) -> Program:
    """A programme by its short name, name or another spelling. InputError names the nearest.

    Where none is like it, InputError names them all.
    """
    key = name_matching.named(name, names())
    if key is None:
        close = name_matching.nearest(name, names())
        others = f"the nearest: {', '.join(close)}" if close else f"there are {', '.join(names())}"
        raise InputError(f"no programme {name!r}; {others}")
    return dossiers.programs()[key]


def listing(build: Build) -> list[Row]:
    """Every programme with what is obligated for it, in the order of the dossiers."""
    found = rows(build.query("SELECT * FROM programs ORDER BY place"))
    book = dossiers.programs()
    return [{**row, "what": book[row["programme"]].what} for row in found]


def document(build: Build, name: str) -> ProgramDocument:
    """Records and statements of one program, each statement with its basis.

    InputError, with the nearest three, where there is no such programme.
    """
    asked = program(name)
    found = _actions(build, asked)
    kept = awards_of(build, found)
    parts = {role: [each for each in kept if each["role"] == role] for role in ROLES}
    [sums] = rows(build.query("SELECT * FROM programs WHERE programme = ?", [asked.programme]))
    said = [each for each in dossiers.says() if each.programme == asked.programme]
    sentences = [_sentence(each) for each in said if each.kind != "search"]
    held = notices(build, parts["programme"], sentences)
    document = {
        "programme": asked.programme,
        "name": asked.name,
        "also": list(asked.also),
        "what": asked.what,
        **{key: getattr(asked, key) for key in ("component", "vendor", "maker", "source")},
        "contract_public": asked.public,
        "answer": answer(asked, sums),
        **{key: sums[key] for key in SUMS},
        "awards": parts["programme"],
        **{LISTS[role]: parts[role] for role in LISTS},
        "not_held": _not_held(asked, found),
        "by_class": by_class(parts["programme"]),
        "by_fiscal_year": _by_year(build, asked),
        "chain": _chain(build, asked),
        "notices": held,
        "says": without_notices(sentences, held),
        "searches": [_search(build, each) for each in said if each.kind == "search"],
    }
    whole = {**document, "cautions": list(CAUTIONS), **build.provenance}
    return cast(ProgramDocument, whole)  # the test of types holds its keys


SUMS = (
    "obligated_usd",
    "obligated_missing_because",
    "obligations_missing",
    "actions",
    "first_action_date",
    "last_action_date",
)


def answer(asked: Program, sums: Row) -> str:
    """One sentence on the records held of a program, or on their absence."""
    if not asked.public:
        return (
            f"No contract is publicly tied to {asked.name}: nothing found in the searches below, "
            "on the days they give. That is not proof that there is none."
        )
    if not sums["actions"]:
        return f"No action of {asked.name} is among the records held; see what is said of it."
    return (
        f"{count(sums['actions'], 'action')} of {count(sums['awards'], 'award')} held, "
        f"{sums['first_action_date']} to {sums['last_action_date']}."
    )


def _actions(build: Build, asked: Program) -> list[Row]:
    because = {each.number: each for each in dossiers.members()}
    found = rows(
        build.query(
            f"SELECT {ACTION} FROM program_actions m JOIN actions a USING (transaction_key) "
            "WHERE m.programme = ? ORDER BY a.award_key, a.order_in_award",
            [asked.programme],
        )
    )
    return [
        {**row, "because": because[row["member"]].because, "rule_file": "program_members.csv"}
        for row in found
    ]


def _not_held(asked: Program, found: Iterable[Row]) -> list[Row]:
    """Members by key that are not among the records held."""
    held = {(row["award_key"], row["modification_number"]) for row in found}
    keys = {key for key, _ in held}
    members = [each for each in dossiers.members() if each.programme == asked.programme]
    return [
        {
            name: getattr(each, name) or None
            for name in ("award", "modification", "role", "because", "basis", "source")
        }
        for each in members
        if each.award
        # an award in part counts as held by its modification, not by its key
        and ((each.award, each.modification) not in held if each.modification else True)
        and (each.modification or each.award not in keys)
    ]


def _by_year(build: Build, asked: Program) -> list[Row]:
    return rows(
        build.query(
            "SELECT a.fiscal_year, sum(a.obligated_usd) AS obligated_usd, count(*) AS actions "
            "FROM program_actions m JOIN actions a USING (transaction_key) "
            "WHERE m.programme = ? AND m.role = 'programme' GROUP BY 1 ORDER BY 1",
            [asked.programme],
        )
    )


def _chain(build: Build, asked: Program) -> Row | None:
    """The confirmed chain in which the programme stands, if there is one."""
    from analysis.documents.chains import chains_document  # Ibis takes a second

    if not asked.chain:
        return None
    chains = chains_document(build)["chains"]
    return next((each for each in chains if each["programme"] == asked.chain), None)


def _sentence(said: Statement) -> Row:
    keys = ("kind", "said", "basis", "as_of", "source")
    return {key: getattr(said, key) or None for key in keys}


def _search(build: Build, said: Statement) -> Row:
    """Earlier search with its day, and a count of the same words in the present records.

    Only the records' own texts are searched, not our labels; `texts` is how many are held.
    """
    frame = build.query(
        "SELECT count(*) FILTER (found) AS actions, "
        "count(DISTINCT award_key) FILTER (found) AS awards, count(description) AS texts "
        "FROM (SELECT award_key, description, "
        "regexp_matches(upper(description), ?) AS found FROM actions)",
        [pattern(said.words)],
    )
    [now] = rows(frame)
    return {
        "words": list(said.words),
        "searched": said.said,
        "found": said.found,
        **{key: getattr(said, key) for key in ("basis", "as_of", "source")},
        "in_what_is_held": {**now, "as_of": plain(build.as_of)},
    }
