"""A rule that names a number holds for the award that left it."""

from __future__ import annotations

import ibis
import pyarrow as pa

from analysis.measures.chains import FACTS, chains
from analysis.measures.notices.notice_links import notice_links
from analysis.measures.one_identity import other_keys, present
from tests.analysis.lineage import kept
from tests.analysis.moved import key, start
from tests.analysis.noticed import Published, notice
from tests.analysis.test_chains import verdict

OLD, NEW, NEXT = "70OLD000001", "70NEW000001", "70NXT000001"
MOVED = {
    "earlier_key": "string",
    "later_key": "string",
    "award_key": "string",
    "place": "int64",
    "way": "string",
}
KEYS = other_keys(ibis.memtable([(key(OLD), key(NEW), key(NEW), 0, "copied")], schema=MOVED))


AWARDS = {
    **dict.fromkeys(("award_key", "competition_flags", "label", "description", *FACTS), "string"),
    **dict.fromkeys((name for name in FACTS if name.endswith("_date")), "date"),
    **dict.fromkeys((name for name in FACTS if name.endswith("_usd")), "decimal(38, 2)"),
}


def test_a_link_that_a_person_judged_is_that_of_the_present_number():
    rows = [dict.fromkeys(AWARDS) | {"award_key": key(piid)} for piid in (NEW, NEXT)]
    judged = [verdict(key(OLD), key(NEXT)), verdict(key(OLD), key(NEW))]
    awards = ibis.memtable(pa.Table.from_pylist(rows, ibis.schema(AWARDS).to_pyarrow()))
    table = chains(awards, judged, keep=kept, keys=KEYS)
    found = table.select("earlier_key", "later_key", "status").to_pyarrow().to_pylist()
    # two numbers of one award do not follow each other
    assert found == [{"earlier_key": key(NEW), "later_key": key(NEXT), "status": "confirmed"}]


def test_a_notice_that_names_the_number_an_award_left_is_of_the_award():
    about = Published([start(NEW)], [notice(award_number=OLD)])
    none = ibis.memtable([], schema={"award_key": "string", "solicitation_number": "string"})
    table = notice_links(about.notices, about.awards, none, (), KEYS)
    found = table.select("award_key", "status").to_pyarrow().to_pylist()
    assert found == [{"award_key": key(NEW), "status": "certain"}]


def test_a_key_that_never_moved_stays():
    table = ibis.memtable({"award": [key(OLD), key(NEXT)]})
    assert set(present(table, "award", KEYS).execute()["award"]) == {key(NEW), key(NEXT)}
    assert present(table, "award", None) is table
