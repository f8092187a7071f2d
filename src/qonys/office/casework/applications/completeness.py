"""What a draft still lacks before it can be sent: people, answers and papers, each with the place to give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from qonys.countries.procedures.law import Question, Screen, Version
from qonys.office.casework.applications import family
from qonys.office.casework.applications.answers import asked
from qonys.office.casework.applications.models import Draft
from qonys.office.casework.cases import law
from qonys.office.casework.cases.papers import Wanted, wanted


class What(StrEnum):
    APPLICANT = "applicant"
    ANSWER = "answer"
    PAPER = "paper"


@dataclass(frozen=True)
class Missing:
    """One thing; `screen` and `question` for an answer, `wanted` for a paper."""

    what: What
    screen: Screen | None = None
    question: Question | None = None
    wanted: Wanted | None = None


def version(draft: Draft) -> Version:
    """The law of today: it is what the application will be handled by, whenever it was begun."""
    return law.version_on(draft.procedure, timezone.localdate())


def missing(draft: Draft) -> list[Missing]:
    """Everything still needed, in the order of the screens; nothing when it can be sent."""
    return [*_people(draft), *_answers(draft), *_papers(draft)]


def papers(draft: Draft) -> tuple[Wanted, ...]:
    """Every paper that applies to this family, needed or not."""
    people = [family.someone(each) for each in family.read(draft.members)]
    return wanted(version(draft), people, draft.answers, timezone.localdate())


def place(each: Wanted) -> tuple[str, str]:
    """Which paper, and of which member; '' for one of the whole family."""
    return each.paper.key, each.of.key if each.of else ""


def lacking(screen: Screen, draft: Draft) -> list[Question]:
    """The needed questions of a screen without an answer."""
    return [each for each in asked(screen, draft.answers) if each.needed and not draft.answers.get(each.key)]


def _people(draft: Draft) -> Iterator[Missing]:
    if not draft.members:
        yield Missing(What.APPLICANT)


def _answers(draft: Draft) -> Iterator[Missing]:
    for screen in version(draft).screens:
        for question in lacking(screen, draft):
            yield Missing(What.ANSWER, screen=screen, question=question)


def _papers(draft: Draft) -> Iterator[Missing]:
    given = {(each.paper, each.member) for each in draft.papers.all()}
    for each in papers(draft):
        if each.paper.needed and place(each) not in given:
            yield Missing(What.PAPER, wanted=each)
