"""The parts of METHOD.md that are made from the rule tables."""

from __future__ import annotations

from analysis import rules
from fetch.describe import table

PARTS = {
    "classes": ("classes.csv", ("class", "group", "not_competed", "headline", "plain")),
    "lanes": ("lanes.csv", ("number", "lane", "label", "because")),
    "conflicts": ("conflicts.csv", ("rule", "effect", "note", "flag", "because")),
    "growth-buckets": ("growth_buckets.csv", ("code", "bucket", "because")),
    "flags": ("flags.csv", ("flag", "question", "because")),
    "screens": ("screens.csv", ("screen", "plain", "because", "follows")),
    "chains": (
        "chains.csv",
        ("programme", "earlier", "later", "verdict", "because", "source", "since", "by"),
    ),
    "authorities": ("authorities.csv", ("authority", "cites", "says", "lane", "urgent", "plain")),
    "posting-deadlines": (
        "posting_deadlines.csv",
        ("lane", "urgent", "from_date", "days", "because", "source"),
    ),
    "no-notice": ("no_notice.csv", ("reason", "plain", "because", "source")),
    "notice-links": (
        "notice_links.csv",
        ("notice_id", "award_key", "modification_number", "verdict", "because", "source", "by"),
    ),
    "thresholds": ("thresholds.csv", ("name", "from_date", "usd", "because", "source")),
}
CONDITIONS = {
    "fair": "fair opportunity",
    "extent": "extent competed",
    "reason": "reason not competed",
    "set_aside": "set-aside",
    "procedures": "procedures",
    "offers": "offers",
    "idv_type": "vehicle type",
    "record": "record",
    "award_type": "award type",
    "parent_type": "parent type",
    "parent_many": "parent's holders",
    "own_many": "own holders",
    "latest_extent": "extent competed of the latest action",
    "agrees": "actions agree",
    "offers_agree": "actions agree on offers",
}


def parts() -> dict[str, str]:
    """Every rule table as Markdown."""
    described = {name: _plain(*where) for name, where in PARTS.items()}
    described["competition-rules"] = _rules()
    described["rule-sets"] = _rule_sets()
    return described


def _plain(file: str, columns: tuple[str, ...]) -> str:
    header = [column.replace("_", " ") for column in columns]
    return table(header, [[row[column] for column in columns] for row in rules.rows(file)])


def _rules() -> str:
    """The decision table, one line a row: what must hold, and what follows."""
    rows = [
        (
            row["rule"],
            row["set"].replace("_", " "),
            _conditions(row),
            row["class"] or f"as the set “{row['uses'].replace('_', ' ')}”",
            row["because"],
            row["follows"],
            row["others_differ"],
        )
        for row in rules.rows("competition.csv")
    ]
    header = ("rule", "set", "when", "class", "because", "follows", "others differ")
    return table(header, rows)


def _rule_sets() -> str:
    """The rules of others, one line a row."""
    rows = [
        (
            row["rule"],
            row["set"],
            _conditions(row),
            row["class"] or f"as the table “{row['uses']}”",
            row["because"],
            row["source"],
        )
        for row in rules.rows("rule_sets.csv")
    ]
    return table(("rule", "set", "when", "class", "because", "follows"), rows)


def _conditions(row: dict[str, str]) -> str:
    holds = [
        f"{words} {_value(row[column])}"
        for column, words in CONDITIONS.items()
        if row.get(column, "*") != "*"
    ]
    return "; ".join(holds) or "anything else"


def _value(cell: str) -> str:
    words = {"-": "missing", "+": "present"}
    return words.get(cell, cell.replace("|", " or ").replace("@", "any of: "))
