"""Tables of SAM.gov: notices with their versions, attached texts, and records that need a key.

Points of contact have no column here: names, e-mail addresses and telephones of the persons
who sign or answer for a notice stay in the archived file. What stands of them in free text is
masked before it is written (see `masks`).
"""

from __future__ import annotations

from fetch.schema.columns import Column, reasons


def _sourced(text: str) -> tuple[Column, ...]:
    """Columns written as `name;kind;source field;meaning`, one a line."""
    lines = [line.split(";", 3) for line in text.strip().splitlines()]
    return tuple(Column(name, kind, says, source) for name, kind, source, says in lines)  # type: ignore[arg-type]


NOTICE = _sourced("""
notice_id;text;NoticeId;The notice's own id, 32 signs; identity here
title;text;Title;Its title, e-mail addresses, telephones and names after a role masked
solicitation_number;text;Sol#;Solicitation number as stated
department;text;Department/Ind.Agency;Department that posted it
cgac;text;CGAC;Three-digit agency code; a lost leading zero is put back
sub_tier;text;Sub-Tier;Component that posted it
sub_tier_code;text;FPDS Code;That component's four-digit code
office;text;Office;Office that posted it
office_code;text;AAC Code;That office's code
posted_date;date;PostedDate;Day this posting appeared
notice_type;text;Type;Kind of notice, in the service's words
base_type;text;BaseType;Kind of the first notice of its line
archive_type;text;ArchiveType;How its archiving is set
archive_date;date;ArchiveDate;Day it left, or leaves, the active notices
set_aside_code;text;SetASideCode;Set-aside
set_aside;text;SetASide;The set-aside in words
response_deadline;text;ResponseDeadLine;Until when answers were taken, as stated
naics_code;text;NaicsCode;Industry
product_or_service_code;text;ClassificationCode;What is bought (PSC)
place_city;text;PopCity;City where the work is done
place_state;text;PopState;State where the work is done
place_country;text;PopCountry;Country where the work is done
active;text;Active;Yes while it is among the active notices
award_number;text;AwardNumber;Award number as stated
award_date;date;AwardDate;Day of the award as the notice states it
award_amount_usd;money;Award$;Amount as the notice states it; never added to obligations
awardee;text;Awardee;Who takes the award, as stated
organization_type;text;OrganizationType;Level of the organization that posted it
additional_info_link;text;AdditionalInfoLink;A further address that the notice gives
link;text;Link;The notice's official page
description;text;Description;Its text without markup, e-mail addresses, telephones and names after a role masked
""")

OURS = (
    Column("label", "text", "What the notice is, in our words; the embedded sample only"),
    Column("basis", "text", "Where the embedded sample's notice was read, and when"),
    Column("source", "text", "bulk (the CSV files), opportunities (the API) or sample"),
)

SEEN = (
    Column("content_hash", "hash", "MD5 of the columns above: the same content, the same hash"),
    Column("first_seen", "time", "As-of time of the earliest file with this very content"),
    Column("last_seen", "time", "As-of time of the latest file with this very content"),
    Column("run_id", "text", "The run that brought that earliest file"),
    Column("file_id", "text", "That file (see `files`), or the SHA-256 of the answer"),
)

NOTICES = (*NOTICE, *OURS, *SEEN)
NOTICES_LEFT_OUT = reasons("left_out_notices.csv")
RECORD_OF = {column.source: column for column in NOTICE}

WHEN = (
    Column("asked_at", "time", "When the service was asked"),
    Column("run_id", "text", "The run that brought it"),
)

ATTACHMENTS = (
    Column("notice_id", "text", "The notice it is attached to"),
    Column("url", "text", "Where it lies, without a key"),
    Column("name", "text", "The file's name as the service gave it; missing until fetched"),
    Column("sha256", "text", "SHA-256 of its bytes in the archive; missing until fetched"),
    Column("pages", "int", "Pages of the document"),
    Column("text_state", "text", "not fetched, text, scan (pages without text), or unreadable"),
    *WHEN,
)

NOTICE_TEXTS = (
    Column("notice_id", "text", "The notice"),
    Column("found_in", "text", "description, or the attachment's name"),
    Column("url", "text", "Where that lies, without a key"),
    Column("page", "int", "Page of the document, from 1; missing for a description", unit="page"),
    Column("text", "text", "Its text, e-mail addresses, telephones and names after a role masked"),
    *WHEN,
)

