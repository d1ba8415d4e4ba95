"""Tables and columns of the warehouse, each defined once.

The warehouse's tables, the reading of files, `DATA.md` and the tests' builders are all
made from here. A column of the official file that is not kept is listed too, with the
reason, so that what is left over when a file is taken apart is truly unknown.
"""

from __future__ import annotations

from fetch.schema import sam as sam_tables
from fetch.schema import subawards
from fetch.schema.columns import Column, names, official, reasons

__all__ = ["Column", "names"]

RECORD = official("""
contract_transaction_unique_key text The action's key; identity everywhere in this project
contract_award_unique_key text The award's key (CONT_AWD_… or CONT_IDV_…); joins actions to an award
award_id_piid text The award's number (PIID); not unique without agency and parent
modification_number text 0 for the base action, else the modification's number
transaction_number text Tells apart records that share a modification number; blank on IDVs
parent_award_agency_id text Four-digit agency that owns the parent vehicle
parent_award_agency_name text That agency's name
parent_award_id_piid text Number of the parent vehicle (IDV)
parent_award_modification_number text Modification of the vehicle that the record refers to
federal_action_obligation money Change in obligation by this action; negative takes money back
total_dollars_obligated money Running total as the record states it; never differenced or summed here
total_outlayed_amount_for_overall_award money Paid out on the whole award by agency accounts; repeated on every row
base_and_exercised_options_value money Change in the value of base and exercised options by this action
current_total_value_of_award money Running total of the above as the record states it
base_and_all_options_value money Change in the ceiling (base and all options) by this action
potential_total_value_of_award money Ceiling as the record states it on the day it was last loaded
disaster_emergency_fund_codes_for_overall_award text Emergency fund codes of the whole award
outlayed_amount_from_COVID-19_supplementals_for_overall_award money Part of outlays from COVID-19 funds
obligated_amount_from_COVID-19_supplementals_for_overall_award money Part of obligations from COVID-19 funds
outlayed_amount_from_IIJA_supplemental_for_overall_award money Part of outlays from infrastructure-act funds
obligated_amount_from_IIJA_supplemental_for_overall_award money Part of obligations from infrastructure-act funds
action_date date Day the action was signed
period_of_performance_start_date date Day the work may begin
period_of_performance_current_end_date date End including exercised options
period_of_performance_potential_end_date date End including all options
ordering_period_end_date date Last day to order under a vehicle
solicitation_date date Day the solicitation was issued
awarding_agency_code text Department that signed (070 is DHS)
awarding_agency_name text That department's name
awarding_sub_agency_code text Component that signed, four digits
awarding_sub_agency_name text That component's name
awarding_office_code text Office that signed
awarding_office_name text That office's name
funding_agency_code text Department whose money it is
funding_agency_name text That department's name
funding_sub_agency_code text Component whose money it is
funding_sub_agency_name text That component's name
funding_office_code text Office whose money it is
funding_office_name text That office's name
treasury_accounts_funding_this_award text Treasury accounts, separated by semicolons
federal_accounts_funding_this_award text Federal accounts, separated by semicolons
object_classes_funding_this_award text Object classes, separated by semicolons
program_activities_funding_this_award text Program activities, separated by semicolons
foreign_funding text Code: is a foreign government paying
recipient_uei text Vendor's unique entity identifier
recipient_duns text Vendor's number before April 2022
recipient_name text Vendor's name as registered
recipient_name_raw text Vendor's name as on the record
recipient_doing_business_as_name text Trade name
cage_code text Vendor's CAGE code
recipient_parent_uei text Identifier of the vendor's parent
recipient_parent_duns text Parent's number before April 2022
recipient_parent_name text Parent's name as registered
recipient_parent_name_raw text Parent's name as on the record
recipient_country_code text Vendor's country
recipient_city_name text Vendor's city
recipient_county_name text Vendor's county
recipient_state_code text Vendor's state
prime_award_transaction_recipient_cd_current text Vendor's congressional district, present map
primary_place_of_performance_country_code text Country where the work is done
primary_place_of_performance_city_name text City where the work is done
primary_place_of_performance_county_name text County where the work is done
primary_place_of_performance_state_code text State where the work is done
prime_award_transaction_place_of_performance_cd_current text District where the work is done, present map
award_or_idv_flag text AWARD or IDV
award_type_code text A BPA call, B purchase order, C delivery or task order, D definitive contract
idv_type_code text A GWAC, B IDC, C schedule (FSS), D BOA, E BPA
multiple_or_single_award_idv_code text M or S: does the vehicle have several holders
type_of_idc_code text Kind of indefinite delivery contract
type_of_contract_pricing_code text Kind of price
transaction_description text The record's own words on this action
prime_award_base_transaction_description text The record's own words on the base action
action_type_code text Reason for modification; blank on base actions
solicitation_identifier text Solicitation number
number_of_actions int Actions reported in this one record; over 1 is a batch
product_or_service_code text What was bought (PSC)
product_or_service_code_description text The PSC in words
naics_code text Industry
naics_description text The industry in words
information_technology_commercial_item_category_code text Kind of commercial IT
country_of_product_or_service_origin_code text Country of origin
extent_competed_code text How competed; on an order it is the vehicle's value
solicitation_procedures_code text How offers were asked for
type_of_set_aside_code text Set-aside
evaluated_preference_code text Preference in evaluation
research_code text Small-business research programme
fair_opportunity_limited_sources_code text How the order itself was given to a holder of the vehicle
other_than_full_and_open_competition_code text Reason for not competing
number_of_offers_received int Offers received; 0 is read as missing by the rules
commercial_item_acquisition_procedures_code text Commercial procedures (FAR 12)
simplified_procedures_for_certain_commercial_items_code text Simplified commercial procedures (FAR 13.5)
fed_biz_opps_code text Was a notice published
local_area_set_aside_code text Local-area set-aside
clinger_cohen_act_planning_code text IT planning act
interagency_contracting_authority_code text Authority to buy for another agency
other_statutory_authority text Statute named
program_acronym text Programme named by the agency
parent_award_type_code text Kind of the parent vehicle (A to E)
parent_award_single_or_multiple_code text M or S of the parent vehicle
major_program text Major programme named by the agency
national_interest_action_code text Emergency or event
cost_or_pricing_data_code text Were certified costs obtained
undefinitized_action_code text A letter contract, B other undefinitized, X no
consolidated_contract_code text Consolidated requirement
performance_based_service_acquisition_code text Performance-based services
multi_year_contract_code text Multi-year contract
contract_financing_code text Kind of financing
purchase_card_as_payment_method_code text Paid by purchase card
contracting_officers_determination_of_business_size_code text Small or other than small
usaspending_permalink text The award's official page
initial_report_date date Day the record was first filed
last_modified_date date Day the record was last changed by its agency
""")

