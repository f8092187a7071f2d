"""Five years of one family as a picture: visits on a line, and for every topic what was found when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qonys.office.casework.integration import selectors
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Fact, Settled
from qonys.office.portal.applicant.fields import say

LEFT, WIDE, TOP, ROW = 180, 720, 56, 34


@dataclass(frozen=True)
class Mark:
    x: float
    y: int
    kind: str  # visit, late, open | good, care
    title: str


@dataclass(frozen=True)
class Row:
    y: int
    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Timeline:
    width: int
    height: int
    years: tuple[tuple[float, int], ...]
    visits: tuple[Mark, ...]
    rows: tuple[Row, ...]
    today: float
    over: float | None


def timeline(settled: Settled, today: date) -> Timeline:
    law, end = integration(), selectors.obliged_until(settled)
    span = (end - settled.since).days

    def place(day: date) -> float:
        return round(LEFT + WIDE * min(max((day - settled.since).days / span, 0), 1), 1)

    visits = tuple(
        Mark(place(each.done or each.due), TOP - 22, _kind(each.done, each.due, today), str(each.month))
        for each in settled.visits.all()
    )
    facts = list(settled.facts.all())
    rows = []
    for number, topic in enumerate(law.topics):
        y = TOP + ROW * number + 16
        marks = tuple(
            Mark(place(fact.on), y, _care(fact), f"{fact.on}: {_answer(fact)}")
            for fact in facts
            if fact.topic == topic.key
        )
        rows.append(Row(y, say(topic.names), marks))
    years = tuple((round(LEFT + WIDE * year / law.follow_up.obligation_years, 1), year)
                  for year in range(law.follow_up.obligation_years + 1))  # fmt: skip
    height = TOP + ROW * len(rows) + 24
    over = place(settled.until) if settled.until else None
    return Timeline(LEFT + WIDE + 24, height, years, visits, tuple(rows), place(today), over)


def _kind(done: date | None, due: date, today: date) -> str:
    if done:
        return "visit"
    return "late" if due < today else "open"


def _care(fact: Fact) -> str:
    """Whether the answer is a cause for help, by the country's list."""
    causes = any(fact.topic == each.topic and fact.answer in each.answers for each in integration().reasons)
    return "care" if causes else "good"


def _answer(fact: Fact) -> str:
    topic = integration().topic(fact.topic)
    found = topic.answer(fact.answer) if topic else None
    return say(found.names) if found else fact.answer