CONTRACT_RECORDS = (
    Column("action_key", "text", "The action's key, made from the record's own key parts"),
    Column("award_key", "text", "The award's key, made likewise"),
    Column("piid", "text", "Award number", "contractId.piid"),
    Column("modification_number", "text", "Modification", "contractId.modificationNumber"),
    Column("award_or_idv", "text", "AWARD, IDV, or an other transaction", "coreData.awardOrIDV"),
    Column("award_type", "text", "Type of award", "coreData.awardOrIDVType"),
    Column("action_date", "date", "Day it was signed", "awardDetails.dates.dateSigned"),
    Column(
        "action_type_code", "text", "Reason for modification", "contractId.reasonForModification"
    ),
    Column(
        "obligated_usd", "money", "Change in obligation", "awardDetails.dollars.actionObligation"
    ),
    Column(
        "ceiling_change_usd",
        "money",
        "Change in the ceiling",
        "awardDetails.dollars.baseAndAllOptionsValue",
    ),
    Column("solicitation_number", "text", "Solicitation number", "coreData.solicitationId"),
    Column(
        "extent_competed_code",
        "text",
        "Extent competed",
        "coreData.competitionInformation.extentCompeted",
    ),
    Column(
        "fair_opportunity_code",
        "text",
        "Exception to fair opportunity",
        "coreData.competitionInformation.statutoryExceptionToFairOpportunity",
    ),
    Column(
        "other_than_full_code",
        "text",
        "Reason not competed",
        "coreData.competitionInformation.otherThanFullAndOpenCompetition",
    ),
    Column("set_aside_code", "text", "Set-aside", "coreData.competitionInformation.typeOfSetAside"),
    Column(
        "offers",
        "int",
        "Offers received",
        "awardDetails.competitionInformation.numberOfOffersReceived",
    ),
    Column(
        "vehicle_offers",
        "int",
        "Offers received for the vehicle",
        "awardDetails.competitionInformation.idvNumberOfOffersReceived",
    ),
    Column(
        "offers_source",
        "text",
        "Whose number of offers it is",
        "awardDetails.competitionInformation.numberOfOffersSource",
    ),
    Column(
        "vehicle_set_aside_code",
        "text",
        "Set-aside of the vehicle",
        "awardDetails.competitionInformation.idvTypeOfSetAside",
    ),
    Column(
        "set_aside_source",
        "text",
        "Whose set-aside it is",
        "awardDetails.competitionInformation.typeOfSetAsideSource",
    ),
    Column(
        "part8_or_part13",
        "text",
        "Simplified (13) or schedule (8) agreement",
        "awardDetails.contractData.part8OrPart13",
    ),
    Column(
        "vehicle_part8_or_part13",
        "text",
        "The same of the vehicle",
        "awardDetails.contractData.referencedIDVPart8OrPart13",
    ),
    Column("recipient_uei", "text", "Vendor's identifier", "awardDetails.awardeeData"),
    Column("recipient_name", "text", "Vendor's name", "awardDetails.awardeeData"),
    Column(
        "last_modified",
        "text",
        "When the record was last changed, as stated",
        "awardDetails.transactionData.lastModifiedDate",
    ),
    *WHEN,
)

VENDOR_STANDING = (
    Column("recipient_uei", "text", "The vendor that was asked about"),
    Column("service", "text", "exclusions or entity"),
    Column("records", "int", "Records the service has of it; 0 where it has none"),
    Column("legal_name", "text", "Name as registered"),
    Column("status", "text", "Registration status"),
    Column("expires", "text", "Day the registration expires, as stated"),
    Column("immediate_owner", "text", "Immediate owner as published with integrity information"),
    Column("immediate_owner_cage", "text", "That owner's CAGE code"),
    Column("highest_owner", "text", "Highest owner, likewise"),
    Column("highest_owner_cage", "text", "That owner's CAGE code"),
    Column(
        "exclusions", "text", "Active exclusions of the firm: type, programme, agency, days; JSON"
    ),
    *WHEN,
)

TABLES = {
    "notices": NOTICES,
    "notice_versions": NOTICES,
    "attachments": ATTACHMENTS,
    "notice_texts": NOTICE_TEXTS,
    "contract_records": CONTRACT_RECORDS,
    "vendor_standing": VENDOR_STANDING,
}
