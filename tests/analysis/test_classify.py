"""A CSV gets three columns more and is otherwise left as it was. Vendors are made up."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from analysis.documents.classify import ADDED, Summary, classify_file
from fetch import codes
from fetch.errors import InputError
from tests.analysis.bought import Row, action, contract, order, single, vehicle

SAMPLE = Path(codes.__file__).parents[1] / "sample" / "sample_actions.csv"


def text_of(*rows: Row, without: tuple[str, ...] = ()) -> str:
    names = [n for n in dict.fromkeys(name for row in rows for name in row) if n not in without]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def classed(tmp_path: Path, text: str | bytes) -> tuple[Summary, bytes, list[Row]]:
    """What was said, the bytes written and the rows they hold."""
    source, target = tmp_path / "given.csv", tmp_path / "out.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    summary = classify_file(source, target)
    written = target.read_bytes()
    decoded = written.decode("utf-8-sig", "surrogateescape")
    return summary, written, list(csv.DictReader(io.StringIO(decoded, newline="")))


def test_every_row_gets_the_class_of_its_award(tmp_path):
    summary, _, rows = classed(
        tmp_path,
        text_of(
            order(fair="ONE"),
            contract(extent="A", offers="1", piid="70EXAMPLE0002"),
            order(fair="", mod="P00001"),
        ),
    )
    assert [row["competition_class"] for row in rows] == [
        "SOLE_SOURCE",
        "COMPETED_ONE_OFFER",
        "SOLE_SOURCE",
    ]
    assert rows[0]["competition_rule"] == "R15"
    assert "the vehicle itself was full and open" in rows[0]["competition_note"]
    assert rows[1]["competition_note"] == ""
    assert (summary.rows, summary.awards) == (3, 2)
    assert summary.classes == {"SOLE_SOURCE": 1, "COMPETED_ONE_OFFER": 1}
    assert str(summary) == "3 rows of 2 awards: COMPETED_ONE_OFFER 1, SOLE_SOURCE 1"
    assert summary.as_dict()["rows"] == 3


def test_a_vehicle_gets_its_class_too(tmp_path):
    _, _, rows = classed(tmp_path, text_of(vehicle(extent="A", offers="2"), single()))
    assert [row["competition_class"] for row in rows] == ["VEHICLE", "COMPETED"]
    assert rows[1]["competition_rule"] == "R27"


AWKWARD = (
    b"\xef\xbb\xbfcontract_award_unique_key,award_type_code,extent_competed_code,"
    b"number_of_offers_received,zip,transaction_description\r\n"
    b'CONT_AWD_1,D,A,2,00501,"LINE ONE\r\nLINE ""TWO"", AND MORE"\r\n'
    b'"CONT_AWD_2","D","C",007,  00501  ,plain\r\n'
    b"\r\n"
    b"CONT_AWD_3,D,A,01,1E5,caf\xe9 \xe2\x82\xac\n"
    b'CONT_AWD_4,D,CDOCiv,3,,"no line end, EXAMPLE LLC"'
)


def test_a_vehicles_own_competition_stands_in_its_note(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "award_id_piid,idv_type_code,fair_opportunity_limited_sources_code,number_of_offers_received\n"
        "70TEST20A00000001,E,FAIR,3\n"
    )
    classify_file(path, tmp_path / "out.csv")
    [row] = csv.DictReader((tmp_path / "out.csv").open())
    assert (row["competition_class"], row["competition_rule"]) == ("VEHICLE", "R2")
    assert "own competition: COMPETED by R10" in row["competition_note"]


@pytest.mark.parametrize("sign", ["\t", "|"])
def test_tabs_and_bars_part_cells_as_commas_do(tmp_path, sign):
    path = tmp_path / "a.txt"
    path.write_text(f"award_type_code{sign}extent_competed_code\nD{sign}C\n")
    classify_file(path, tmp_path / "out.txt")
    [row] = csv.DictReader((tmp_path / "out.txt").open(), delimiter=sign)
    assert row["competition_class"] == "NOT_COMPETED_REASON_UNKNOWN"


def test_the_bytes_of_a_row_stay_as_they_were(tmp_path):
    _, written, rows = classed(tmp_path, AWKWARD)
    assert [row["competition_class"] for row in rows] == [
        "COMPETED",
        "NOT_COMPETED_REASON_UNKNOWN",
        "COMPETED_ONE_OFFER",
        "COMPETED",
    ]
    header, rest = written.split(b"\r\n", maxsplit=1)
    assert header == AWKWARD.split(b"\r\n", maxsplit=1)[0] + b"," + ",".join(ADDED).encode()
    for piece in AWKWARD.split(b"\r\n", maxsplit=1)[1].splitlines():
        assert piece in rest
    assert b"caf\xe9 \xe2\x82\xac,COMPETED_ONE_OFFER,R40,\n" in rest
    assert b'EXAMPLE LLC",COMPETED,R47,' in rest


def test_the_rows_of_the_sample_come_back_in_their_order(tmp_path):
    target = tmp_path / "out.csv"
    summary = classify_file(SAMPLE, target)
    given, written = ([*csv.reader(p.open(encoding="utf-8", newline=""))] for p in (SAMPLE, target))
    assert [row[:-3] for row in written] == given
    assert summary.rows == len(given) - 1
    key = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
    assert {tuple(row[-3:-1]) for row in written if row[1] == key} == {("SOLE_SOURCE", "R15")}


def test_an_award_summary_has_one_row_an_award(tmp_path):
    gone = ("modification_number", "transaction_number", "contract_transaction_unique_key")
    text = text_of(order(fair="FAIR", offers="4"), without=(*gone, "action_date"))
    summary, _, rows = classed(tmp_path, text)
    assert (summary.rows, summary.awards) == (1, 1)
    assert (rows[0]["competition_class"], rows[0]["competition_rule"]) == ("COMPETED", "R10")


def test_without_keys_rows_belong_together_by_number_and_parent(tmp_path):
    rows = [
        order(piid="0001", parent="70EXAMPLEIDV", fair="ONE"),
        order(piid="0001", parent="70EXAMPLEIDV", mod="P00001"),
        order(piid="0001", parent="70EXAMPLEOTHER", fair="FAIR", offers="2"),
    ]
    text = text_of(*rows, without=("contract_award_unique_key",))
    summary, _, found = classed(tmp_path, text)
    assert summary.awards == 2
    assert [row["competition_class"] for row in found] == ["SOLE_SOURCE", "SOLE_SOURCE", "COMPETED"]


def test_without_numbers_every_row_is_an_award_of_its_own(tmp_path):
    text = "extent_competed_code,award_type_code\nE,D\nE,D\nNDO,D\n"
    summary, _, rows = classed(tmp_path, text)
    assert summary.awards == 3
    assert [row["competition_class"] for row in rows] == ["FOLLOW_ON", "FOLLOW_ON", "NOT_COMPETED"]


def test_without_keys_a_vehicle_still_speaks_for_its_orders(tmp_path):
    given = [vehicle(extent="C", reason="ONE"), single()]
    for row in given:
        row["awarding_sub_agency_code"] = "7012"
    text = text_of(*given, without=("contract_award_unique_key", "award_or_idv_flag"))
    _, _, rows = classed(tmp_path, text)
    assert [row["competition_class"] for row in rows] == ["VEHICLE", "SOLE_SOURCE"]


def test_a_file_of_a_header_alone_gets_a_longer_header(tmp_path):
    summary, written, _ = classed(tmp_path, "extent_competed_code\n")
    assert written == b"extent_competed_code,competition_class,competition_rule,competition_note\n"
    assert (summary.rows, str(summary)) == (0, "0 rows of 0 awards: none")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("<!DOCTYPE html><html></html>", "is a web page"),
        ("PK\x03\x04", "is a ZIP archive"),
        (b"\xff\xfee\0x\0", "is not UTF-8 text"),
        ("award_id_piid,recipient_name\n1,Example Optics LLC\n", "none of the columns"),
        ("extent_competed_code,zip,zip\n", "the header names 'zip' more than once"),
        ("extent_competed_code,competition_class\n", "already has the column competition_class"),
        ("extent_competed_code,zip\nA\n", "line 2: the row has 1 cells, the header names 2"),
        ('extent_competed_code,zip\nA,"open\n', "line 2: not a readable CSV row"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, text, said):
    with pytest.raises(InputError) as refused:
        classed(tmp_path, text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["given.csv"]


def test_the_file_that_is_read_is_never_written_over(tmp_path):
    source = tmp_path / "given.csv"
    source.write_text(text_of(action(extent="A")), "utf-8")
    before = source.read_bytes()
    (tmp_path / "same.csv").symlink_to(source)
    for target in (source, tmp_path / "." / "given.csv", tmp_path / "same.csv"):
        with pytest.raises(InputError, match="name another file"):
            classify_file(source, target)
    assert source.read_bytes() == before


def test_places_that_do_not_exist_are_refused(tmp_path):
    with pytest.raises(InputError, match="is not a file"):
        classify_file(tmp_path / "nothing.csv", tmp_path / "out.csv")
    source = tmp_path / "given.csv"
    source.write_text("extent_competed_code\nA\n", "utf-8")
    with pytest.raises(InputError, match="is not a folder"):
        classify_file(source, tmp_path / "nowhere" / "out.csv")
