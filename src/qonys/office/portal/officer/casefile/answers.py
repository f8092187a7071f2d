"""What the application says, screen by screen, with the questions of the version it was made under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qonys.countries.procedures.law import Question, Version
from qonys.office.casework.cases.papers import applies
from qonys.office.foundation.authority.models import Territory
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer.casefile.words import country, day


@dataclass(frozen=True)
class Answered:
    question: str
    answer: str  # '' where none was given
    long: bool


@dataclass(frozen=True)
class Screen:
    name: str
    answers: tuple[Answered, ...]


def screens(version: Version, answers: Mapping[str, Any]) -> tuple[Screen, ...]:
    """Questions that were not asked of this family are left out."""
    places = places_in(version, answers)
    found = []
    for screen in version.screens:
        asked = [each for each in screen.questions if applies(each.when, answers)]
        told = tuple(_answered(each, answers.get(each.key), places) for each in asked)
        if told:
            found.append(Screen(name(screen.names.names), told))
    return tuple(found)


def _answered(question: Question, given: Any, places: Mapping[str, str]) -> Answered:
    return Answered(name(question.names.names), in_words(question, given, places), question.kind == "long_text")


def in_words(question: Question, given: Any, places: Mapping[str, str]) -> str:
    """The answer as a reader says it; '' where none was given. `places`: names of the places answered."""
    if given is None or given == "":
        return ""
    text = str(given)
    if question.kind == "yes_no":
        return _("yes") if given is True or text == "yes" else _("no")
    if question.kind == "choice":
        return next((name(each.names.names) for each in question.options if each.key == text), text)
    if question.kind == "territory":
        return places.get(text, text)
    if question.kind == "country":
        return country(text)
    return day(text) if question.kind == "date" else text


def places_in(version: Version, answers: Mapping[str, Any]) -> dict[str, str]:
    """Names of the places that were answered, by code or path, in one query."""
    told = [str(answers[each.key]) for each in version.questions if each.kind == "territory" and answers.get(each.key)]
    found = Territory.objects.filter(code__in=told) | Territory.objects.filter(path__in=told)
    return {key: name(each.names) for each in found for key in (each.code, each.path)} if told else {}
