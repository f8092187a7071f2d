"""Answers to "how many must come?" on disk."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation

from qonys.engines.vocabulary.errors import UnknownRun
from qonys.office.planning.scenarios import kept
from qonys.office.planning.scenarios.kept import Kept

FOLDER = "goals"


@dataclass(frozen=True)
class Answer(Kept):
    """What a goal needs, in words and numbers (`answer.json`)."""

    @property
    def lines(self) -> list[str]:
        """Goal, need, and where it cannot be met, in the reader's language."""
        words: dict[str, list[str]] = self.document("answer.json")["words"]
        return words.get(translation.get_language() or "kk", words["en"])


def complete(country: str) -> tuple[Answer, ...]:
    """All answers of a country (its code), newest first."""
    return tuple(each for each in kept.complete(FOLDER, Answer) if each.country == country)


def find(name: str, country: str) -> Answer:
    """Raises UnknownRun."""
    for each in complete(country):
        if each.id == name:
            return each
    raise UnknownRun(f"There is no answer {name!r}.")