OURS = (
    Column("label", "text", "What the action is about, in our words; the embedded sample only"),
    Column("basis", "text", "Where the embedded sample's row was read, and when"),
)

PROVENANCE = (
    Column("source", "text", "sample or usaspending"),
    Column("content_hash", "hash", "MD5 of the columns above: the same content, the same hash"),
    Column("layout_columns", "int", "How many of the kept columns the file had"),
    Column("first_seen", "time", "As-of time of the earliest file with this very content"),
    Column("last_seen", "time", "As-of time of the latest file with this very content"),
    Column("run_id", "text", "The run that first brought this content"),
    Column("file_id", "text", "The file it came in (see `files`)"),
)

TRANSACTIONS = RECORD + OURS + PROVENANCE

VERSION_STATE = Column(
    "version_state",
    "text",
    "current; superseded by another content of the same key; closed: deleted or left out by its publisher; "
    "partial: a shorter file's row that says nothing else than another version",
)

CLOSURES = (
    Column("contract_transaction_unique_key", "text", "The action that its publisher took back"),
    Column(
        "closed_as_of",
        "time",
        "As-of time of the latest file that deletes it, or of the first whole file without it",
    ),
    Column("because", "text", "deleted, or left out of a whole file"),
    Column("last_modified_date", "date", "Day of the deletion, as the file states it"),
    Column("run_id", "text", "The run that brought that file"),
    Column("file_id", "text", "That file"),
)

