"""Is a settlement about to fail? Reasons out of the newest facts, each with the help that fits it.

A warning says whom to visit first and what to offer. It is no judgement of a family: no room that decides can read it
(an import contract sees to that), and a family sees the same reasons as the officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qonys.countries.calendar import months_later
from qonys.countries.integration import Integration, Reason


@dataclass(frozen=True)
class Said:
    """The newest answer of one person, or of the family, to one topic."""

    topic: str
    answer: str
    on: date


@dataclass(frozen=True)
class Warning:
    """The reasons, the heaviest first."""

    reasons: tuple[Reason, ...]
    enough: bool

    @property
    def weight(self) -> int:
        return sum(each.weight for each in self.reasons)


def warning(law: Integration, said: Iterable[Said], arrived: date, today: date) -> Warning:
    """What the newest facts amount to on that day."""
    by_topic: dict[str, list[str]] = {}
    for each in said:
        by_topic.setdefault(each.topic, []).append(each.answer)
    found = [each for each in law.reasons if _holds(law, each, by_topic, arrived, today)]
    ordered = tuple(sorted(found, key=lambda each: -each.weight))
    return Warning(ordered, sum(each.weight for each in ordered) >= law.warning.enough)


def _holds(law: Integration, reason: Reason, said: Mapping[str, list[str]], arrived: date, today: date) -> bool:
    topic = law.topic(reason.topic)
    if topic is None or today < months_later(arrived, reason.months):
        return False
    answers = said.get(reason.topic, [])
    if reason.all:  # students and the retired are not asked to work
        answers = [each for each in answers if (known := topic.answer(each)) is None or known.seeks]
        return bool(answers) and all(each in reason.answers for each in answers)
    return any(each in reason.answers for each in answers)
