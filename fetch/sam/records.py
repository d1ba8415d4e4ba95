"""Records of the Contract Awards, Exclusions and Entity services, read tolerantly.

Their objects are mostly `{code, name}`; samples show the two exchanged, plain strings, missing
keys and two ways to write a day.
"""

from __future__ import annotations

import json
from typing import Any

from fetch.sam.typed_values import amount_of, day_of

Row = dict[str, Any]
NONE = "-NONE-"
LISTS = {"entity": "entityData", "exclusions": "excludedEntity"}
"""Under which name each service lists what it has of vendors."""
UEI = {"entity": "entityRegistration.ueiSAM", "exclusions": "exclusionIdentification.ueiSAM"}
CODES = {
    "award_type": "coreData.awardOrIDVType",
    "action_type_code": "contractId.reasonForModification",
    "extent_competed_code": "coreData.competitionInformation.extentCompeted",
    "fair_opportunity_code": "coreData.competitionInformation.statutoryExceptionToFairOpportunity",
    "other_than_full_code": "coreData.competitionInformation.otherThanFullAndOpenCompetition",
    "set_aside_code": "coreData.competitionInformation.typeOfSetAside",
    "offers_source": "awardDetails.competitionInformation.numberOfOffersSource",
    "vehicle_set_aside_code": "awardDetails.competitionInformation.idvTypeOfSetAside",
    "set_aside_source": "awardDetails.competitionInformation.typeOfSetAsideSource",
    "part8_or_part13": "awardDetails.contractData.part8OrPart13",
    "vehicle_part8_or_part13": "awardDetails.contractData.referencedIDVPart8OrPart13",
}
AMOUNTS = {
    "obligated_usd": "awardDetails.dollars.actionObligation",
    "ceiling_change_usd": "awardDetails.dollars.baseAndAllOptionsValue",
}
OFFERS = {
    "offers": "awardDetails.competitionInformation.numberOfOffersReceived",
    "vehicle_offers": "awardDetails.competitionInformation.idvNumberOfOffersReceived",
}
TEXTS = {
    "solicitation_number": "coreData.solicitationId",
    "last_modified": "awardDetails.transactionData.lastModifiedDate",
}


def contract_record(one: Row) -> Row | None:
    """A record as a row of `contract_records`; None where it lacks the parts of a key."""
    piid, agency = text(one, "contractId.piid"), code(at(one, "contractId.subtier"))
    if not (piid and agency):
        return None
    kind = (text(one, "coreData.awardOrIDV") or "").upper()
    is_vehicle = kind.split(" ")[-1] == "IDV"  # also of other transactions
    modification = text(one, "contractId.modificationNumber") or "0"
    parent = text(one, "contractId.referencedIDVPiid") or NONE
    owner = code(at(one, "contractId.referencedIDVSubtier")) or NONE
    number = NONE if is_vehicle else text(one, "contractId.transactionNumber") or "0"
    award = f"CONT_AWD_{piid}_{agency}_{parent}_{owner}"
    vendor = at(one, "awardDetails.awardeeData")
    day = text(one, "awardDetails.dates.dateSigned")
    return {
        "action_key": "_".join((agency, owner, piid, modification, parent, number)),
        "award_key": f"CONT_IDV_{piid}_{agency}" if is_vehicle else award,
        "piid": piid,
        "modification_number": modification,
        "award_or_idv": kind or None,
        "action_date": day_of(day) if day else None,
        "recipient_uei": _within(vendor, ("uniqueEntityId", "ueiSAM", "awardeeUniqueEntityId")),
        "recipient_name": _within(vendor, ("legalBusinessName", "awardeeLegalBusinessName")),
        **{name: code(at(one, path)) for name, path in CODES.items()},
        **{name: _amount(text(one, path)) for name, path in AMOUNTS.items()},
        **{name: _whole(text(one, path)) for name, path in OFFERS.items()},
        **{name: text(one, path) for name, path in TEXTS.items()},
    }