RUNS = (
    Column("run_id", "text", "Time and four random signs"),
    Column("part_of", "text", "The command's own sign: what one command brought has one"),
    Column("command", "text", "import, sample, sync, award or search"),
    Column("started_at", "time", "When the run began"),
    Column("finished_at", "time", "When it was written"),
    Column("file", "text", "The CSV or ZIP that the run took"),
    Column("files", "int", "CSVs taken from it"),
    Column("rows_read", "int", "Rows found in them"),
    Column("rows_new", "int", "Actions (sub-awards, lines of funding) not held before"),
    Column(
        "rows_changed",
        "int",
        "Contents not held before of actions held before, or the record again",
    ),
    Column("rows_same", "int", "Rows already held word for word"),
    Column("rows_deleting", "int", "Rows by which the publisher deletes an action"),
    Column("rows_closed", "int", "Actions newly closed: deleted, or left out of a whole file"),
    Column("rows_quarantined", "int", "Rows left out: they could not be read"),
    Column("obligated_before_usd", "sum", "Sum of obligations before the run"),
    Column("obligated_after_usd", "sum", "Sum of obligations after it"),
    Column("notes", "text", "What was missing, unknown or left out; JSON"),
)

FILES = (
    Column("file_id", "text", "SHA-256 of its name in the ZIP, its as-of time and its bytes"),
    Column("run_id", "text", "The run that took it"),
    Column("name", "text", "The file's name, with the ZIP it came in"),
    Column("sha256", "text", "SHA-256 of the CSV's bytes"),
    Column("as_of", "time", "The time its records speak for"),
    Column("layout", "text", "transactions, delta, sample, subawards, funding or notices"),
    Column(
        "whole_agency",
        "text",
        "The agency (All: any; `070 pays for 047`: what one pays for and others sign) of which the file "
        "holds every action of a fiscal year; else empty",
    ),
    Column("whole_fiscal_year", "int", "That fiscal year", unit="year"),
    Column("rows_read", "int", "Rows found"),
    Column("rows_quarantined", "int", "Rows left out: they could not be read"),
    Column("columns_missing", "text", "Kept columns that the file lacks, separated by spaces"),
    Column("columns_unknown", "text", "Columns that this schema does not know"),
)

QUARANTINE_ADDED = (
    Column(
        "kept", "flag", "True where the row is held, with the cells that could not be read null"
    ),
    Column("unread_columns", "text", "Those cells' columns, separated by spaces"),
    Column("transaction_key", "text", "The action's key, where it could be read"),
    Column("award_key", "text", "The award's key, where it could be read"),
    Column("component", "text", "Four-digit component that signed, where it could be read"),
    Column("fiscal_year", "int", "Fiscal year of the action's day, where read", unit="year"),
    Column("amount_usd", "money", "The row's obligation, where it could be read"),
)

QUARANTINE = (
    Column("run_id", "text", "The run that met the row"),
    Column("file_id", "text", "The file"),
    Column("file", "text", "Its name"),
    Column("line", "int", "Line on which the row begins; the header is line 1", unit="line"),
    Column("reason", "text", "What could not be read"),
    Column("raw", "text", "The row as it came, of a very long one its first 100,000 characters"),
    *QUARANTINE_ADDED,
)

ROUNDS = (
    Column("run_id", "text", "The round's own sign"),
    Column("part_of", "text", "The command that it closes (see `runs`)"),
    Column("command", "text", "import, sample, sync, award, search or accept"),
    Column("base", "text", "The round it is compared with: the last one in order"),
    Column("runs_covered", "int", "Runs written up to then, of whatever command"),
    Column("in_order", "flag", "False where a check holds the publication back"),
    Column("obligated_before_usd", "sum", "Sum of obligations in the round it is compared with"),
    Column("obligated_after_usd", "sum", "Sum of obligations now"),
    Column("about", "text", "What was asked for, and what the service said of its data; JSON"),
    Column("checks", "text", "What looked odd, with the figures before and after; JSON"),
    Column("finished_at", "time", "When it was written"),
)

LEVELS = (
    Column("run_id", "text", "The round"),
    Column("agency", "text", "Three-digit agency that signed; empty where unknown"),
    Column("component", "text", "Four-digit component of it; empty where unknown"),
    Column("component_name", "text", "Its name in the records"),
    Column("fiscal_year", "int", "1 October to 30 September", unit="year"),
    Column("actions", "int", "Actions held"),
    Column("obligated_usd", "sum", "Sum of their obligations"),
)

