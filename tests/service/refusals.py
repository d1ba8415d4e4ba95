"""How the service refuses: the same statuses and the same beginnings of the same words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.service.server import Reply

PAGE = (
    '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>{title}</title>\n</head>\n'
    "<body>\n  <h1>{title}</h1><p></p>\n</body>\n</html>\n"
)
HTML = {"Content-Type": "text/html; charset=utf-8"}
CONTRACTS = {
    "A": "BPA Call",
    "B": "Purchase Order",
    "C": "Delivery Order",
    "D": "Definitive Contract",
}
IDVS = {f"IDV_{part}": "Example" for part in ("A", "B", "B_A", "B_B", "B_C", "C", "D", "E")}
GROUPS: dict[str, dict[str, str]] = {
    "contracts": CONTRACTS,
    "loans": {"07": "Direct Loan"},
    "idvs": IDVS,
    "grants": {"02": "Block Grant"},
    "other_financial_assistance": {"06": "Direct Payment for Specified Use"},
    "direct_payments": {"09": "Insurance"},
}


class Refused(Exception):
    """The service says no; carries the reply."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.reply = Reply(body if isinstance(body, dict) else {"detail": body}, status)


class Broken(Refused):
    """The service falls over: an HTML page."""

    def __init__(self, status: int = 500, title: str = "Server Error (500)") -> None:
        super().__init__(status, "")
        self.reply = Reply(PAGE.format(title=title), status, HTML)


class Unavailable(Refused):
    """Its search engine gives nothing: 503 with an empty body."""

    def __init__(self) -> None:
        super().__init__(503, "")
        self.reply = Reply(b"", 503, HTML)


def need(body: dict[str, Any], name: str) -> Any:
    """The value at a path written `a|b`; 422 without it."""
    value: Any = body
    for part in name.split("|"):
        value = value.get(part) if isinstance(value, dict) else None
    if value in (None, {}, []):
        raise Refused(422, f"Missing value: '{name}' is a required field")
    return value


def one_of(value: object, name: str, allowed: Iterable[str]) -> None:
    listed = list(allowed)
    values = value if isinstance(value, list) else [value]
    if any(each not in listed for each in values):
        raise Refused(400, f"Field '{name}' is outside valid values {listed}")


def within(body: dict[str, Any], name: str, default: int, above: int | None = None) -> int:
    """A whole number from 1 to a maximum."""
    value = body.get(name, default)
    if not isinstance(value, int):
        text = f"Invalid value in '{name}'. '{value}' is not a valid type (integer)."
        raise Refused(422, text)
    if value < 1:
        raise Refused(422, f"Field '{name}' value '{value}' is below min '1'")
    if above and value > above:
        raise Refused(422, f"Field '{name}' value '{value}' is above max '{above}'")
    return value


def one_group(codes: list[str]) -> None:
    """Award types of one group; 422 without `detail` for several."""
    one_of(codes, "filters|award_type_codes", [code for group in GROUPS.values() for code in group])
    if sum(bool(set(codes) & set(group)) for group in GROUPS.values()) > 1:
        message = "'award_type_codes' must only contain types from one group."
        raise Refused(422, {"message": message, "award_type_groups": GROUPS})
