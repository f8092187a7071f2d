"""What can be told: a table of templates, and the words of each in texts/<template>.<language>.txt.

    subject: Application {number} was received
    sms: Qonys: application {number} was received.

    The letter, with {blanks} ...

Blanks are filled with facts. A fact is a text, a text in three languages, or a day, which is written as each language
writes days. `{site}` is the address of this office; SMS hold no address, since people are taught not to follow them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.engines.vocabulary.territory import Names
from qonys.office.foundation.notices.refusals import BadNotice

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("kk", "ru", "en")
DAYS = frozenset({"until"})  # blanks that hold a day
SITE = "site"
BLANK = re.compile(r"\{(\w+)\}")
LONGEST = 500  # letters of one fact
# Written out: "г." before a full stop would make two of them, and so does "ж." stand badly inside a sentence.
WRITTEN_DAYS = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"}


@dataclass(frozen=True)
class Template:
    title: str | Promise  # what an inbox shows when the facts are erased
    facts: frozenset[str]
    urgent: bool = False  # asked for just now by somebody who waits: goes first, and in quiet hours too
    secret: bool = False  # not in the inbox, and its facts are erased as soon as it is sent


@dataclass(frozen=True)
class Words:
    subject: str
    sms: str
    body: str


def _told(title: str | Promise, *facts: str, **more: bool) -> Template:
    return Template(title, frozenset(facts), **more)


TEMPLATES = {
    "application_received": _told(_("Application received"), "number"),
    "document_asked": _told(_("A document is needed"), "number", "document", "until"),
    "document_received": _told(_("Document received"), "number", "document"),
    "forwarded": _told(_("Application passed on to the commission"), "number"),
    "granted": _told(_("Decision: granted"), "number"),
    "refused": _told(_("Decision: refused"), "number"),
    "appeal_received": _told(_("Appeal received"), "number", "until"),
    "appeal_dismissed": _told(_("Decision on your appeal"), "number"),
    "message": _told(_("A message about your application"), "number"),
    "deadline_near": _told(_("A deadline is near"), "number", "until"),
    "certificate_ready": _told(_("Certificate ready"), "number"),
    "withdrawn": _told(_("Application withdrawn"), "number"),
    "papers_asked": _told(_("Papers are asked for"), "number", "document"),
    "turned_back": _told(_("Application turned back"), "number"),
    "extended": _told(_("The term was extended"), "number"),
    "answer_awaited": _told(_("We wait for your answer"), "number"),
    "paper_lapses": _told(_("A paper is about to lapse"), "number", "until"),
    "answered": _told(_("The family wrote"), "number"),
    "term_near": _told(_("A term of a case ends soon"), "number", "until"),
    "term_late": _told(_("A term of a case is over"), "number", "until"),
    "letter_revoked": _told(_("A letter was revoked"), "number"),
    "session_convened": _told(_("The commission is convened"), "number", "until"),
    "session_cancelled": _told(_("A session is cancelled"), "number", "until"),
    "placed": _told(_("A place was found for your family"), "number", "place"),
    "not_placed": _told(_("Your family is on the waiting list"), "number"),
    "place_withdrawn": _told(_("The place promised to you was withdrawn"), "number", "place"),
    "survey": _told(_("How are you? A few questions"), "number"),
    "help_offered": _told(_("Help is offered to you"), "number"),
    "contact_code": _told(_("Code for your contact"), "code", urgent=True, secret=True),
}
SECRET = tuple(name for name, template in TEMPLATES.items() if template.secret)


def template(name: str) -> Template:
    if name not in TEMPLATES:
        raise BadNotice(f"There is no template {name!r}. Known are {', '.join(TEMPLATES)}.")
    return TEMPLATES[name]


def kept(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are kept with the notice. Raises BadNotice, which names facts and never repeats them."""
    wanted = template(name).facts
    if set(facts) != wanted:
        lacking, unknown = sorted(wanted - set(facts)), sorted(set(facts) - wanted)
        raise BadNotice(f"{name}: lacking are the facts {lacking}, unknown are {unknown}.")
    return {key: _kept(name, key, value) for key, value in facts.items()}


def write(name: str, facts: Mapping[str, Any], language: str) -> Words:
    """The words for a reader of that language."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    words = words_of(name, language)
    filled = {key: _shown(key, value, language) for key, value in facts.items()} | {SITE: settings.QONYS_SITE}
    return Words(*(_filled(text, filled) for text in (words.subject, words.sms, words.body)))


@cache
def words_of(name: str, language: str) -> Words:
    """A file of words: two heads, an empty line, the letter."""
    heads, _gap, body = (TEXTS / f"{name}.{language}.txt").read_text(encoding="utf-8").partition("\n\n")
    told = dict(line.split(": ", 1) for line in heads.splitlines())
    return Words(told["subject"], told["sms"], body.rstrip("\n"))


def blanks(text: str) -> set[str]:
    return set(BLANK.findall(text))


def _kept(name: str, key: str, value: Any) -> Any:
    if key in DAYS:
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise BadNotice(f"{name}: the fact {key!r} is a day such as 2026-11-30.") from None
    if isinstance(value, Names):
        value = {language: value.in_language(language) for language in LANGUAGES}
    texts = list(value.values()) if isinstance(value, dict) and set(value) == set(LANGUAGES) else [value]
    if not all(isinstance(text, str) and 0 < len(text) <= LONGEST for text in texts):
        raise BadNotice(f"{name}: the fact {key!r} is a text of 1 to {LONGEST} letters, or one in three languages.")
    return value


def _shown(key: str, value: Any, language: str) -> str:
    """On one line, so that nobody writes heads of a letter or whole paragraphs into a fact."""
    if key in DAYS:
        return format_date(date.fromisoformat(value), WRITTEN_DAYS[language], locale=language)
    return " ".join((value[language] if isinstance(value, dict) else value).split())


def _filled(text: str, facts: Mapping[str, str]) -> str:
    return BLANK.sub(lambda found: facts[found[1]], text)
