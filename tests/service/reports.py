"""Fictional sub-awards and account rows, in the columns of the official files."""

from __future__ import annotations

from tests.builders import Row
from tests.service.rows import (
    CONTRACT,
    CONTRACT_KEY,
    OFFICER,
    OFFICER_PAY,
    ORDER_KEYS,
    ORDERS,
    VEHICLE,
    fiscal_year,
)

NUMBERS = ("ONE", "TWO", "THREE", "FOUR", "FIVE")


def subaward(award: str, piid: str, number: str, day: str, amount: str, **cells: str) -> Row:
    """One sub-award; its officers are filled so that a test can prove they are left out."""
    row = {
        "prime_award_unique_key": award,
        "prime_award_piid": piid,
        "prime_award_awarding_agency_code": "070",
        "prime_award_awarding_agency_name": "Department of Homeland Security",
        "prime_award_funding_agency_name": "Department of Homeland Security",
        "prime_awardee_name": "EXAMPLE OPTICS LLC",
        "prime_awardee_uei": "EXAMPLEUEI01",
        "subaward_type": "sub-contract",
        "subaward_sam_report_id": f"EXAMPLE-REPORT-{number}",
        "subaward_sam_report_year": day[:4],
        "subaward_sam_report_month": str(int(day[5:7])),
        "subaward_number": number,
        "subaward_amount": amount,
        "subaward_action_date": day,
        "subaward_action_date_fiscal_year": str(fiscal_year(day)),
        "subawardee_name": "EXAMPLE FITTERS LLC",
        "subawardee_uei": "EXAMPLEUEI77",
        "subaward_description": "EXAMPLE FITTING",
        "usaspending_permalink": f"https://www.usaspending.gov/award/{award}/",
        "subaward_sam_report_last_modified_date": day,
    }
    for place, word in enumerate(NUMBERS, 1):
        row[f"subawardee_highly_compensated_officer_{place}_name"] = f"{OFFICER} {word}"
        row[f"subawardee_highly_compensated_officer_{place}_amount"] = OFFICER_PAY
    return {**row, **cells}


def small_subawards() -> list[Row]:
    """Three under the contract (one reported twice), two under the first order."""
    order, parent = ORDER_KEYS[0], {"prime_award_parent_piid": VEHICLE}
    return [
        subaward(CONTRACT_KEY, CONTRACT, "SUB-1", "2024-02-01", "3000.00"),
        subaward(CONTRACT_KEY, CONTRACT, "SUB-2", "2024-08-01", "1500.50"),
        subaward(CONTRACT_KEY, CONTRACT, "SUB-2", "2024-08-01", "1500.50"),
        subaward(order, ORDERS[0], "SUB-3", "2023-06-01", "700.00", **parent),
        subaward(order, ORDERS[0], "SUB-4", "2024-01-05", "800.00", **parent),
    ]


def small_funding() -> list[Row]:
    """Two account rows of the contract, one period apart."""
    return [_account(period, amount) for period, amount in _PERIODS]


_PERIODS = (("FY2024P06", "30000.75"), ("FY2024P12", "25001.00"))


def _account(period: str, amount: str) -> Row:
    return {
        "owning_agency_name": "Department of Homeland Security",
        "reporting_agency_name": "Department of Homeland Security",
        "submission_period": period,
        "treasury_account_symbol": "070-2024/2025-9999-000",
        "federal_account_symbol": "070-9999",
        "federal_account_name": "EXAMPLE ACCOUNT",
        "object_class_code": "25.1",
        "object_class_name": "EXAMPLE SERVICES",
        "transaction_obligated_amount": amount,
        "award_unique_key": CONTRACT_KEY,
        "award_id_piid": CONTRACT,
        "awarding_agency_code": "070",
        "recipient_name": "EXAMPLE OPTICS LLC",
        "last_modified_date": "2024-10-20",
    }
