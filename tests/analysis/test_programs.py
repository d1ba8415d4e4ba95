"""Dossiers of systems, over the embedded sample."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analysis.documents import program as program_document
from analysis.published import queries
from analysis.published.selection import Selection
from analysis.rules import dossiers
from fetch.errors import InputError


@pytest.fixture(scope="module")
def dossier(sample):
    return lambda name: program_document.document(sample, name)


def modifications(found) -> list[str]:
    return [
        each["modification_number"] for award in found["awards"] for each in award["modifications"]
    ]


def test_immigrationos_is_two_modifications_of_one_order(dossier):
    rows = dossier("immigrationos")
    assert rows["obligated_usd"] == "59796472.00"
    assert [award["piid"] for award in rows["awards"]] == ["70CTD022FR0000170"]
    assert modifications(rows) == ["P00009", "P00012"]
    assert not rows["awards"][0]["whole"]
    assert rows["awards"][0]["competition_class"] == "SOLE_SOURCE"
    assert rows["chain"]["programme"] == "ICM"


def test_elite_and_the_tip_line_are_other_modifications_of_the_same_order(dossier):
    assert dossier("elite")["obligated_usd"] == "41288040.00"
    assert modifications(dossier("elite")) == ["P00012", "P00014", "P00015"]
    assert dossier("ai-tip-processing")["obligated_usd"] == "1961877.00"
    assert modifications(dossier("AI-Enhanced Tip Processing")) == ["P00013"]


def test_the_sum_of_a_programme_is_that_of_its_actions_to_the_cent(dossier):
    for name in dossiers.programs():
        rows = dossier(name)
        sums = [Decimal(award["obligated_usd"]) for award in rows["awards"]]
        if rows["obligated_missing_because"]:  # nothing on vehicles whose orders are not held
            assert rows["obligated_usd"] is None
            assert sum(sums) == 0
            assert all(award["award_key"].startswith("CONT_IDV_") for award in rows["awards"])
        else:
            assert (rows["obligated_usd"] or "0") == str(sum(sums) if sums else 0), name


@pytest.mark.parametrize("name", ["atrac", "apis", "ats"])
def test_a_system_without_a_public_contract_has_none_and_says_what_was_searched(dossier, name):
    rows = dossier(name)
    assert not rows["contract_public"]
    assert rows["awards"] == []
    assert rows["obligated_usd"] is None
    assert "No contract is publicly tied" in rows["answer"]
    assert rows["searches"]
    for search in rows["searches"]:
        assert (search["as_of"], search["basis"]) == ("2026-08-20", "DERIVED")
        assert search["in_what_is_held"]["as_of"] == "2026-08-22"
        assert search["in_what_is_held"]["actions"] == 0


def test_the_sample_holds_no_text_of_the_records_and_a_search_says_so(dossier):
    [search] = dossier("immigrationos")["searches"]
    assert search["in_what_is_held"]["texts"] == 0


def test_leads_are_shown_and_not_counted(dossier):
    rows = dossier("apis")
    assert [award["piid"] for award in rows["leads"]] == ["70B04C21F00000024"]
    assert rows["leads"][0]["obligated_usd"] == "10185717.34"


def test_what_a_person_put_in_and_nobody_here_holds_is_listed(dossier):
    missing = {each["award"].split("_")[2] for each in dossier("hart")["not_held"]}
    assert missing == {"HSHQDC17J00370"}
    assert dossier("hart")["awards"] == []


@pytest.mark.parametrize(
    ("name", "usd", "awards"),
    [
        ("falcon", "103568956.91", 7),
        ("icm", "378073443.24", 5),
        ("shadowdragon", "4180748.92", 9),
        ("fivecast", "9215732.14", 7),
        ("vows", "199499.99", 2),
        ("palantir-bpa", "132120216.10", 2),
        ("towers", "859970190.42", 23),
    ],
)
def test_a_programme_adds_up_to_what_a_reader_would_print(dossier, name, usd, awards):
    rows = dossier(name)
    assert (rows["obligated_usd"], len(rows["awards"])) == (usd, awards)


def test_every_dossier_says_what_is_not_known_and_gives_each_sentence_its_basis(dossier):
    for name in dossiers.programs():
        rows = dossier(name)
        kinds = {each["kind"] for each in rows["says"]}
        assert "not known" in kinds, name
        for each in rows["says"]:
            assert each["basis"] in dossiers.BASES
            assert each["source"]


def test_every_founding_system_has_a_dossier():
    founding = (
        "ImmigrationOS|Investigative Case Management|ELITE|AI-Enhanced Tip Processing|FALCON|RAVEn|"
        "ATrac|HART|IDENT|APIS|ATS|SEVIS|TECS|CLEAR|Thomson Reuters|LexisNexis|Accurint|Palantir"
    )
    for name in founding.split("|"):
        assert program_document.program(name)


def test_a_programme_that_does_not_exist_names_the_nearest_three():
    with pytest.raises(InputError, match=r"no programme 'falkon'; the nearest: falcon, \S+, \S+$"):
        program_document.program("falkon")


def test_a_claim_that_the_record_contradicts_is_told_as_a_claim(dossier):
    claims = [each["said"] for each in dossier("immigrationos")["says"] if each["kind"] == "claim"]
    assert any("$3.75 million" in claim for claim in claims)
    assert all(
        each["basis"] == "CLAIM"
        for name in dossiers.programs()
        for each in dossier(name)["says"]
        if each["kind"] == "claim"
    )


@pytest.mark.parametrize("name", ["xyz", "", "a", "  ", "spaghetti"])
def test_a_name_that_is_like_no_programme_is_answered_with_all_of_them(name):
    with pytest.raises(InputError, match="there are immigrationos, icm, ") as refused:
        program_document.program(name)
    assert "nearest" not in str(refused.value)
    assert all(each in str(refused.value) for each in dossiers.programs())


def test_a_justification_that_is_held_is_shown_from_its_notice(dossier):
    rows = dossier("immigrationos")
    [held] = rows["notices"]
    assert held["notice_id"] == "f71acee6010c423db4902446a59a690c"
    assert (held["piid"], held["modification_number"]) == ("70CTD022FR0000170", "P00009")
    assert (held["posted_date"], held["days_to_posting"], held["days_late"]) == ("2025-04-17", 6, 0)
    assert held["authority"]["citation"] == "8.405-6(a)(1)(i)(A)"
    assert held["said"]["basis"] == "FACT"


def test_a_sentence_on_a_justification_stands_alone_only_where_no_notice_is_held(dossier):
    def rows(name: str) -> list[str]:
        return [each["said"] for each in dossier(name)["says"] if each["kind"] == "justification"]

    [report] = rows("immigrationos")
    assert "J&A-25-0309" in report
    assert rows("icm") == []
    assert {each["piid"] for each in dossier("icm")["notices"]} == {"70CTD022FR0000170"}
    [document] = rows("falcon")
    assert "DARTTS" in document
    assert dossier("falcon")["notices"] == []


def test_the_justification_of_another_system_on_the_same_order_is_not_its(dossier):
    assert dossier("ai-tip-processing")["notices"] == []


@pytest.mark.parametrize(
    ("name", "programme"),
    [
        ("Alien Tracker", "atrac"),
        ("Advance Passenger Information", "apis"),
        ("Student and Exchange Visitor", "sevis"),
        ("Thomson Reuters Special Services", "clear"),
        ("TRSS", "clear"),
        ("Gotham", "palantir"),
        ("Foundry", "palantir"),
        ("tip-processing", "ai-tip-processing"),
        ("DOGE", "doge-database"),
        ("DOGE's cross-agency database", "doge-database"),
        ("master database", "doge-database"),
    ],
)
def test_a_program_answers_to_the_names_of_the_articles_about_it(name, programme):
    assert program_document.program(name).programme == programme


def test_a_system_of_the_articles_without_a_contract_says_what_was_searched_and_when(dossier):
    found = dossier("doge-database")
    assert (found["contract_public"], found["obligated_usd"], found["awards"]) == (False, None, [])
    assert "No contract is publicly tied to DOGE" in found["answer"]
    assert {each["as_of"] for each in found["searches"]} == {"2026-11-29"}
    assert all(each["found"] and each["searched"] for each in found["searches"])


def test_the_agreement_of_2026_and_its_calls_get_what_the_record_states(dossier):
    found = dossier("palantir-bpa")
    said = " ".join(each["said"] for each in found["says"] if each["basis"] == "FACT")
    for fact in (
        *("47QTCA24D004L", "11 February 2031", "one offer", "MAFO", "Nothing is obligated"),
        *("70CTD026FC0000012", "$86,271,599.30", "70CTD026FC0000018", "$45,848,616.80"),
    ):
        assert fact in said
    agreement = "CONT_IDV_70RTAC26A00000001_7001"
    members = {each.award for each in dossiers.members() if each.programme == "palantir-bpa"}
    assert agreement in members


def shared(found) -> dict[str, dict]:
    return {each["programme"]: each for each in found["also_counted"]}


@pytest.mark.parametrize(
    ("name", "other"), [("elite", "immigrationos"), ("immigrationos", "elite")]
)
def test_an_amount_of_two_programmes_is_said_on_both(dossier, ask, name, other):
    row = shared(dossier(name))[other]
    assert row["modifications"] == ["70CTD022FR0000170 P00012"]
    assert row["obligated_usd"] == "29898236.00"
    words = ask("program", name).out
    assert "$29,898,236.00 of it, 1 action (70CTD022FR0000170 P00012), is also counted" in words


def test_all_programmes_together_count_each_action_once(sample, ask):
    once = program_document.counted_once(sample)
    [row] = sample.query(
        "SELECT sum(a.obligated_usd) AS twice, count(*) AS n FROM program_actions m "
        "JOIN actions a USING (transaction_key) WHERE m.role = 'programme'"
    ).to_dict("records")
    assert Decimal(once["obligated_usd"]) < row["twice"]
    assert once["actions"] < row["n"]
    assert "each action once" in ask("program").out
    assert ask("program", "--json").json()["counted_once"] == once


def test_a_filter_of_two_programmes_counts_what_both_have_once(sample):
    def obligated(*names: str) -> Decimal:
        return queries.totals(sample, Selection(program=names))["obligated_usd"]

    apart = obligated("elite") + obligated("immigrationos")
    assert apart - obligated("elite", "immigrationos") == Decimal("29898236.00")
