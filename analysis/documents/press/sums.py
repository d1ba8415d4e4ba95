"""Candidate sums for a published figure, each with its definition.

They come in three kinds: the sum that was asked for, other definitions that such words have meant,
and amounts of single awards. The more are tried, the likelier one is near by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from analysis.documents.press import spans
from analysis.documents.press.parse import Question
from analysis.published.build import Build
from analysis.published.moved import KEYS, PRESENT
from analysis.rules import dossiers
from analysis.rules.base_numbers import base
from analysis.serialise import rows

Row = dict[str, Any]
TOLD = "told_actions"
NARROW = """
    SELECT transaction_key, award_key, piid, order_in_award, is_base, modification_number,
        component_code, component, vendor_family, maker, action_date, obligated_usd,
        ceiling_change_usd, cumulative_obligated_usd, cumulative_ceiling_usd, competition_group,
        as_of
    FROM actions
"""
"""Input columns of the sums, kept in memory for hundreds of sums at once."""
WORDS = {
    "obligated": "obligated, net of what was taken back",
    "given": "obligated, without what was taken back",
    "ceiling": "ceiling (base and all options), of one award",
}
SUMS = {
    "obligated": "sum(obligated_usd)",
    "given": "sum(obligated_usd) FILTER (obligated_usd > 0)",
}
ASKED, OTHER, SINGLE = "asked", "other definition", "single award"
BEYOND = "beyond"
KINDS = (ASKED, OTHER, SINGLE, BEYOND)
"""Kinds of sums, from the one that was asked for to those of which there are most; last what lies
beyond the question, such as other components than the one named: shown, and never a match."""
SINGLES = {
    "cumulative_obligated_usd": "running total obligated on {piid} after {mod} of {day}",
    "obligated_usd": "one action: obligated by {mod} of {piid} on {day}",
    "cumulative_ceiling_usd": "ceiling of {piid} after {mod} of {day}",
}
"""Amounts of single awards, by their column."""
MOST_PARTS = 12
"""Programmes, and vehicles, of one vendor whose sums are tried: those of most actions."""


def actions_of(build: Build) -> str:
    """The actions as they are published, or the few columns of them that are kept."""
    return TOLD if build.keeps(TOLD) else "actions"


def subject(question: Question, under: str = "maker") -> tuple[str, list[Any]]:
    """Condition on `actions` for the subject of the question, and its parameters."""
    if question.award and question.modification:
        sql = f"award_key = coalesce({PRESENT}, ?) AND upper(modification_number) = ?"
        return sql, [question.award, question.award, question.modification]
    if question.award:
        return f"award_key = coalesce({PRESENT}, ?)", [question.award] * 2
    if question.programme:
        return _of_programme(question.programme)
    if question.vendor:
        return f"{under} = ?", [question.vendor]
    return "true", []


def _of_programme(name: str) -> tuple[str, list[Any]]:
    counted = "SELECT transaction_key FROM program_actions WHERE programme = ?"
    return f"transaction_key IN ({counted} AND role = 'programme')", [name]


def _of_vehicle(key: str) -> tuple[str, list[Any]]:
    orders = "SELECT award_key FROM under_vehicles WHERE vehicle_key = ? AND is_order"
    return f"award_key IN ({orders})", [key]


def whom(question: Question) -> str:
    """The subject of a question, as `subjects_held` names it."""
    return question.award or question.programme or question.vendor


def subjects_held(build: Build) -> frozenset[str]:
    """Everything that a question may be about and of which an action is held."""
    told = actions_of(build)
    frame = build.query(
        f"SELECT DISTINCT unnest([award_key, maker, vendor_family]) AS whom FROM {told} "
        f"UNION SELECT programme FROM program_actions UNION SELECT key FROM {KEYS}"
    )
    return frozenset(frame["whom"].dropna())


def no_sums(question: Question) -> Iterator[Row]:
    """The sums of a question about somebody of whom nothing is held: none of them has an amount."""
    for each in _wanted(None, question):
        nothing = dict.fromkeys(("usd", "first_action_date", "last_action_date"))
        yield {**nothing, "actions": 0, "awards": 0, **each.facts, "sql": {}}


def there(question: Question, sql: str, values: list[Any]) -> tuple[str, list[Any]]:
    """The condition within the components of the question."""
    if not question.components:
        return sql, values
    places = ", ".join("?" * len(question.components))
    return f"{sql} AND component_code IN ({places})", [*values, *question.components]


def within(question: Question, sql: str, values: list[Any]) -> tuple[str, list[Any]]:
    """The condition within the span of the question."""
    for day, sign in ((question.from_day, ">="), (question.to_day, "<=")):
        if day:
            sql = f"{sql} AND action_date {sign} CAST(? AS DATE)"
            values = [*values, day.isoformat()]
    return sql, values


@dataclass(frozen=True)
class Sum:
    """Candidate sum: a measure over a condition, with its definition."""

    where: str
    values: list[Any]
    measure: str
    definition: str
    kind: str
    chosen: Row

    @property
    def facts(self) -> Row:
        """What a row of the sum says of it, beside its amount."""
        return {"definition": self.definition, "kind": self.kind, "chosen": self.chosen}


def sums(build: Build, question: Question) -> Iterator[Row]:
    """The sum in question, then other sums that such words have meant.

    `kind`: one of `KINDS`. `sql` of each: the question that found it, by a name, for plain DuckDB.
    `chosen` of each: the fields of a `Selection` of the same actions, or the key of its `award`.
    `usd` is None where no action states an amount.
    """
    wanted = list(_wanted(build, question))
    one = (
        "SELECT {place} AS place, {usd} AS usd, count(*) AS actions, "
        "count(DISTINCT award_key) AS awards, min(action_date) AS first_action_date, "
        "max(action_date) AS last_action_date FROM {actions} WHERE {where}"
    )
    queries = [
        one.format(place=n, usd=SUMS[each.measure], actions=actions_of(build), where=each.where)
        for n, each in enumerate(wanted)
    ]
    values = [value for each in wanted for value in each.values]
    if wanted:
        frame = build.query(" UNION ALL ".join(queries) + " ORDER BY place", values)
        made = {"sums": frame.attrs["sql"]}
        for row in rows(frame):
            each = wanted[row.pop("place")]
            yield {**row, **each.facts, "sql": made}
    if subject(question)[1]:
        yield from _of_awards(build, question)


def amounts_of_awards(build: Build, question: Question) -> tuple[int, list[float]]:
    """Number of amounts of single awards, and those between half the figure and twice as much.

    All are within the subject and the span of the question.
    """
    amount = question.amount_usd
    if amount is None or not subject(question)[1]:
        return 0, []
    sql, values = within(question, *there(question, *subject(question)))
    # those just outside of the range reach into it
    low, high = amount / 2 * Decimal("0.9"), amount * 2 * Decimal("1.1")
    each = " UNION ALL ".join(
        f"SELECT {name}::DECIMAL(38,2) AS usd FROM {actions_of(build)} WHERE {sql} "
        f"AND {name} IS NOT NULL"
        for name in SINGLES
    )
    frame = build.query(
        "SELECT count(*) AS number, list(DISTINCT usd::DOUBLE ORDER BY usd::DOUBLE) "
        f"FILTER (usd BETWEEN CAST(? AS DECIMAL(38,2)) AND CAST(? AS DECIMAL(38,2))) AS near "
        f"FROM ({each})",
        [f"{low:.2f}", f"{high:.2f}", *(value for _ in SINGLES for value in values)],
    )
    row = frame.to_dict("records")[0]
    near = row["near"]
    return int(row["number"]), [] if near is None else [float(usd) for usd in near]


def now(build: Build, question: Question, candidate: Row) -> Row | None:
    """What an amount that grows is on the newest day held; None for one that does not grow.

    It grows where its days end, and did not begin, with the question: a total "until" a day, or
    the running total of an award.
    """
    if candidate["kind"] == SINGLE:
        column = candidate["column"]
        if column == "obligated_usd":
            return None
        sql, values = "award_key = ?", [candidate["chosen"]["award"]]
        newest = f"max_by({column}, order_in_award) FILTER ({column} IS NOT NULL)"
    elif question.to_day and not question.from_day and candidate["kind"] == ASKED:
        sql, values = there(question, *subject(question))
        newest = SUMS.get(question.measure, SUMS["obligated"])
    else:
        return None
    frame = build.query(
        f"SELECT ({newest})::DECIMAL(38,2) AS usd, max(action_date) AS day, max(as_of) AS as_of "
        f"FROM {actions_of(build)} WHERE {sql}",
        values,
    )
    return rows(frame)[0]


def _wanted(build: Build | None, question: Question) -> Iterator[Sum]:
    """Every sum but those of single awards; without a build none of a vendor's parts."""
    if question.measure != "ceiling":
        yield _sum(question, question.measure, kind=ASKED)
    for other in _other_spans(question):
        for measure in SUMS:
            if other is not question or measure != question.measure:
                yield _sum(other, measure)
    if question.components:
        yield _sum(replace(question, components=()), "obligated", "all components", kind=BEYOND)
    if question.award and not question.modification:
        key = question.award
        words = "the orders under the vehicle"
        yield _sum(question, "obligated", words, of=_of_vehicle(key), part={"vehicle": key})
    if question.vendor:
        # a seller's sum holds other makers' products, and lacks its own sold by resellers
        yield _sum(question, "obligated", "counted under the seller", under="vendor_family")
        if question.firm:
            named = "recipient_name IN (SELECT recipient_name FROM vendor_names WHERE {})"
            of = named.format("name_spelling = ?"), [question.firm]
            yield _sum(question, "obligated", "paid to firms of that very name", of=of)
        yield from _parts(build, question) if build else ()


