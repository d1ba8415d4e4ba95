"""Official-layout files of any size, filled by chance, with vendors that do not exist."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb

from fetch.schema import tables
from tests.builders import OFFICIAL_HEADER

ACTIONS_PER_AWARD = 6
CELLS = {
    "contract_transaction_unique_key": "agency || '_-NONE-_' || piid || '_' || mod || '_-NONE-_0'",
    "contract_award_unique_key": "'CONT_AWD_' || piid || '_' || agency || '_-NONE-_-NONE-'",
    "award_id_piid": "piid",
    "modification_number": "mod",
    "transaction_number": "'0'",
    "federal_action_obligation": "cents(n, 2000000)",
    "base_and_exercised_options_value": "cents(n + 1, 3000000)",
    "base_and_all_options_value": "cents(n + 2, 5000000)",
    "total_dollars_obligated": "cents(n + 3, 9000000)",
    "potential_total_value_of_award": "cents(n + 4, 9000000)",
    "action_date": "strftime(DATE '2008-10-01' + (n * 37 % 6500)::INT, '%Y-%m-%d')",
    "last_modified_date": "strftime(DATE '2009-10-01' + (n * 37 % 6200)::INT, '%Y-%m-%d')",
    "awarding_agency_code": "'070'",
    "awarding_sub_agency_code": "agency",
    "awarding_sub_agency_name": "'EXAMPLE COMPONENT ' || agency",
    "recipient_uei": "'EXAMPLE' || (n // 6 % 9000)",
    "recipient_name": "'EXAMPLE VENDOR ' || (n // 6 % 9000) || ' LLC'",
    "award_or_idv_flag": "'AWARD'",
    "award_type_code": "['B', 'C', 'D', 'A'][1 + n // 6 % 4]",
    "parent_award_type_code": "[NULL, 'C', NULL, 'E'][1 + n // 6 % 4]",
    "parent_award_single_or_multiple_code": "[NULL, 'M', NULL, 'S'][1 + n // 6 % 4]",
    "action_type_code": "CASE WHEN n % 6 = 0 THEN NULL ELSE ['A', 'B', 'C', 'G', 'M'][1 + n % 5] END",
    "extent_competed_code": "['A', 'C', 'D', 'F', 'G', NULL][1 + n // 6 % 6]",
    "fair_opportunity_limited_sources_code": "[NULL, 'ONE', 'FAIR', 'FOO'][1 + n // 6 % 4]",
    "other_than_full_and_open_competition_code": "[NULL, 'ONE', 'UNQ', NULL][1 + n // 6 % 4]",
    "number_of_offers_received": "(n // 6 % 5)::VARCHAR",
    "transaction_description": "'EXAMPLE GOODS, PHASE ' || n || repeat(' AND MORE', (n % 9)::INT)",
    "product_or_service_code": "'DA01'",
    "usaspending_permalink": "'https://www.usaspending.gov/award/' || piid || '/'",
    "primary_place_of_performance_city_name": "'EXAMPLE CITY'",
    "primary_place_of_performance_country_code": "['USA', 'USA', 'PRI', 'DEU', NULL][1 + n % 5]",
    "primary_place_of_performance_state_code": "['VA', 'TX', NULL, 'BE', NULL][1 + n % 5]",
    "prime_award_transaction_place_of_performance_cd_current": "['VA-08', '90', 'PR-98', NULL, NULL][1 + n % 5]",
    "recipient_country_code": "['USA', 'USA', NULL, 'CAN'][1 + n // 6 % 4]",
    "recipient_state_code": "['MD', 'WY', 'ca ', NULL][1 + n // 6 % 4]",
    "prime_award_transaction_recipient_cd_current": "['MD-05', 'WY-00', 'CA-' || lpad((1 + n // 6 % 52)::VARCHAR, 2, '0'), NULL]"
    "[1 + n // 6 % 4]",
}
FLAG = "'f'"


def csv_of(path: Path, rows: int, first: int = 0, step: int = 1) -> Path:
    """A CSV of `rows` actions; `first` moves on to actions no other file has, `step` skips."""
    cells = ", ".join(f'{CELLS.get(name, _filler(name))} AS "{name}"' for name in OFFICIAL_HEADER)
    with duckdb.connect() as engine:
        engine.execute("CREATE MACRO cents(n, most) AS "
                       "((n * 7919 % most - most // 5) / 100.0)::DECIMAL(18,2)::VARCHAR")  # fmt: skip
        engine.execute(
            f"COPY (SELECT {cells} FROM (SELECT n, '70X' || lpad((n // {ACTIONS_PER_AWARD})::VARCHAR,"
            " 10, '0') AS piid, ['7012', '7014', '7003'][1 + n // 6 % 3] AS agency,"
            f" CASE WHEN n % {ACTIONS_PER_AWARD} = 0 THEN '0'"
            f" ELSE 'P' || lpad((n % {ACTIONS_PER_AWARD})::VARCHAR, 5, '0') END AS mod"
            f" FROM range({first}, {first + rows * step}, {step}) t(n))) TO '{path}' (HEADER, DELIMITER ',')"
        )
    return path


def zip_of(path: Path, table: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        archive.write(table, table.name)
    return path


def _filler(name: str) -> str:
    """Columns of yes and no are filled; most of the others are often empty."""
    return FLAG if name in tables.LEFT_OUT_NAMES else "NULL"
