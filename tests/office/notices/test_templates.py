"""Every template is there in three languages, with the same blanks, and good to read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qonys.engines.vocabulary.territory import Names
from qonys.office.foundation.notices import templates
from qonys.office.foundation.notices.refusals import BadNotice
from qonys.office.foundation.notices.templates import LANGUAGES, TEMPLATES, TEXTS, Words, blanks, words_of

FACTS: dict[str, Any] = {
    "number": "KZ-2026-000123",
    "document": {"kk": "неке туралы куәлік", "ru": "свидетельство о браке", "en": "marriage certificate"},
    "until": "2026-11-30",
    "code": "004217",
    "place": {"kk": "Қызылжар", "ru": "Кызылжар", "en": "Qyzyljar"},
}
ROOT = Path(__file__).resolve().parents[3]
EVERY = [(name, language) for name in TEMPLATES for language in LANGUAGES]
SEGMENTS = 2 * 67  # letters of two SMS, when they are not all Latin


def facts_of(name: str) -> dict[str, Any]:
    return {key: FACTS[key] for key in TEMPLATES[name].facts}


def all_blanks(words: Words) -> set[str]:
    return blanks(words.subject) | blanks(words.sms) | blanks(words.body)


def test_every_template_has_its_words_and_every_file_its_template() -> None:
    assert {file.name for file in TEXTS.iterdir()} == {f"{name}.{language}.txt" for name, language in EVERY}


def test_every_template_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "notices.md").read_text(encoding="utf-8")
    assert [name for name in TEMPLATES if f"`{name}`" not in page] == []


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_blanks_are_the_facts_in_every_language(name: str, language: str) -> None:
    words = words_of(name, language)
    assert all_blanks(words) - {"site"} == TEMPLATES[name].facts
    other = words_of(name, "en")
    assert [blanks(part) for part in (words.subject, words.sms, words.body)] == [
        blanks(part) for part in (other.subject, other.sms, other.body)
    ]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_words_are_whole_and_an_sms_is_short_and_leads_nowhere(name: str, language: str) -> None:
    words = templates.write(name, templates.kept(name, facts_of(name)), language)
    assert not re.search(r"[{}]|\n\n\n", words.subject + words.sms + words.body)
    assert "\n" not in words.subject + words.sms and len(words.subject) <= 78
    assert len(words.sms) <= SEGMENTS
    assert "http" not in words.sms and not blanks(words_of(name, language).sms) & {"site", "document"}
    assert ".." not in words.body + words.sms


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_languages_are_not_copies_of_each_other(name: str) -> None:
    bodies = [words_of(name, language).body for language in LANGUAGES]
    assert len(set(bodies)) == 3
    assert all(len(body.split("\n\n")) == len(bodies[0].split("\n\n")) for body in bodies)
    assert set("әғқңөұүһі") & set(bodies[0].lower()) and not set("әғқңөұүһі") & set(bodies[1].lower())


def test_days_are_written_as_each_language_writes_them() -> None:
    told = templates.kept("deadline_near", {"number": "1", "until": date(2026, 11, 30)})
    found = {language: templates.write("deadline_near", told, language).sms for language in LANGUAGES}
    assert "2026 жылғы 30 қараша." in found["kk"]
    assert "не позднее 30 ноября 2026 года." in found["ru"]
    assert "by 30 November 2026." in found["en"]


def test_a_text_in_three_languages_is_shown_in_the_readers() -> None:
    given = {"number": "1", "document": Names("төлқұжат", "паспорт", "passport"), "until": "2026-11-30"}
    told = templates.kept("document_asked", given)
    assert "төлқұжат" in templates.write("document_asked", told, "kk").body
    assert "паспорт." in templates.write("document_asked", told, "ru").body


def test_a_fact_cannot_add_lines_or_blanks() -> None:
    told = templates.kept("message", {"number": "7\nBcc: all@example.kz {site}\n\nPay here"})
    words = templates.write("message", told, "en")
    assert words.subject == "A message about application 7 Bcc: all@example.kz {site} Pay here"


@pytest.mark.parametrize(
    ("name", "facts", "said"),
    [
        ("greeting", {}, "no template 'greeting'"),
        ("message", {}, r"lacking are the facts \['number'\]"),
        ("message", {"number": "1", "name": "Aigul"}, r"unknown are \['name'\]"),
        ("message", {"number": 7}, "'number' is a text"),
        ("message", {"number": ""}, "'number' is a text"),
        ("message", {"number": "x" * 501}, "'number' is a text"),
        ("message", {"number": {"kk": "1", "ru": "1"}}, "'number' is a text"),
        ("deadline_near", {"number": "1", "until": "30.11.2026"}, "'until' is a day"),
    ],
)
def test_facts_that_do_not_fit_are_refused_without_repeating_them(name: str, facts: Any, said: str) -> None:
    with pytest.raises(BadNotice, match=said) as letter:
        templates.kept(name, facts)
    assert "Aigul" not in str(letter.value) and "30.11" not in str(letter.value)