def _parts(build: Build, question: Question) -> Iterator[Sum]:
    """Sums of a vendor's programmes and vehicles, which such words have meant."""
    sql, values = there(question, *subject(question))
    own = f"SELECT transaction_key, award_key FROM {actions_of(build)} WHERE {sql}"
    parts = build.query(
        f"""WITH own AS ({own}),
        named AS (
            SELECT 'programme' AS part, programme AS name, count(*) AS actions
            FROM program_actions JOIN own USING (transaction_key)
            WHERE role = 'programme' GROUP BY 2
            UNION ALL
            SELECT 'vehicle', vehicle_key, count(*)
            FROM under_vehicles JOIN own USING (award_key) GROUP BY 2
        )
        SELECT part, name FROM named
        QUALIFY row_number() OVER (PARTITION BY part ORDER BY actions DESC, name) <= {MOST_PARTS}
        ORDER BY part, name""",
        values,
    )
    book = dossiers.programs()
    for part, name in parts.itertuples(index=False):
        if part == "programme":
            label, of = book[name].name if name in book else name, _of_programme(name)
            words, fields = f"the programme {label}", {"program": name}
        else:
            of, words = _of_vehicle(name), f"the orders under the vehicle {name}"
            fields = {"vehicle": name}
        whole = replace(question, when=spans.EVER)
        for each in dict.fromkeys((question, whole)):
            yield _sum(each, "obligated", words, of=of, part=fields)


