"""Generator of docs/tables: the rule tables as Markdown."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd

from analysis import rules
from analysis.documents.caveats import caveats as sizes
from analysis.publish.run import build
from analysis.published.build import Build
from analysis.text import usd
from fetch import sources
from fetch.describe import table
from fetch.ingest.importer import import_sample
from fetch.settings import Settings

FOUND = ("words", "also", "unless", "vendor")
MEMBER = ("award", "modification", "vendor", "maker", "words", "unless")
PARTS = {
    "classes": ("classes.csv", ("class", "group", "not_competed", "headline", "plain")),
    "lanes": ("lanes.csv", ("number", "lane", "label", "because")),
    "conflicts": ("conflicts.csv", ("rule", "effect", "note", "flag", "because")),
    "base-numbers": ("base_numbers.csv", ("number", "plain", "because", "source")),
    "growth-buckets": ("growth_buckets.csv", ("code", "bucket", "because")),
    "flags": ("flags.csv", ("flag", "question", "because")),
    "screens": ("screens.csv", ("screen", "plain", "because", "follows")),
    "moving-actions": ("moving_actions.csv", ("code", "because", "source")),
    "moved-awards": (
        "moved_awards.csv",
        ("earlier", "later", "verdict", "because", "source", "since", "by"),
    ),
    "chains": (
        "chains.csv",
        ("programme", "earlier", "later", "verdict", "because", "source", "since", "by"),
    ),
    "categories": ("categories.csv", ("number", "category", "kind", "plain", "because")),
    "technology-codes": (
        "technology_codes.csv",
        ("system", "strength", "codes", "what", "because", "source"),
    ),
    "makers": ("makers.csv", ("rule", *FOUND, "maker", "product", "category", "because")),
    "technology": (
        "technology.csv",
        ("rule", "verdict", *FOUND, "psc", "component", "award", "category", "because"),
    ),
    "look-alikes": ("look_alikes.csv", ("rule", "kind", *FOUND, "looks_like", "because")),
    "vendors": (
        "vendors.csv",
        ("family", "role", "match", "value", "event", "joined", "because", "source"),
    ),
    "programs": ("programs.csv", ("programme", "name", "what", "component", "vendor", "maker")),
    "program-members": (
        "program_members.csv",
        ("programme", "role", "takes", *MEMBER, "basis", "because"),
    ),
    "program-searches": (
        "program_searches.csv",
        ("programme", "words", "searched", "found", "basis", "as_of"),
    ),
    "press-figures": (
        "press_figures.csv",
        ("figure", "says", "usd", "measure", "published", "basis", "source", "because"),
    ),
    "authorities": ("authorities.csv", ("authority", "cites", "says", "lane", "urgent", "plain")),
    "posting-deadlines": (
        "posting_deadlines.csv",
        (
            *("lane", "urgent", "from_date", "days", "counts_from", "cites", "unconfirmed"),
            *("because", "source"),
        ),
    ),
    "no-notice": (
        "no_notice.csv",
        (
            *("reason", "plain", "from_date", "until_date", "up_to"),
            *("because", "source", "unconfirmed"),
        ),
    ),
    "notice-links": (
        "notice_links.csv",
        ("notice_id", "award_key", "modification_number", "verdict", "because", "source", "by"),
    ),
    "thresholds": (
        "thresholds.csv",
        (
            *("name", "from_date", "until_date", "usd", "cites"),
            *("because", "source", "unconfirmed"),
        ),
    ),
    "reporting-days": (
        "reporting_days.csv",
        ("case", "days", "kind", "cites", "because", "source"),
    ),
    "approval-lines": (
        "approval_lines.csv",
        (
            *("agencies", "from_date", "until_date", "approver", "up_to_usd"),
            *("cites", "source", "unconfirmed"),
        ),
    ),
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


def parts(sample: Build | None = None) -> dict[str, str]:
    """Every rule table as Markdown; sizes are those in a build of the sample, made if not given."""
    described = {name: _plain(*where) for name, where in PARTS.items()}
    described["competition-rules"] = _rules()
    described["rule-sets"] = _rule_sets()
    described["caveats"] = _caveats(sizes(sample) if sample else _of_the_sample())
    return described


def _plain(file: str, columns: tuple[str, ...]) -> str:
    header = [column.replace("_", " ") for column in columns]
    return table(header, [[row[column] for column in columns] for row in rules.rows(file)])


def _of_the_sample() -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(data=Path(place))
        sources.load()
        import_sample(settings)
        made = build(settings)
        return sizes(Build(settings.published / made["build_id"], made))


def _caveats(found: pd.DataFrame) -> str:
    """Every caveat with its size in the embedded sample, which anybody can measure again."""
    rows = [
        (
            row["caveat"],
            f"{row['found']:,} of {row['whole']:,} {row['counted']}",
            usd(None if pd.isna(row["obligated_usd"]) else str(row["obligated_usd"]), "none"),
            row["so"],
            row["because"],
        )
        for row in found.to_dict("records")
    ]
    return table(("caveat", "size", "obligated on them, net", "so", "because"), rows)


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
