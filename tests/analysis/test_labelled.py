"""How well the rules do on awards that a person looked at, and that none of the traps counts."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.analysis.labels import (
    LEAST_PRECISION,
    LEAST_RECALL,
    NOT_COUNTED,
    labelled,
    outcomes,
    scores,
)


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return outcomes()


def with_word(found: pd.DataFrame, word: str) -> pd.DataFrame:
    """The labelled awards that have a word in their text or in their vendor's name."""
    said = found["text"] + " " + found["recipient_name"]
    return found[said.str.contains(rf"\b{word}\b", regex=True)]


def test_every_category_is_found_precisely_and_nearly_whole(found):
    for score in scores(found):
        assert score.precision >= LEAST_PRECISION, score
        assert score.recall >= LEAST_RECALL, score


def test_the_labelled_awards_are_many_and_of_every_category_with_known_awards(found):
    counted = [score.labelled for score in scores(found)]
    assert len(counted) == 15
    assert counted[-1] == 234
    assert min(counted) >= 4


def test_no_look_alike_and_nothing_else_is_counted(found):
    others = found[found["expected"].isin(NOT_COUNTED)]
    assert len(others) == 132
    assert not others["is_surveillance"].any()
    assert set(others["found"]) <= set(NOT_COUNTED)


def test_look_alikes_are_kept_and_labelled_with_a_rule(found):
    kept = found[found["expected"] == "look-alike"]
    assert (kept["found"] == "look-alike").all()
    assert kept["look_alike_rule"].notna().all()


@pytest.mark.parametrize(
    ("word", "hit", "right"),
    [
        ("PARAGON", 32, 1),
        ("FALCON", 9, 3),
        ("ELITE", 6, 0),
        ("ATS", 10, 1),
        ("CLEAR", 7, 2),
        ("CLEARVIEW", 8, 6),
        ("DYNATRACE", 5, 0),
        ("RAVEN", 14, 9),
        ("FORTIFY", 4, 0),
        ("VOYAGER", 2, 0),
        ("KHARON|KHARONS", 2, 0),
    ],
)
def test_a_single_word_is_no_evidence_by_itself(found, word, hit, right):
    """The one ATS is a mistyped order for towers, found by its vendor and not by the word."""
    awards = with_word(found, word)
    counted = awards[~awards["found"].isin(NOT_COUNTED)]
    assert (len(awards), len(counted)) == (hit, right)
    assert (counted["found"] == counted["expected"]).all()


def test_what_the_definition_names_is_found_and_what_looks_like_it_stays_out(found):
    """Rows with made-up vendors: a maker's name stands only where it is itself the rule."""
    made_up = {each["text"]: each["category"] for each in labelled() if each["from"] == "made up"}
    assert len(made_up) == 56
    judged = found[found["text"].isin(list(made_up))]
    counted = ["" if each == "look-alike" else each for each in judged["found"]]
    wrong = {
        text: each
        for text, each in zip(judged["text"], counted, strict=True)
        if each != made_up[text]
    }
    assert wrong == {}


def test_a_label_is_not_a_rule_said_twice(found):
    """No labelled award is found because a rule names its key."""
    assert not found["technology_rule"].isin(["T1", "T2", "T3", "T4"]).any()
    assert len({each["award"] for each in labelled()}) == len(labelled())


def test_the_maker_behind_a_reseller_is_named(found):
    sold = found[found["text"].str.contains("SHADOW ?DRAGON|SOCIALNET", regex=True)]
    assert set(sold["maker"]) == {"shadowdragon"}
    assert len(sold) == 9
    assert sold["vendor_family"].nunique() == 5
    assert "shadowdragon" not in set(sold["vendor_family"])
