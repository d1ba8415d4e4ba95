"""Notices in the shapes of SAM.gov, hand-made: every name, number and text is fictional."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PARTS = ("Title", "Fullname", "Email", "Phone", "Fax")
HEADER = (
    "NoticeId",
    "Title",
    "Sol#",
    "Department/Ind.Agency",
    "CGAC",
    "Sub-Tier",
    "FPDS Code",
    "Office",
    "AAC Code",
    "PostedDate",
    "Type",
    "BaseType",
    "ArchiveType",
    "ArchiveDate",
    "SetASideCode",
    "SetASide",
    "ResponseDeadLine",
    "NaicsCode",
    "ClassificationCode",
    "PopStreetAddress",
    "PopCity",
    "PopState",
    "PopZip",
    "PopCountry",
    "Active",
    "AwardNumber",
    "AwardDate",
    "Award$",
    "Awardee",
    *(f"{who}Contact{part}" for who in ("Primary", "Secondary") for part in PARTS),
    "OrganizationType",
    "State",
    "City",
    "ZipCode",
    "CountryCode",
    "AdditionalInfoLink",
    "Link",
    "Description",
)
CONTACT = "Pat Example"
EMAIL, PHONE = "pat.example@agency.example", "202-555-0143"
Row = dict[str, str]


def notice(number: int = 1, **cells: str) -> Row:
    """A justification of the fictional component's, with a point of contact nobody is."""
    notice_id = f"{number:032x}"
    row = {
        "NoticeId": notice_id,
        "Title": "Example optics, limited sources",
        "Sol#": f"70TEST24R{number:08}",
        "Department/Ind.Agency": "HOMELAND SECURITY, DEPARTMENT OF",
        "CGAC": "070",
        "Sub-Tier": "EXAMPLE COMPONENT",
        "FPDS Code": "7012",
        "Office": "EXAMPLE OFFICE",
        "AAC Code": "70TEST",
        "PostedDate": "2024-01-25 09:30:00.123-05",
        "Type": "Justification",
        "BaseType": "Justification",
        "Active": "Yes",
        "AwardNumber": "70TEST24C00000001",
        "AwardDate": "2024-01-15",
        "Award$": "1000.00",
        "Awardee": "EXAMPLE OPTICS LLC",
        "PrimaryContactFullname": CONTACT,
        "PrimaryContactEmail": EMAIL,
        "PrimaryContactPhone": PHONE,
        "Link": f"https://sam.gov/opp/{notice_id}/view",
        "Description": "The authority is FAR 6.302-1, only one responsible source.",
    }
    return {**row, **{_column(name): value for name, value in cells.items()}}


def _column(name: str) -> str:
    """A column by a name that Python can write: `Award_` is `Award$`, `Sol` is `Sol#`."""
    return {"Award_": "Award$", "Sol": "Sol#", "Department": "Department/Ind.Agency"}.get(
        name, name
    )