ORDERS = (
    Column("vehicle_key", "text", "Key of the vehicle (IDV)"),
    Column("order_key", "text", "Key of what was ordered under it"),
    Column("level", "text", "child_idvs, child_awards, or grandchild_awards: orders of those IDVs"),
    Column("piid", "text", "The order's number (PIID)"),
    Column("award_type", "text", "What the service calls it"),
    Column("description", "text", "Of its earliest action"),
    Column("recipient_name", "text", "Who takes it; not stated for a child IDV"),
    Column("awarding_agency", "text", "Department that signed it"),
    Column("obligated_usd", "sum", "All it obligates; for a child IDV all that lies below it"),
    Column("ceiling_usd", "sum", "Base and all options; missing where the service states none"),
    Column("start_date", "date", "Day the work may begin"),
    Column("end_date", "date", "Day it ends as things stand"),
    Column("last_date_to_order", "date", "For a child IDV, the last day to order under it"),
    Column("as_of", "date", "Day to which the service's data go"),
    Column("asked_at", "time", "When the service was asked"),
    Column("run_id", "text", "The run that brought it"),
)

RECONCILIATION = (
    Column("award_key", "text", "Key of the award"),
    Column(
        "measure",
        "text",
        "What is compared: obligated, ceiling, actions; below a vehicle each level's orders, their sums, and sub-awards",
    ),
    Column("unit", "text", "USD or count"),
    Column("ours", "sum", "What is held here; below a vehicle what the service lists one by one"),
    Column("services", "sum", "What the service states"),
    Column("difference", "sum", "Ours less the service's; missing where either is"),
    Column("agrees", "flag", "No difference, and the same actions on both sides"),
    Column("because", "text", "Why one side is missing, or what differs"),
    Column("we_lack", "text", "Keys of actions that the service lists and we do not hold; JSON"),
    Column("only_we_hold", "text", "Keys of actions that we hold and it does not list; JSON"),
    Column("as_of", "date", "Day to which the service's data go"),
    Column("asked_at", "time", "When the service was asked"),
    Column("run_id", "text", "The run that compared them"),
)

FINDS = (
    Column("query", "text", "The search's filters as they were sent; JSON"),
    Column("award_key", "text", "Key of an award that it found"),
    Column("piid", "text", "Its number (PIID)"),
    Column("recipient_name", "text", "Who takes it"),
    Column("recipient_uei", "text", "Its unique entity id"),
    Column("obligated_usd", "sum", "All it obligates, over its whole life"),
    Column("description", "text", "Of its earliest action"),
    Column("award_type", "text", "What the service calls it"),
    Column("base_date", "date", "Day of its earliest action"),
    Column("last_modified_date", "date", "Day its record was last changed"),
    Column("agency", "text", "Department that signed it"),
    Column("sub_agency", "text", "Component that signed it"),
    Column("psc_code", "text", "Product or service code"),
    Column("naics_code", "text", "Industry code"),
    Column("as_of", "date", "Day to which the service's data go"),
    Column("asked_at", "time", "When the service was asked"),
    Column("run_id", "text", "The run that brought it"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "transactions": TRANSACTIONS,
    "past_versions": (*TRANSACTIONS, VERSION_STATE),
    "closures": CLOSURES,
    "runs": RUNS,
    "files": FILES,
    "quarantine": QUARANTINE,
    "rounds": ROUNDS,
    "levels": LEVELS,
    "orders": ORDERS,
    "reconciliation": RECONCILIATION,
    "finds": FINDS,
    "subawards": subawards.SUBAWARDS,
    "funding": subawards.FUNDING,
    **sam_tables.TABLES,
}

ADDED: dict[str, tuple[Column, ...]] = {"quarantine": QUARANTINE_ADDED}
"""Columns that came after version 0.2.0, by table: an older warehouse gets them, null."""

REQUIRED = ("contract_transaction_unique_key", "action_date", "federal_action_obligation")
"""Without these no action has an identity, a date and an amount: a file that lacks one is refused.

The award's key, the number (PIID) and the modification number are parts of the action's
key; where a file has no column for them they are taken from there.
"""

DELTA_MARK = "correction_delete_ind"

LEFT_OUT = reasons("left_out.csv")
"""Columns of the official files that are not kept, each with the reason."""

ROW_COUNTS = tuple(column.name for column in RUNS if column.name.startswith("rows_"))
RECORD_NAMES = tuple(column.name for column in RECORD)
LEFT_OUT_NAMES = frozenset(LEFT_OUT)


def create_table(name: str) -> str:
    """The SQL that makes a table if it is not there."""
    columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in TABLES[name])
    return f"CREATE TABLE IF NOT EXISTS {name} ({columns})"