def _other_spans(question: Question) -> Iterator[Question]:
    """The same question over other spans: of the other calendar, to date, and all of them."""
    yield question
    first, last = question.from_day, question.to_day
    if first is None and last is None:
        return
    if first is not None:
        until = spans.between(None, last) if last else spans.EVER
        yield replace(question, when=until)
    if last is not None:
        yield replace(question, when=spans.EVER)
    # "in 2025" is said of both calendars
    if question.when.calendar_year:
        yield replace(question, when=spans.fiscal(question.when.calendar_year))
    if question.when.fiscal_year:
        yield replace(question, when=spans.calendar(question.when.fiscal_year))


def _sum(
    question: Question,
    measure: str,
    words: str = "",
    *,
    under: str = "maker",
    kind: str = OTHER,
    of: tuple[str, list[Any]] | None = None,
    part: Row | None = None,
) -> Sum:
    sql, values = within(question, *there(question, *(of or subject(question, under))))
    definition = "; ".join(filter(None, (WORDS[measure], question.span, words)))
    fields = _selection(question, measure, under, part)
    return Sum(sql, values, measure, definition, kind, fields)


def _selection(question: Question, measure: str, under: str, part: Row | None) -> Row:
    """Selection of the actions of a sum, without empty parts; `part` stands for its subject."""
    if question.award and not part:
        return {"award": question.award}
    days = {"since": question.from_day, "until": question.to_day}
    whose = "maker" if under == "maker" else "vendor"
    named = {
        **(part or {"program": question.programme, whose: question.vendor}),
        "component": list(question.components),
        "money": "given" if measure == "given" else None,
        **{name: day.isoformat() for name, day in days.items() if day},
    }
    return {name: value for name, value in named.items() if value}


