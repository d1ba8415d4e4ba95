"""Tables of the documents that are made from the code.

A document marks such a part with two comments; `fill` writes between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from fetch.reports.coverage import never_held
from fetch.sam import doctor as sam_doctor
from fetch.schema import sam as sam_tables
from fetch.schema import tables
from fetch.schema.file_types import SHAPES, Shape

PART = re.compile(r"(<!-- begin (?P<name>[\w-]+) -->\n).*?(<!-- end (?P=name) -->)", re.DOTALL)


def fill(document: str, parts: Mapping[str, str]) -> str:
    """A document with every marked part written anew; KeyError for a part that nobody makes."""
    return PART.sub(lambda match: f"{match[1]}\n{parts[match['name']]}\n\n{match[3]}", document)


def write(place: Path, parts: Mapping[str, str]) -> None:
    """Fill a document anew, or every document of a folder."""
    for document in sorted(place.glob("*.md")) if place.is_dir() else [place]:
        document.write_text(fill(document.read_text("utf-8"), parts), "utf-8")


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = list(header)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def parts() -> dict[str, str]:
    """Every table of the warehouse, and the columns of the official files that are not kept."""
    described = {name: _columns(columns) for name, columns in tables.TABLES.items()}
    described["transactions"] = _columns(tables.TRANSACTIONS)
    described["version-state"] = _columns((tables.VERSION_STATE,))
    for shape in SHAPES:
        described[f"left-out-{shape.table}"] = _left_out(shape)
    described["left-out-notices"] = _reasons(sam_tables.NOTICES_LEFT_OUT)
    described["never-held"] = _never_held()
    described["sam-inferred"] = _inferred()
    return described


def _columns(columns: tuple[tables.Column, ...]) -> str:
    rows = [
        (
            f"`{c.name}`",
            c.sql_type,
            c.shown_unit,
            c.meaning,
            f"`{c.source}`" if c.source else "ours",
        )
        for c in columns
    ]
    return table(("column", "type", "unit", "meaning", "source field"), rows)


def _never_held() -> str:
    names = ("what", "because", "source", "as_of")
    return table(names, [[row[name] for name in names] for row in never_held()])


def _inferred() -> str:
    """Inferences about SAM.gov: the doctor's checks."""
    rows = [(check.name, check.assumed, check.follows) for check in sam_doctor.CHECKS]
    return table(("of", "inferred", "if it is otherwise"), rows)


def _left_out(shape: Shape) -> str:
    return _reasons(shape.left_out)


def _reasons(left_out: Mapping[str, str]) -> str:
    reasons: dict[str, list[str]] = {}
    for column, because in left_out.items():
        reasons.setdefault(because, []).append(f"`{column}`")
    return table(("reason", "columns"), [(why, ", ".join(names)) for why, names in reasons.items()])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
