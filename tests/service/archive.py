"""The monthly archive: Full files per fiscal year, and a Delta since the last publication."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from tests.builders import Row, csv_text, delta_text
from tests.service.refusals import Refused
from tests.service.rows import DEPARTMENTS, fiscal_year

Json = dict[str, Any]
FILES = "https://files.usaspending.gov"
ALL = "All"


def packed(texts: dict[str, str | bytes]) -> bytes:
    """A ZIP whose bytes depend on its content alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


class Archive:
    """The files of the latest publication, by name; those of earlier ones are gone.

    `change_mark` is what a Delta writes on a changed row ("" as the service mostly does, or
    "C"); with `deltas` off no Delta is made any more.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.listed: list[Json] = []
        self.change_mark = ""
        self.deltas = True
        self._before: dict[str, Row] | None = None

    def publish(self, rows: dict[str, Row], day: str) -> None:
        """Every file anew for that day (YYYY-MM-DD)."""
        self.files, self.listed = {}, []
        for code in (*DEPARTMENTS, ALL):
            own = {key: row for key, row in rows.items() if _of(row, code)}
            for year in sorted({fiscal_year(row["action_date"]) for row in own.values()}):
                of_year = [row for row in own.values() if fiscal_year(row["action_date"]) == year]
                self._add(code, year, day, csv_text(of_year))
            if self.deltas:
                self._add(code, None, day, delta_text(self._changes(own, code, day)))
        self._before = {key: dict(row) for key, row in rows.items()}

    def _changes(self, now: dict[str, Row], code: str, day: str) -> list[tuple[str, Row]]:
        """What differs from the last publication; nothing where there was none."""
        if self._before is None:
            return []
        before = {key: row for key, row in self._before.items() if _of(row, code)}
        new = [("", row) for key, row in now.items() if key not in before]
        changed = [
            (self.change_mark, row) for key, row in now.items() if before.get(key, row) != row
        ]
        gone = [
            ("D", {**row, "last_modified_date": day})
            for key, row in before.items()
            if key not in now
        ]
        return [*changed, *new, *gone]

    def _add(self, code: str, year: int | None, day: str, text: str) -> None:
        span, kind = (f"FY{year}", "Full") if year else ("FY(All)", "Delta")
        stem = f"{span}_{code}_Contracts_{kind}_{day.replace('-', '')}"
        name, short = DEPARTMENTS.get(code, (ALL, None))
        self.files[f"{stem}.zip"] = packed({f"{stem}_1.csv": text})
        self.listed.append(
            {
                "fiscal_year": year,
                "agency_name": name,
                "agency_acronym": short,
                "type": "contracts",
                "updated_date": day,
                "file_name": f"{stem}.zip",
                "url": f"{FILES}/award_data_archive/{stem}.zip",
            }
        )


def _of(row: Row, code: str) -> bool:
    return code in (ALL, row["awarding_agency_code"])


def monthly_files(service: Any, body: Json) -> Json:
    """The Full file of a year, where there is one, and the Delta."""
    for name in ("agency", "fiscal_year", "type"):
        if name not in body:
            raise Refused(400, f"Missing one or more required body parameters: {name}")
    code = ALL if body["agency"] == "all" else service.toptier_code(body["agency"])
    if not code:
        raise Refused(400, f"{body['agency']} agency not found")
    name = DEPARTMENTS.get(code, (ALL, None))[0]
    wanted = (body["fiscal_year"], None)
    listed = [
        each
        for each in service.archive.listed
        if each["agency_name"] == name
        and each["fiscal_year"] in wanted
        and each["type"] == body["type"]
    ]
    return {"monthly_files": listed}


def list_agencies(service: Any, body: Json) -> Json:
    """All departments, or the sub-agencies of one."""
    if body.get("type") not in ("account_agencies", "award_agencies"):
        raise Refused(400, "type must be one of: ('account_agencies', 'award_agencies')")
    if "agency" not in body:
        return {"agencies": {"cfo_agencies": _departments(service), "other_agencies": []},
                "sub_agencies": []}  # fmt: skip
    code = service.toptier_code(body["agency"])
    if not code:
        raise Refused(400, "Agency ID not found")
    names = [each.name for each in service.components if each.department == code]
    return {"agencies": [], "sub_agencies": [{"subtier_agency_name": name} for name in names]}


def _departments(service: Any) -> list[Json]:
    return [
        {"name": DEPARTMENTS[code][0], "toptier_agency_id": number, "toptier_code": code}
        for code, number in service.toptier_ids.items()
    ]
