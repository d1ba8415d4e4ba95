"""Program document: the contract of `python -m analysis program NAME --json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from analysis import name_matching
from analysis.documents.program_awards import awards_of, by_class
from analysis.documents.program_notices import notices, without_notices
from analysis.documents.types.program import ProgramDocument
from analysis.published.build import Build
from analysis.published.moved import present_keys
from analysis.rules import dossiers
from analysis.rules.dossiers import ROLES, Program, Statement
from analysis.rules.phrases import pattern
from analysis.serialise import plain, rows
from analysis.text import count, usd
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
    sums = rows(build.query("SELECT * FROM programs ORDER BY place"))
    book = dossiers.programs()
    return [{**row, "what": book[row["programme"]].what} for row in sums]


def document(build: Build, name: str) -> ProgramDocument:
    """Records and statements of one program, each statement with its basis.

    InputError, with the nearest three, where there is no such programme.
    """
    wanted_program = program(name)
    actions = _actions(build, wanted_program)
    kept = awards_of(build, actions)
    parts = {role: [each for each in kept if each["role"] == role] for role in ROLES}
    [sums] = rows(
        build.query("SELECT * FROM programs WHERE programme = ?", [wanted_program.programme])
    )
    statements = [each for each in dossiers.says() if each.programme == wanted_program.programme]
    sentences = [_sentence(each) for each in statements if each.kind != "search"]
    held = notices(build, parts["programme"], sentences)
    document = {
        "programme": wanted_program.programme,
        "name": wanted_program.name,
        "also": list(wanted_program.also),
        "what": wanted_program.what,
        **{key: getattr(wanted_program, key) for key in ("component", "vendor", "maker", "source")},
        "contract_public": wanted_program.public,
        "answer": answer(wanted_program, sums),
        **{key: sums[key] for key in SUMS},
        "awards": parts["programme"],
        **{LISTS[role]: parts[role] for role in LISTS},
        "also_counted": also_counted(build, wanted_program),
        "not_held": _not_held(wanted_program, actions, present_keys(build)),
        "by_class": by_class(parts["programme"]),
        "by_fiscal_year": _by_year(build, wanted_program),
        "chain": _chain(build, wanted_program),
        "notices": held,
        "says": without_notices(sentences, held),
        "searches": [_search(build, each) for each in statements if each.kind == "search"],
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


def answer(about: Program, sums: Row) -> str:
    """One sentence on the records held of a program, or on their absence."""
    if not about.public:
        return (
            f"No contract is publicly tied to {about.name}: nothing found in the searches below, "
            "on the days they give. That is not proof that there is none."
        )
    if not sums["actions"]:
        return f"No action of {about.name} is among the records held; see what is said of it."
    return (
        f"{count(sums['actions'], 'action')} of {count(sums['awards'], 'award')} held, "
        f"{sums['first_action_date']} to {sums['last_action_date']}."
    )


def _actions(build: Build, about: Program) -> list[Row]:
    because = {each.number: each for each in dossiers.members()}
    actions = rows(
        build.query(
            f"SELECT {ACTION} FROM program_actions m JOIN actions a USING (transaction_key) "
            "WHERE m.programme = ? ORDER BY a.award_key, a.order_in_award",
            [about.programme],
        )
    )
    return [
        {**row, "because": because[row["member"]].because, "rule_file": "program_members.csv"}
        for row in actions
    ]


def _not_held(about: Program, actions: Iterable[Row], present: Mapping[str, str]) -> list[Row]:
    """Members by key that are not among the records held."""
    held = {(row["award_key"], row["modification_number"]) for row in actions}
    keys = {key for key, _ in held}
    members = [each for each in dossiers.members() if each.programme == about.programme]
    return [
        {
            name: getattr(each, name) or None
            for name in ("award", "modification", "role", "because", "basis", "source")
        }
        for each in members
        if each.award
        # an award in part counts as held by its modification, not by its key
        and (
            (present.get(each.award, each.award), each.modification) not in held
            if each.modification
            else present.get(each.award, each.award) not in keys
        )
    ]


def _by_year(build: Build, about: Program) -> list[Row]:
    return rows(
        build.query(
            "SELECT a.fiscal_year, sum(a.obligated_usd) AS obligated_usd, count(*) AS actions "
            "FROM program_actions m JOIN actions a USING (transaction_key) "
            "WHERE m.programme = ? AND m.role = 'programme' GROUP BY 1 ORDER BY 1",
            [about.programme],
        )
    )


def also_counted(build: Build, about: Program) -> list[Row]:
    """Other programs in whose sums actions of this one count too, most obligated first.

    `obligated_usd` is of the actions of both: whoever adds two sums takes it off once.
    """
    shared = rows(
        build.query(
            "SELECT o.programme, count(*) AS actions, sum(a.obligated_usd) AS obligated_usd, "
            "string_agg(a.piid || ' ' || coalesce(a.modification_number, '0'), '|' "
            "ORDER BY a.action_date, a.transaction_key) AS modifications "
            "FROM program_actions m JOIN program_actions o USING (transaction_key) "
            "JOIN actions a USING (transaction_key) "
            "WHERE m.programme = ? AND o.programme <> m.programme "
            "AND m.role = 'programme' AND o.role = 'programme' "
            "GROUP BY o.programme ORDER BY obligated_usd DESC NULLS LAST, o.programme",
            [about.programme],
        )
    )
    book = dossiers.programs()
    return [
        {
            **row,
            "name": book[row["programme"]].name,
            "modifications": row["modifications"].split("|"),
        }
        for row in shared
    ]


def counted_once(build: Build) -> Row:
    """What all programs come to together, each action once however many programs have it."""
    [row] = rows(
        build.query(
            "SELECT count(*) AS actions, sum(obligated_usd) AS obligated_usd FROM actions "
            "WHERE transaction_key IN "
            "(SELECT transaction_key FROM program_actions WHERE role = 'programme')"
        )
    )
    return row


NAMED = 3
"""Shared modifications that a sentence names; of more it says the number alone."""


def also_in_words(row: Mapping[str, Any]) -> str:
    """What of a program another counts too, in a sentence."""
    named = list(row["modifications"])
    which = f" ({', '.join(named)})" if len(named) <= NAMED else ""
    return (
        f"{usd(row['obligated_usd'])} of it, {count(row['actions'], 'action')}{which}, is also "
        f"counted under {row['name']}: the two sums must not be added."
    )


def _chain(build: Build, about: Program) -> Row | None:
    """The confirmed chain in which the programme stands, if there is one."""
    from analysis.documents.chains import chains_document  # Ibis takes a second

    if not about.chain:
        return None
    chains = chains_document(build)["chains"]
    return next((each for each in chains if each["programme"] == about.chain), None)


def _sentence(statement: Statement) -> Row:
    keys = ("kind", "said", "basis", "as_of", "source")
    return {key: getattr(statement, key) or None for key in keys}


def _search(build: Build, search: Statement) -> Row:
    """Earlier search with its day, and a count of the same words in the present records.

    Only the records' own texts are searched, not our labels; `texts` is how many are held.
    """
    frame = build.query(
        "SELECT count(*) FILTER (found) AS actions, "
        "count(DISTINCT award_key) FILTER (found) AS awards, count(description) AS texts "
        "FROM (SELECT award_key, description, "
        "regexp_matches(upper(description), ?) AS found FROM actions)",
        [pattern(search.words)],
    )
    [now] = rows(frame)
    return {
        "words": list(search.words),
        "searched": search.said,
        "found": search.found,
        **{key: getattr(search, key) for key in ("basis", "as_of", "source")},
        "in_what_is_held": {**now, "as_of": plain(build.as_of)},
    }
