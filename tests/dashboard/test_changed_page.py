"""The page of changes shows the old value beside the new, and says why there is none."""

from __future__ import annotations

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from analysis.publish.run import build as publish
from dashboard.pages.changes import page as changes
from dashboard.published_data import PublishedData
from fetch.ingest.importer import import_paths
from tests.builders import action, full

BEFORE = action(
    mod="P00001", federal_action_obligation="396062.00", last_modified_date="2026-09-01"
)
AFTER = {**BEFORE, "federal_action_obligation": "-1500.00", "last_modified_date": "2026-10-01"}


@pytest.fixture
def altered(settings, tmp_path):
    """A month in which one amount was altered."""
    import_paths(settings, [full(tmp_path, "20260906", action(mod="0"), BEFORE)])
    import_paths(settings, [full(tmp_path, "20261006", action(mod="0"), AFTER)])
    publish(settings)
    return PublishedData(settings)


def texts(data: PublishedData) -> str:
    return json.dumps(changes.PAGE.layout(data).to_plotly_json(), cls=PlotlyJSONEncoder)


def test_an_altered_amount_stands_beside_the_old_one_with_both_days(altered):
    page = texts(altered)
    for said in ("$396,062.00", "-$1,500.00", "2026-09-06", "2026-10-06", "P00001"):
        assert said in page
    assert "no-changes" not in page


def test_the_sample_shows_what_dated_copies_had_before(sample_settings):
    page = texts(PublishedData(sample_settings))
    assert changes.SAMPLE in page
    for said in ("$2,376,372.00", "$2,376,373.00", "PEN-LINK, LIMITED", "withdrawn"):
        assert said in page
    assert "no-changes" not in page


@pytest.mark.parametrize(
    ("field", "said", "shown"),
    [
        ("obligated_usd", "-5.00", "-$5.00"),
        ("withdrawn", "10.00", "$10.00"),
        ("number_of_offers_received", "1", "1"),
        ("description", None, "not stated"),
    ],
)
def test_a_value_is_shown_as_it_was_published(field, said, shown):
    assert changes.value(field, said) == shown


def test_a_withdrawn_action_is_missing_now_and_not_a_value_left_unstated():
    assert changes.now({"field": "withdrawn", "new_value": None}) == "missing"
    assert changes.now({"field": "description", "new_value": None}) == "not stated"