def _of_awards(build: Build, question: Question) -> Iterator[Row]:
    """Amounts of single awards and actions, within the span, nearest to the amount in question."""
    sql, values = within(question, *there(question, *subject(question)))
    one = (
        "(SELECT {column}::DECIMAL(38,2) AS usd, award_key, piid, modification_number AS mod, "
        "action_date AS day, '{column}' AS kind FROM {actions} WHERE {where} "
        "AND {column} IS NOT NULL "
        # the nearest alone is of interest; date and key make it one
        "ORDER BY abs({column} - CAST(? AS DECIMAL(18,2))), action_date, award_key LIMIT 1)"
    )
    queries = [one.format(column=name, actions=actions_of(build), where=sql) for name in SINGLES]
    bound = [value for _ in SINGLES for value in (*values, question.amount_usd)]
    frame = build.query(" UNION ALL ".join(queries), bound)
    by_kind = {row["kind"]: row for row in rows(frame)}
    for column, words in SINGLES.items():
        if row := by_kind.get(column):
            mod = "the base action" if base(row["mod"]) else row["mod"]
            yield {
                "usd": row["usd"],
                "actions": 1 if column == "obligated_usd" else None,
                "awards": 1,
                "first_action_date": row["day"],
                "last_action_date": row["day"],
                "definition": words.format(piid=row["piid"], mod=mod, day=row["day"]),
                "kind": ASKED if _is_asked(question, column) else SINGLE,
                "column": column,
                "chosen": {"award": row["award_key"]},
                "sql": {"single awards": frame.attrs["sql"]},
            }


def _is_asked(question: Question, column: str) -> bool:
    """A ceiling is asked for by name, one action by the number of its modification."""
    if question.measure == "ceiling":
        return column == "cumulative_ceiling_usd" and bool(question.award or question.programme)
    return bool(question.modification) and column == "obligated_usd"


def compared(candidate: Row, question: Question) -> Row:
    """A candidate with its distance from the figure, and whether that is within the tolerance."""
    assert question.amount_usd is not None
    usd = Decimal(candidate["usd"]) if candidate["usd"] is not None else None
    far = Decimal("Infinity") if usd is None else usd - question.amount_usd
    near = abs(far) <= question.tolerance_usd
    # "more than" is no figure below it
    return {**candidate, "differs_by": far, "within": near and not (question.least and far < 0)}


def share_matched(usd: Sequence[float], question: Question) -> float:
    """Share of the invented figures of this size that one of some amounts would match.

    Figures between half the amount and twice as much, written with as many digits: the part of that
    range within the tolerance of an amount.
    """
    assert question.amount_usd is not None
    low, high = float(question.amount_usd) / 2, float(question.amount_usd) * 2
    covered, reached = 0.0, low
    for each in sorted(usd):
        margin = float(question.margin(Decimal(str(each)))) if each > 0 else 0.0
        begin, end = max(each - margin, reached), min(each + margin, high)
        if end > begin:
            covered, reached = covered + end - begin, end
    return covered / (high - low)
