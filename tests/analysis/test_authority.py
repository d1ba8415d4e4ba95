"""The authority of a justification: read where it stands, unknown where it does not."""

from __future__ import annotations

import pytest

from analysis.measures.notices.authority import named_authorities
from analysis.measures.notices.authority_text import Text, named
from analysis.measures.notices.notices import notices
from tests.analysis.noticed import held, notice, rows, texts


def authority(text: str) -> list[tuple[str, str]]:
    return [(found.by.name, sure) for found, sure in named([Text("description", None, text)])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Under the authority of FAR 6.302-1 this is bought.", "FAR 6.302-1"),
        ("Authority: FAR 6.302 - 2, urgency.", "FAR 6.302-2"),
        ("The authority cited is 6.302–7.", "FAR 6.302-7"),
        ("Pursuant to FAR 6.103-1, as renumbered.", "FAR 6.302-1"),
        ("Pursuant to 6.103-5", "FAR 6.302-5"),
        ("under FAR 8.405-6(a)(1)(i)(A)", "FAR 8.405-6(a)(1)(i)(A)"),
        ("under FAR 8.405-6 (a) (1) (i) (b)", "FAR 8.405-6(a)(1)(i)(B)"),
        ("in accordance with FAR 16.505(b)(2)(i)(C)", "FAR 16.505(b)(2)(i)(C)"),
        ("under FAR 16.505(b)(2)", "FAR 16.505(b)(2)"),
        ("authority of FAR 13.106-1(b)(1)", "FAR 13.106-1(b)"),
        ("authority of FAR 13.501(a)(1)", "FAR 13.501(a)"),
        ("authority of 12.201-1", "FAR 13.501(a)"),
        ("authority of FAR 6.302-1(c), brand name", "FAR 6.302-1(c)"),
        ("authority of FAR 6.103-1(d), brand name", "FAR 6.302-1(c)"),
        ("under FAR 16.507-6(b)(1)", "FAR 16.505(b)(2)(i)(A)"),
        ("under FAR 16.507-6(b)(2)", "FAR 16.505(b)(2)(i)(B)"),
        ("under FAR 16.505(b)(2)(i)(G)", "FAR 16.505(b)(2)(i)(G)"),
        ("under FAR 16.505(a)(4)", "FAR 16.505(a)(4)"),
        ("under GSAR 538.7104-3(b)(ii)", "FAR 8.405-6(a)(1)(i)(B)"),
        ("under GSAR 538.7104-3(b)(2)", "FAR 8.405-6(a)(1)(i)(B)"),
        ("under GSAR 538.7104-3", "FAR 8.405-6"),
        ("pursuant to FAR 12.102(b)", "FAR 13.501(a)"),
        ("pursuant to FAR 13.106-1(b)(2)", "FAR 13.501(a)"),
        ("pursuant to FAR 13.101(b)", "FAR 13.106-1(b)"),
        ("under the authority of FAR 19.808-1", "FAR 6.302-5(b)(4)"),
        ("under the authority of 15 U.S.C. 637(a)", "FAR 6.302-5(b)(4)"),
        ("Statutory authority: 41 U.S.C. 3304(a)(1).", "FAR 6.302-1"),
        ("Statutory authority: 41 USC § 3304 (a)(2).", "FAR 6.302-2"),
        ("Statutory authority: 41 U.S.C. 253(c)(1).", "FAR 6.302-1"),
        ("Statutory authority: 10 U.S.C. 3204(a)(1).", "FAR 6.302-1"),
        ("Statutory authority: 10 U.S.C. section 2304(c)(7).", "FAR 6.302-7"),
    ],
)
def test_a_citation_in_either_numbering_is_found_however_it_is_written(text, name):
    assert authority(text) == [(name, "certain")]


@pytest.mark.parametrize(
    "text",
    [
        "Nothing is said of any rule.",
        "Version 16.302-1 of the tool, part 8.405-61.",
        "FAR 6.305 asks that this be posted.",
        "",
    ],
)
def test_what_names_no_authority_is_unknown(text):
    assert authority(text) == []


