"""Earlier states of the sample's actions come in as versions, and one deletion closes."""

from __future__ import annotations

import pytest

from fetch.ingest.importer import import_sample
from fetch.sample import SAMPLE, VERSIONS
from tests import sample_size


@pytest.fixture
def held(settings, warehouse):
    import_sample(settings)
    return warehouse


def test_actions_are_the_sample_and_versions_are_past(held):
    assert held("SELECT count(*) FROM transactions") == [(sample_size.ACTIONS,)]
    states = dict(held("SELECT version_state, count(*) FROM past_versions GROUP BY 1"))
    assert states == {"superseded": 18, "closed": 1}


def test_a_row_speaks_for_the_days_that_its_basis_names(held):
    rows = held(
        "SELECT first_seen::DATE::VARCHAR, last_seen::DATE::VARCHAR, federal_action_obligation "
        "FROM (SELECT first_seen, last_seen, federal_action_obligation, "
        "contract_transaction_unique_key AS key FROM past_versions UNION ALL SELECT first_seen, "
        "last_seen, federal_action_obligation, contract_transaction_unique_key FROM transactions) "
        "WHERE key LIKE '%70CMSD21C00000001_P00014%' ORDER BY 1"
    )
    assert [(first, last, str(usd)) for first, last, usd in rows] == [
        ("2026-03-02", "2026-03-16", "396062.00"),
        ("2026-04-20", "2026-08-22", "0.00"),
    ]


def test_the_order_of_the_two_files_changes_nothing(settings, warehouse, tmp_path):
    from fetch.ingest.pipeline import IngestPipeline
    from fetch.progress import silent

    with IngestPipeline(settings, "sample", silent, keeps_open=True) as pipeline:
        for reader, path in (("sample_versions", VERSIONS), ("sample", SAMPLE)):
            pipeline.take_file(path, reader=reader)
        pipeline.close_round()
    assert warehouse("SELECT count(*) FROM transactions") == [(sample_size.ACTIONS,)]
    assert warehouse("SELECT count(*) FROM past_versions") == [(19,)]
    assert warehouse("SELECT count(*) FROM closures") == [(1,)]
