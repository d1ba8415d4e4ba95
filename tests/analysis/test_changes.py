"""What a publisher changes is told field by field, with the days on which each was seen."""

from __future__ import annotations

import pytest

from analysis.publish.run import build as publish
from analysis.published import lists
from analysis.published.build import current
from fetch.ingest.importer import import_paths, import_sample
from fetch.reports.history import history
from tests.builders import action, delta_text, full

BEFORE = action(
    mod="P00001", federal_action_obligation="396062.00", last_modified_date="2026-09-01"
)
AFTER = {**BEFORE, "federal_action_obligation": "0.00", "last_modified_date": "2026-10-01"}
STEADY = action(mod="0")


@pytest.fixture
def changed(settings, tmp_path):
    """A month in which one amount was altered."""
    import_paths(settings, [full(tmp_path, "20260906", STEADY, BEFORE)])
    import_paths(settings, [full(tmp_path, "20261006", STEADY, AFTER)])
    publish(settings)
    return current(settings)


def test_an_altered_amount_is_told_with_both_values_and_days(changed):
    [row] = lists.changes(changed).to_dict("records")
    assert row["field"] == "obligated_usd"
    assert (row["old_value"], row["new_value"]) == ("396062.00", "0.00")
    assert (str(row["seen_until"]), str(row["seen_from"])) == ("2026-09-06", "2026-10-06")
    assert row["modification_number"] == "P00001"
    assert row["file"].startswith("FY2024_070_Contracts_Full_20261006")


def test_what_is_published_again_unaltered_is_no_change(settings, tmp_path):
    for day in ("20260906", "20261006"):
        import_paths(settings, [full(tmp_path, day, STEADY, BEFORE)])
    publish(settings)
    assert len(lists.changes(current(settings))) == 0


def test_a_withdrawn_action_is_told_with_what_it_obligated(settings, tmp_path):
    others = [action(piid=f"70TEST24C{number:08}") for number in range(200)]  # one is under 1 %
    import_paths(settings, [full(tmp_path, "20260906", *others, BEFORE)])
    name = "FY(All)_070_Contracts_Delta_20261006_1.csv"
    (tmp_path / name).write_text(delta_text([("D", BEFORE)]))
    import_paths(settings, [tmp_path / name])
    publish(settings)
    [row] = lists.changes(current(settings)).to_dict("records")
    assert (row["field"], row["old_value"]) == ("withdrawn", "396062.00")
    assert row["new_value"] is None
    # the day on which it was missing, and the file that lacked it
    assert (str(row["seen_until"]), str(row["seen_from"])) == ("2026-09-06", "2026-10-06")
    assert row["file"].startswith("FY(All)_070_Contracts_Delta_20261006")


def test_of_two_contents_of_one_moment_the_record_is_told_last(settings, tmp_path):
    """A file that has an action twice: the row modified later is the record, the other before."""
    import_paths(settings, [full(tmp_path, "20260906", STEADY, AFTER, BEFORE)])
    publish(settings)
    [row] = lists.changes(current(settings)).to_dict("records")
    assert (row["old_value"], row["new_value"]) == ("396062.00", "0.00")
    [_, told] = history(settings, BEFORE["contract_award_unique_key"])["actions"]
    assert [each["version_state"] for each in told["versions"]] == ["superseded", "current"]
    altered = {
        each["column"]: (each["from"], each["to"]) for each in told["versions"][-1]["changes"]
    }
    assert altered["federal_action_obligation"] == ("396062.00", "0.00")


def test_a_description_is_masked_in_both_values(settings, tmp_path):
    said = {
        **STEADY,
        "transaction_description": "ASK A@EXAMPLE.COM",
        "last_modified_date": "2026-09-02",
    }
    import_paths(settings, [full(tmp_path, "20260906", STEADY)])
    import_paths(settings, [full(tmp_path, "20261006", said)])
    publish(settings)
    [row] = lists.changes(current(settings)).to_dict("records")
    assert (row["old_value"], row["new_value"]) == ("EXAMPLE GOODS", "ASK [e-mail masked]")


def test_an_action_is_new_once_and_the_first_load_is_not_news(settings, tmp_path):
    import_paths(settings, [full(tmp_path, "20260906", STEADY)])
    publish(settings)
    assert len(lists.newest(current(settings))) == 0
    import_paths(settings, [full(tmp_path, "20261006", STEADY, BEFORE)])
    publish(settings)
    assert list(lists.newest(current(settings))["modification_number"]) == ["P00001"]


def test_a_first_load_in_several_files_after_the_sample_is_not_news(settings, tmp_path):
    import_sample(settings)
    for year in (2009, 2010):
        ice = {"awarding_sub_agency_code": "7012", "action_date": f"{year}-01-10"}
        import_paths(settings, [full(tmp_path, "20261006", action(**ice), year=year)])
    publish(settings)
    assert len(lists.newest(current(settings))) == 0