def test_where_statute_and_regulation_are_cited_the_regulation_is_shown():
    text = "Statutory authority: 41 U.S.C. 3304(a)(2). It is implemented under FAR 6.302-2."
    [(one, sure)] = named([Text("description", None, text)])
    assert (one.citation, sure) == ("6.302-2", "certain")


def test_several_citations_are_all_told_and_none_of_them_is_certain():
    found = authority("Under FAR 6.302-1. Also under the authority of FAR 6.302-2.")
    assert found == [("FAR 6.302-1", "likely"), ("FAR 6.302-2", "likely")]


@pytest.mark.parametrize(
    "text",
    [
        "Under FAR 8.405-6(a)(1)(i)(B) and not (a)(1)(i)(A).",
        "Under FAR 8.405-6(a)(1)(i)(B) and not FAR 8.405-6(a)(1)(i)(A).",
        "The authority is 8.405-6(a)(1)(i)(B), rather than under section 8.405-6(a)(1)(i)(A).",
        "Authority: 8.405-6(a)(1)(i)(B). This is not 8.405-6(a)(1)(i)(A) or 8.405-6(a)(1)(i)(C).",
    ],
)
def test_a_paragraph_that_a_text_says_it_does_not_mean_is_not_named(text):
    assert authority(text) == [("FAR 8.405-6(a)(1)(i)(B)", "certain")]


def test_a_negation_of_something_else_takes_no_authority_away():
    text = "Needs that are not met otherwise are bought under the authority of FAR 6.302-1."
    assert authority(text) == [("FAR 6.302-1", "certain")]


def test_a_citation_in_passing_is_likely_only():
    assert authority("See 6.302-1.") == [("FAR 6.302-1", "likely")]


def test_words_without_a_citation_are_possible_only():
    assert authority("There is an unusual and compelling urgency.") == [
        ("unusual and compelling urgency", "possible")
    ]


def test_words_beside_a_citation_add_nothing():
    found = authority("An unusual and compelling urgency, under FAR 6.302-2.")
    assert found == [("FAR 6.302-2", "certain")]


def test_a_section_without_its_paragraph_gives_way_to_the_paragraph():
    text = "This is a limited-sources justification (FAR 8.405-6). Authority: 8.405-6(a)(1)(i)(C)."
    assert authority(text) == [("FAR 8.405-6(a)(1)(i)(C)", "certain")]


def test_the_sentence_and_the_page_are_told():
    known = notices(held(notice(1, description=None)), held())
    pages = [
        {"notice_id": f"{1:032x}", "found_in": "Example.pdf", "page": 1, "text": "Cover."},
        {
            "notice_id": f"{1:032x}",
            "found_in": "Example.pdf",
            "page": 2,
            "text": "This is needed.\nThe statutory authority is FAR\n6.302-2. It is urgent.",
        },
    ]
    [found] = rows(named_authorities(known, texts(*pages)))
    assert (found["found_in"], found["page"]) == ("Example.pdf", 2)
    assert found["sentence"] == "The statutory authority is FAR 6.302-2."
    assert (found["urgent"], found["lane"], found["place"]) == (True, "open market", 1)


def test_a_notice_that_is_no_justification_is_not_read():
    known = notices(held(notice(1, notice_type="Solicitation", title="Example goods")), held())
    assert rows(named_authorities(known, texts())) == []


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"notice_type": "Justification and Approval (J&A)"}, "justification"),
        ({"notice_type": "Fair Opportunity / Limited Sources Justification"}, "justification"),
        ({"notice_type": "Award Notice", "title": "Example J&A, goods"}, "justification"),
        ({"notice_type": "Special Notice", "title": "Brand name justification"}, "justification"),
        ({"notice_type": "Award Notice", "title": "Example goods"}, "award notice"),
        ({"notice_type": "Combined Synopsis/Solicitation", "title": "Goods"}, "solicitation"),
        ({"notice_type": "Presolicitation", "title": "Goods"}, "presolicitation"),
        ({"notice_type": None, "title": None}, "other"),
    ],
)
def test_a_justification_is_known_by_its_type_or_its_title(cells, kind):
    assert rows(notices(held(notice(1, **cells)), held()))[0]["kind"] == kind
