"""Tables beside the actions: sub-awards, and the accounts that fund an award.

Neither has an official key, and the same report may come more than once: a row is its own
content. The same content in another file is the same row, seen for longer.
"""

from __future__ import annotations

from fetch.schema.columns import Column, official, reasons

SUBAWARD = official("""
prime_award_unique_key text The prime award's key (CONT_AWD_…); joins to actions
prime_award_piid text The prime award's number (PIID)
prime_award_parent_piid text Number of the vehicle that the prime award stands under
prime_award_amount money Obligated on the whole prime award when the file was made; repeated on every row
prime_award_awarding_agency_code text Department that signed the prime award
prime_award_awarding_sub_agency_code text Component that signed the prime award
prime_award_awarding_sub_agency_name text That component's name
prime_awardee_uei text Prime vendor's unique entity identifier
prime_awardee_name text Prime vendor's name
prime_awardee_parent_uei text Identifier of the prime vendor's parent
prime_awardee_parent_name text That parent's name
subaward_type text sub-contract, or sub-grant
subaward_sam_report_id text The report's number in SAM.gov
subaward_sam_report_year text Year of the report
subaward_sam_report_month text Month of the report
subaward_number text The number that the prime vendor gave the sub-award; not unique
subaward_amount money Amount of the sub-award as its prime vendor reports it; part of the prime's money, never added to it
subaward_action_date date Day the sub-award was signed
subawardee_uei text Sub-vendor's unique entity identifier
subawardee_duns text Sub-vendor's number before April 2022
subawardee_name text Sub-vendor's name
subawardee_dba_name text Sub-vendor's trade name
subawardee_parent_uei text Identifier of the sub-vendor's parent
subawardee_parent_name text That parent's name
subawardee_country_code text Sub-vendor's country
subawardee_city_name text Sub-vendor's city
subawardee_state_code text Sub-vendor's state
subaward_primary_place_of_performance_city_name text City where the work is done
subaward_primary_place_of_performance_state_code text State where the work is done
subaward_primary_place_of_performance_country_code text Country where the work is done
subaward_description text The prime vendor's own words on the sub-award
usaspending_permalink text The prime award's official page
subaward_sam_report_last_modified_date date Day the report was last changed
""")

FUNDING_LINE = official("""
award_unique_key text The award's key; joins to actions
award_id_piid text The award's number (PIID)
parent_award_id_piid text Number of the vehicle that the award stands under
owning_agency_name text Department that owns the account
reporting_agency_name text Department that reports it
submission_period text Fiscal year and period of the agency's submission (FY2026P12)
treasury_account_symbol text Treasury account
treasury_account_name text That account's name
federal_account_symbol text Federal account
federal_account_name text That account's name
budget_function text What the government spends the account on
budget_subfunction text The same, finer
program_activity_reporting_key text Program activity, new numbering
program_activity_code text Program activity
program_activity_name text That activity's name
object_class_code text Kind of expense
object_class_name text The kind in words
direct_or_reimbursable_funding_source text D direct, R reimbursed by another agency
disaster_emergency_fund_code text Emergency fund (DEFC)
disaster_emergency_fund_name text That fund in words
transaction_obligated_amount money Obligated from this account in the period
gross_outlay_amount_FYB_to_period_end money Paid out from the beginning of the fiscal year to the end of the period
award_base_action_date date Day the award was first signed
award_latest_action_date date Day of its latest action
usaspending_permalink text The award's official page
last_modified_date date Day the record was last changed
""")

SEEN = (
    Column("content_hash", "hash", "MD5 of the columns above: the same content, the same hash"),
    Column("first_seen", "time", "As-of time of the earliest file with this very content"),
    Column("last_seen", "time", "As-of time of the latest file with this very content"),
    Column("run_id", "text", "The run that brought that earliest file"),
    Column("file_id", "text", "That file (see `files`)"),
)

SUBAWARDS, FUNDING = (*SUBAWARD, *SEEN), (*FUNDING_LINE, *SEEN)
SUBAWARDS_LEFT_OUT = reasons("left_out_subawards.csv")
FUNDING_LEFT_OUT = reasons("left_out_funding.csv")
