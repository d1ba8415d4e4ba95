"""The fictional records that the fictional service holds at its start.

The departments are the public ones; vendors, award numbers, words and amounts are invented.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.builders import Row, action

OFFICER = "EXAMPLE OFFICER NUMBER"
OFFICER_PAY = "987654.32"


@dataclass(frozen=True)
class Component:
    """A sub-agency with its department, as the service names them."""

    code: str
    name: str
    short: str
    department: str
    agency_id: int


DEPARTMENTS = {
    "070": ("Department of Homeland Security", "DHS"),
    "047": ("General Services Administration", "GSA"),
}
COMPONENTS = {
    each.code: each
    for each in (
        Component("7003", "U.S. Citizenship and Immigration Services", "USCIS", "070", 9703),
        Component("7012", "U.S. Immigration and Customs Enforcement", "ICE", "070", 9712),
        Component("7014", "U.S. Customs and Border Protection", "CBP", "070", 9714),
        Component("4732", "Federal Acquisition Service", "FAS", "047", 9473),
    )
}

CONTRACT = "70TEST24C00000001"
VEHICLE = "70TEST23D00000002"
ORDERS = ("70TEST23F00000011", "70TEST24F00000012", "70TEST25F00000013")
FUNDED = "47TEST24F00000003"
CONTRACT_KEY = f"CONT_AWD_{CONTRACT}_7012_-NONE-_-NONE-"
VEHICLE_KEY = f"CONT_IDV_{VEHICLE}_7014"
ORDER_KEYS = tuple(f"CONT_AWD_{piid}_7014_{VEHICLE}_7014" for piid in ORDERS)
FUNDED_KEY = f"CONT_AWD_{FUNDED}_4732_-NONE-_-NONE-"


def columns(file: str) -> list[str]:
    """The official header of a file that is not a transaction file: `headers.csv`."""
    with Path(__file__).with_name("headers.csv").open(encoding="utf-8", newline="") as lines:
        return [row["column"] for row in csv.DictReader(lines) if row["file"] == file]


def made(piid: str, mod: str, day: str, component: str = "7012", **cells: str) -> Row:
    """One action of a component, with the names and numbers that go with it."""
    parent = cells.pop("parent", "")
    idv = cells.get("award_or_idv_flag") == "IDV"
    link = (parent, cells.pop("parent_agency", component)) if parent else ("-NONE-", "-NONE-")
    award = (
        f"CONT_IDV_{piid}_{component}" if idv else "_".join(("CONT_AWD", piid, component, *link))
    )
    keys = (component, link[1], piid, mod, link[0], "-NONE-" if idv else "0")
    given = {
        "contract_transaction_unique_key": "_".join(keys),
        "contract_award_unique_key": award,
        "parent_award_id_piid": parent,
        "parent_award_agency_id": link[1] if parent else "",
        "usaspending_permalink": f"https://www.usaspending.gov/award/{award}/",
        "action_date": day,
        "action_date_fiscal_year": str(fiscal_year(day)),
        "initial_report_date": day,
        "last_modified_date": day,
        "base_and_exercised_options_value": "" if idv else "1000.00",
        "action_type_code": "" if mod == "0" else "C",
        "action_type": "" if mod == "0" else "FUNDING ONLY ACTION",
    }
    return action(piid, mod, **{**given, **_always(), **_signed_by("awarding", component), **cells})


def _always() -> Row:
    """What every fictional record says alike."""
    return {
        "recipient_uei": "EXAMPLEUEI01",
        "recipient_parent_name": "EXAMPLE HOLDING INC.",
        "recipient_parent_uei": "EXAMPLEUEI00",
        "recipient_country_code": "USA",
        "recipient_country_name": "UNITED STATES",
        "award_type": "DEFINITIVE CONTRACT",
        "type_of_contract_pricing_code": "J",
        "type_of_contract_pricing": "FIRM FIXED PRICE",
        "extent_competed_code": "C",
        "extent_competed": "NOT COMPETED",
        "solicitation_procedures_code": "SSS",
        "solicitation_procedures": "ONLY ONE SOURCE",
        "number_of_offers_received": "1",
        "product_or_service_code": "7A20",
        "product_or_service_code_description": "EXAMPLE SOFTWARE",
        "naics_code": "541512",
        "naics_description": "COMPUTER SYSTEMS DESIGN SERVICES",
        "period_of_performance_start_date": "2024-01-15",
        "period_of_performance_current_end_date": "2026-12-31",
        "period_of_performance_potential_end_date": "2027-12-31 00:00:00",
        "prime_award_base_transaction_description": "EXAMPLE GOODS",
        "highly_compensated_officer_1_name": f"{OFFICER} ONE",
        "highly_compensated_officer_1_amount": OFFICER_PAY,
        **_signed_by("funding", "7012"),
    }


def _signed_by(what: str, code: str) -> Row:
    component = COMPONENTS[code]
    return {
        f"{what}_agency_code": component.department,
        f"{what}_agency_name": DEPARTMENTS[component.department][0],
        f"{what}_sub_agency_code": code,
        f"{what}_sub_agency_name": component.name,
        f"{what}_office_code": f"{code}X0",
        f"{what}_office_name": f"EXAMPLE OFFICE OF {component.short}",
    }


def fiscal_year(day: str) -> int:
    """The federal fiscal year of a day: October begins the next."""
    return int(day[:4]) + (int(day[5:7]) >= 10)


def small_rows() -> list[Row]:
    """About 60 actions of FY2023 to FY2026: see the names at the head of this module."""
    return [*_contract(), *_vehicle(), *_orders(), *_funded(), *_many()]


def _contract() -> list[Row]:
    """One award with twelve modifications; two of them bear one day, one takes money back."""
    months = [(2023, 11), *((2024, month) for month in (1, 3, 5, 7, 9, 9)), (2025, 1), (2025, 4)]
    months += [(2025, 8), (2025, 11), (2026, 2), (2026, 6)]
    mods = ["0", *(f"P{number:05}" for number in range(1, 13))]
    return [
        made(
            CONTRACT,
            mod,
            date(*month, 15).isoformat(),
            federal_action_obligation="-2500.50" if mod == "P00007" else "10000.25",
            base_and_all_options_value="200000.00" if mod == "0" else "0.00",
        )
        for mod, month in zip(mods, months, strict=True)
    ]


def _vehicle() -> list[Row]:
    cells = {
        "award_or_idv_flag": "IDV",
        "award_type": "",
        "idv_type_code": "B",
        "idv_type": "IDC",
        "type_of_idc_code": "B",
        "type_of_idc": "INDEFINITE DELIVERY / INDEFINITE QUANTITY",
        "multiple_or_single_award_idv_code": "S",
        "multiple_or_single_award_idv": "SINGLE AWARD",
        "period_of_performance_current_end_date": "",
        "ordering_period_end_date": "2028-03-31",
        "federal_action_obligation": "0.00",
        "base_and_all_options_value": "900000.00",
    }
    return [made(VEHICLE, mod, day, "7014", **cells) for mod, day in _DAYS_OF_VEHICLE]


_DAYS_OF_VEHICLE = (("0", "2023-04-01"), ("P00001", "2024-04-01"))


def _orders() -> list[Row]:
    cells = {"award_type_code": "C", "award_type": "DELIVERY ORDER", "parent": VEHICLE}
    cells |= {"parent_award_type_code": "B", "parent_award_single_or_multiple_code": "S"}
    years = zip(ORDERS, (2023, 2024, 2025), strict=True)
    return [
        made(piid, mod, f"{year}-{month}-20", "7014", **cells)
        for piid, year in years
        for mod, month in (("0", "05"), ("P00001", "07"), ("P00002", "10"))
    ]


def _funded() -> list[Row]:
    """Money of DHS, signed by GSA: in no DHS archive file."""
    cells = {"federal_action_obligation": "44000.00", "recipient_name": "EXAMPLE NETWORKS INC."}
    days = (("0", "2024-02-10"), ("P00001", "2025-02-10"))
    return [made(FUNDED, mod, day, "4732", **cells) for mod, day in days]


def _many() -> list[Row]:
    """Purchase orders of three components; every fifth obligates nothing."""
    vendors = ("EXAMPLE OPTICS LLC", "EXAMPLE SENSORS CO.", "EXAMPLE DATA SERVICES INC.")
    cells = {"award_type_code": "B", "award_type": "PURCHASE ORDER"}
    return [
        made(
            f"70TEST{22 + number % 4}P{number:08}",
            "0",
            date(2022 + (number + 10) // 12, (number + 9) % 12 + 1, 3 + number % 3).isoformat(),
            ("7012", "7014", "7003")[number % 3],
            recipient_name=vendors[number % 3],
            federal_action_obligation="0.00" if number % 5 == 0 else f"{1000 + 37 * number}.10",
            **cells,
        )
        for number in range(36)
    ]
