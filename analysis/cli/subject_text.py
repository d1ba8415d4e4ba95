"""What the commands about technology, vendors, programmes and figures say to a person."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from analysis.documents.notice_text import say_notice
from analysis.text import count, usd
from fetch import console


def say(
    as_json: bool, document: dict[str, Any], in_words: Callable[[dict[str, Any]], None]
) -> None:
    if as_json:
        console.document(document)
        return
    in_words(document)
    for caution in document.get("cautions", ()):
        console.say(caution)
    console.say(f"as of {document['as_of']}")


def say_programs(document: dict[str, Any]) -> None:
    for row in document["programs"]:
        held = usd(row["obligated_usd"], "nothing held") if row["public"] else "no public contract"
        sys.stdout.write(f"{row['programme']:<22} {held:>22}  {row['what']}\n")


def say_program(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    write(f"{document['name']}: {document['what']}\n{document['answer']}\n")
    why = document["obligated_missing_because"] or "nothing held"
    write(f"obligated {usd(document['obligated_usd'], f'not known: {why}')}\n")
    for title, name in (
        ("", "awards"),
        ("support by others, not in the sum", "support"),
        ("leads, not proved, not in the sum", "leads"),
        ("something else, easily mixed up", "apart"),
    ):
        if title and document[name]:
            write(f"{title}:\n")
        for award in document[name]:
            say_part(award)
    for each in document["not_held"]:
        write(f"not held: {each['award']} {each['modification'] or ''} ({each['because']})\n")
    for notice in document["notices"]:
        write(f"{notice['piid']}: {say_notice(notice)}\n")
        if said := notice["said"]:
            write(f"  written down of it [{said['basis']}] {said['said']}\n")
    for each in document["says"]:
        write(f"{each['kind']} [{each['basis']}] {each['said']} ({each['source']})\n")
    for each in document["searches"]:
        now = each["in_what_is_held"]
        write(
            f"searched {'|'.join(each['words'])} in {each['searched']}: {each['found']} "
            f"({each['as_of']}); in what is held now: {count(now['actions'], 'action')} of "
            f"{count(now['awards'], 'award')}, in {count(now['texts'], 'text')}\n"
        )


def say_part(award: dict[str, Any]) -> None:
    part = "" if award["whole"] else "only these modifications: "
    if not award["whole"]:
        part += ", ".join(each["modification_number"] or "0" for each in award["modifications"])
    sys.stdout.write(
        f"  {award['piid']:<18} {award['competition_class']:<16} {usd(award['obligated_usd']):>20}"
        f"  {award['recipient_name']}  {part}\n"
    )


def say_vendors(document: dict[str, Any]) -> None:
    for row in document["vendors"]:
        known = "" if row["maker_known"] else "  (maker of some not known)"
        sys.stdout.write(
            f"{usd(row['obligated_usd']):>22} {row['awards']:>7,} awards  {row['name']}{known}\n"
        )


def say_vendor(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    write(f"{document['name']}, counted under the {document['count_under']}: ")
    write(f"{usd(document['obligated_usd'], 'nothing')} obligated, ")
    write(f"{count(document['award_count'], 'award')}\n")
    for row in document["sellers"]:
        write(
            f"  through {row['name']}: {usd(row['obligated_usd'])}, "
            f"{count(row['awards'], 'award')}\n"
        )
    for row in document["names"]:
        write(f"  named {row['name']} {row['first']} to {row['last']}\n")
    for row in document["awards"]:
        write(
            f"{row['first_action_date']}  {row['piid']:<18} {usd(row['obligated_usd']):>20}  "
            f"{row['recipient_name']}  {row['product'] or ''}\n"
        )


def say_technology(document: dict[str, Any]) -> None:
    for row in document["categories"]:
        number = "" if row["number"] is None else row["number"]
        sys.stdout.write(
            f"{number:>3} {row['technology']:<22} {usd(row['obligated_usd'], 'none held'):>22} "
            f"{row['awards']:>7,} awards\n"
        )
    unsure = document["possible"]
    console.say(
        f"rules are unsure of {unsure['awards']:,} awards, "
        f"{usd(unsure['obligated_usd'], 'nothing')}: `review technology` lists them"
    )


def say_category(document: dict[str, Any]) -> None:
    for row in document["awards"]:
        why = row["rule"]["because"] if row["rule"] else ""
        sys.stdout.write(
            f"{usd(row['obligated_usd']):>22}  {row['piid']:<18} {row['recipient_name']}  "
            f"{row['technology_words'] or ''}  {why}\n"
        )


def say_why(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    write(f"{document['piid']}  {document['recipient_name']}: {document['technology']}\n")
    for name in ("rule", "asks"):
        if each := document[name]:
            write(f"{name} {each['rule']} ({each['where']}): {each['because']}\n")
    for each in document["mentions"]:
        number = each["modification_number"] or "0"
        write(f"  {number:>8}  {each['rule']:<5} {each['words']}: {each['because']}\n")
    if document["mentions"]:
        write(f"the words stand in {document['words_from']}\n")


def say_review(document: dict[str, Any]) -> None:
    for row in document["asked"]:
        amount = usd(row["obligated_usd"])
        sys.stdout.write(f"{amount:>22}  {row['what']}\n{'':>24}{row['evidence']}\n")
    for rule in document["quiet_rules"]:
        sys.stdout.write(f"found nothing in what is held: {rule['rule']} ({rule['where']})\n")
    console.say(f"{document['count']:,} in all; a decision is a row in {document['decide_in']}")


def say_check(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    write(
        f"{document['verdict']}{': ' + document['definition'] if document['definition'] else ''}\n"
    )
    for row in document["nearest"]:
        mark = "*" if row["within"] else " "
        write(f"{mark} {usd(row['usd'], 'nothing held'):>22}  {row['definition']}\n")
    for line in document["not_held"]:
        write(f"not held: {line}\n")


def say_figures(document: dict[str, Any]) -> None:
    for row in document["figures"]:
        sys.stdout.write(f"{usd(row['usd']):>20}  {row['verdict']}: {row['says']}\n")
        sys.stdout.write(f"{'':>22}{usd(row['nearest_usd'], 'no sum')}: {row['definition']}\n")
        sys.stdout.write(f"{'':>22}{row['because']}\n")