def vendor_rows(service: str, ueis: list[str], records: list[Row]) -> list[Row]:
    """One row for every vendor that was asked about, also where nothing is recorded of it."""
    found = _entities(records) if service == "entity" else _exclusions(records)
    blank = dict.fromkeys(("legal_name", "status", "expires", "immediate_owner"))
    blank |= dict.fromkeys(("immediate_owner_cage", "highest_owner", "highest_owner_cage"))
    blank |= {"exclusions": None, "records": 0}
    return [
        {"recipient_uei": uei, "service": service, **blank, **found.get(uei, {})} for uei in ueis
    ]


def _entities(records: list[Row]) -> dict[str, Row]:
    """Registrations by UEI; of several of one vendor the active one speaks."""
    found: dict[str, Row] = {}
    for one in records:
        uei = text(one, UEI["entity"])
        if not uei:
            continue
        before = found.get(uei, {})
        status = text(one, "entityRegistration.registrationStatus")
        owners = at(one, "integrityInformation.corporateRelationships")
        row = {
            "records": before.get("records", 0) + 1,
            "legal_name": text(one, "entityRegistration.legalBusinessName"),
            "status": status,
            "expires": text(one, "entityRegistration.registrationExpirationDate"),
            "immediate_owner": text(owners, "immediateOwner.legalBusinessName"),
            "immediate_owner_cage": text(owners, "immediateOwner.cageCode"),
            "highest_owner": text(owners, "highestOwner.legalBusinessName"),
            "highest_owner_cage": text(owners, "highestOwner.cageCode"),
        }
        keep_before = before and before.get("status") == "Active"
        found[uei] = {**before, "records": row["records"]} if keep_before else row
    return found


def _exclusions(records: list[Row]) -> dict[str, Row]:
    """Active exclusions of firms by UEI; those of persons are passed over."""
    found: dict[str, Row] = {}
    for one in records:
        uei = text(one, UEI["exclusions"])
        if not uei or text(one, "exclusionDetails.classificationType") == "Individual":
            continue
        row = found.setdefault(uei, {"records": 0, "exclusions": "[]"})
        row["legal_name"] = text(one, "exclusionIdentification.entityName")
        row["records"] += 1
        listed = [*json.loads(row["exclusions"]), _exclusion(one)]
        row["exclusions"] = json.dumps(listed, ensure_ascii=False)
    return found


def _exclusion(one: Row) -> Row:
    actions = at(one, "exclusionActions.listOfActions")
    first = actions[0] if isinstance(actions, list) and actions else {}
    return {
        "type": text(one, "exclusionDetails.exclusionType"),
        "program": text(one, "exclusionDetails.exclusionProgram"),
        "agency": text(one, "exclusionDetails.excludingAgencyName"),
        "from": text(first, "activateDate"),
        "to": text(first, "terminationDate"),
    }


def at(one: Any, path: str) -> Any:
    """The value at a path of names; None where any of them is missing."""
    for name in path.split("."):
        one = one.get(name) if isinstance(one, dict) else None
    return one


def text(one: Any, path: str) -> str | None:
    """A plain value as text; blank, "null" and objects are missing."""
    value = at(one, path)
    if isinstance(value, dict):
        value = value.get("code") or value.get("name")
    words = str(value).strip() if isinstance(value, str | int | float) else ""
    return words if words and words.lower() != "null" else None


def code(value: Any) -> str | None:
    """A code out of `{code, name}`, a plain string, or the two exchanged: codes have no blanks."""
    if isinstance(value, dict):
        stated, named = text(value, "code"), text(value, "name")
        exchanged = stated and named and " " in stated and " " not in named
        return named if exchanged or not stated else stated
    return str(value).strip() or None if isinstance(value, str | int) else None


def _within(value: Any, names: tuple[str, ...]) -> str | None:
    """The first of some names, wherever in an object it stands."""
    if not isinstance(value, dict):
        return None
    for name in names:
        if found := text(value, name):
            return found
    inner = (_within(one, names) for one in value.values())
    return next((found for found in inner if found), None)


def _amount(cell: str | None) -> Any:
    return amount_of(cell) if cell else None


def _whole(cell: str | None) -> int | None:
    return int(cell) if cell and cell.isdecimal() else None