def bulk(rows: Iterable[Row]) -> bytes:
    """A bulk file: every cell in quotes, CR LF, Windows-1252."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("cp1252")


def big_bulk(path: Path, size: int, ours_every: int = 20) -> int:
    """A bulk file of about so many bytes, one notice in so many of our department; how many are."""
    text = "<p>Example text &amp; markup, of no meaning.</p>\n" * 80
    other = {"Department": "EXAMPLE, DEPARTMENT OF", "CGAC": "099", "Description": text}
    written, last, ours = 0, 0, 0
    with path.open("wb") as file:
        file.write(bulk([]))
        while written < size:
            block = []
            for number in range(last + 1, last + 201):
                mine = number % ours_every == 0
                ours += mine
                block.append(notice(number, Description=text) if mine else notice(number, **other))
            last += 200
            content = bulk(block).split(b"\r\n", 1)[1]
            file.write(content)
            written += len(content)
    return ours


def opportunity(number: int = 1, links: Iterable[str] = (), **fields: Any) -> dict[str, Any]:
    """The same notice as the Opportunities service gives it."""
    row = notice(number)
    return {
        "noticeId": row["NoticeId"],
        "title": row["Title"],
        "solicitationNumber": f" {row['Sol#']} ",
        "fullParentPathName": "HOMELAND SECURITY, DEPARTMENT OF.EXAMPLE COMPONENT.EXAMPLE OFFICE",
        "fullParentPathCode": "070.7012.70TEST",
        "postedDate": "2024-01-25",
        "type": "Justification",
        "baseType": "Justification",
        "typeOfSetAside": None,
        "responseDeadLine": "null",
        "active": "Yes",
        "award": {
            "date": "2024-01-15",
            "number": row["AwardNumber"],
            "amount": "1000.00",
            "awardee": {"name": "EXAMPLE OPTICS LLC", "ueiSAM": "EXAMPLEUEI01"},
        },
        "pointOfContact": [
            {"type": "primary", "fullName": CONTACT, "email": EMAIL, "phone": PHONE}
        ],
        "description": f"https://api.sam.gov/prod/opportunities/v1/noticedesc?noticeid={row['NoticeId']}",
        "placeOfPerformance": {"city": {"name": "EXAMPLE CITY"}, "state": {"code": "EX"}},
        "uiLink": f"https://sam.gov/opp/{row['NoticeId']}/view",
        "resourceLinks": list(links) or None,
        **fields,
    }


def contract_award(piid: str = "70TEST24C00000001", **dollars: str) -> dict[str, Any]:
    """A record of the Contract Awards service; in one object code and name are exchanged."""
    return {
        "contractId": {
            "subtier": {"code": "7012", "name": "EXAMPLE COMPONENT"},
            "piid": piid,
            "modificationNumber": "0",
            "transactionNumber": "0",
            "reasonForModification": {"code": "null", "name": "null"},
        },
        "coreData": {
            "federalOrganization": {
                "contractingInformation": {
                    "contractingDepartment": {"code": "7000", "name": "EXAMPLE DEPARTMENT"}
                }
            },
            "awardOrIDV": "AWARD",
            "awardOrIDVType": {"code": "D", "name": "DEFINITIVE CONTRACT"},
            "solicitationId": "70TEST24R00000001",
            "competitionInformation": {
                "extentCompeted": {"code": "NOT COMPETED", "name": "C"},
                "otherThanFullAndOpenCompetition": {"code": "ONE", "name": "ONLY ONE SOURCE"},
                "typeOfSetAside": "NONE",
            },
        },
        "awardDetails": {
            "dates": {"dateSigned": "01/15/2024"},
            "dollars": {
                "actionObligation": "1000.00",
                "baseAndAllOptionsValue": "5000.00",
                **dollars,
            },
            "competitionInformation": {
                "numberOfOffersReceived": "1",
                "idvNumberOfOffersReceived": "3",
                "numberOfOffersSource": "VEHICLE",
            },
            "contractData": {"part8OrPart13": {"code": "PART8", "name": "PART 8"}},
            "awardeeData": {
                "awardeeHeader": {"legalBusinessName": "EXAMPLE OPTICS LLC"},
                "awardeeUEIInformation": {"uniqueEntityId": "EXAMPLEUEI01"},
            },
            "transactionData": {"lastModifiedDate": "2024-02-01 10:00:00"},
        },
    }


def other_transaction(piid: str = "70TEST24T00000001", kind: str = "R") -> dict[str, Any]:
    """A record of an other transaction, which USAspending lacks: fictional like the rest."""
    made = contract_award(piid)
    words = {"R": "OTHER TRANSACTION AGREEMENT", "O": "OTHER TRANSACTION ORDER"}[kind]
    made["coreData"]["awardOrIDVType"] = {"code": kind, "name": words}
    made["coreData"]["solicitationId"] = "null"
    return made
