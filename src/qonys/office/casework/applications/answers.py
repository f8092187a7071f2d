"""Is this an answer to that question? One small check for each kind of question the law knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from qonys.countries.procedures.law import Question, Screen, Version
from qonys.office.casework.applications.nations import is_nation
from qonys.office.casework.applications.places import regions
from qonys.office.casework.applications.refusals import WrongAnswer
from qonys.office.casework.cases.papers import applies

SHORT, LONG = 200, 5000  # letters
FIRST_YEAR, LAST_YEAR = 1900, 2150
NUMBER = re.compile(r"\d{1,9}")
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y")  # as browsers send it; as people type it


def checked(question: Question, told: str) -> str:
    """The answer in its one form; '' if there is none. Raises WrongAnswer."""
    text = "\n".join(line.rstrip() for line in readable(told).strip().splitlines())
    return _CHECKS[question.kind](question, text) if text else ""


def asked(screen: Screen, answers: Mapping[str, str]) -> Iterator[Question]:
    """The questions of a screen that apply after these answers."""
    return (each for each in screen.questions if applies(each.when, answers))


def first_to_lapse(version: Version, answers: Mapping[str, str]) -> date | None:
    days = [answers[each.key] for each in version.questions if each.lapses and answers.get(each.key)]
    return min(map(date.fromisoformat, days), default=None)


def day(text: str) -> date:
    """Raises WrongAnswer."""
    for form in DATE_FORMATS:
        try:
            found = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
    raise WrongAnswer(_("Write the day as day, month, year, for example 02.03.2026."))


def readable(told: str) -> str:
    """Without signs nobody can see, which databases and printers refuse."""
    return "".join(letter for letter in told if letter.isprintable() or letter in "\n\t").replace("\t", " ")


def _text(question: Question, text: str) -> str:
    line = " ".join(text.split())
    return _within(line, SHORT)


def _long_text(question: Question, text: str) -> str:
    return _within(text, LONG)


def _within(text: str, most: int) -> str:
    if len(text) > most:
        raise WrongAnswer(_("Too long: write at most %(most)d letters.") % {"most": most})
    return text


def _date(question: Question, text: str) -> str:
    return day(text).isoformat()


def _number(question: Question, text: str) -> str:
    digits = "".join(text.split())
    if not (digits.isascii() and NUMBER.fullmatch(digits)):
        raise WrongAnswer(_("Write a whole number."))
    return str(int(digits))


def _yes_no(question: Question, text: str) -> str:
    return _one_of(text, {"yes", "no"})


def _choice(question: Question, text: str) -> str:
    return _one_of(text, {option.key for option in question.options})


def _country(question: Question, text: str) -> str:
    if not is_nation(text):
        raise WrongAnswer(_("Choose one from the list."))
    return text


def _territory(question: Question, text: str) -> str:
    return _one_of(text, {each.code for each in regions()})


def _one_of(text: str, known: set[str]) -> str:
    if text not in known:
        raise WrongAnswer(_("Choose one from the list."))
    return text


_CHECKS: Mapping[str, Callable[[Question, str], str]] = {
    "text": _text,
    "long_text": _long_text,
    "date": _date,
    "number": _number,
    "yes_no": _yes_no,
    "choice": _choice,
    "country": _country,
    "territory": _territory,
}
