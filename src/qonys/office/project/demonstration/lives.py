"""What happened to a case, drawn by lot from the table of acts: who did what, how many working days after the last."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qonys.countries.demonstration import Demonstration
from qonys.countries.procedures.law import Question, Version
from qonys.office.casework.cases.states import Status

S = Status
# How often a case of the demonstration stands there now.
SHARES = {
    S.RECEIVED: 7, S.IN_REVIEW: 14, S.AT_COMMISSION: 12, S.TO_DECIDE: 7, S.GRANTED: 14, S.FOLLOWED: 24,
    S.REFUSED: 6, S.TURNED_BACK: 5, S.WITHDRAWN: 4, S.CLOSED: 7,
}  # fmt: skip
# Working days since the last line; most are within the terms of law, some are late.
IDLE = {
    S.RECEIVED: (0, 4), S.IN_REVIEW: (0, 12), S.AT_COMMISSION: (0, 24), S.TO_DECIDE: (0, 9), S.GRANTED: (1, 30),
    S.FOLLOWED: (2, 110), S.REFUSED: (3, 170), S.TURNED_BACK: (3, 200), S.WITHDRAWN: (3, 200), S.CLOSED: (0, 60),
}  # fmt: skip
BEFORE = (S.RECEIVED, S.IN_REVIEW, S.AT_COMMISSION, S.TO_DECIDE)


@dataclass(frozen=True)
class Deed:
    """An act to come: who does it, so many working days after the one before."""

    act: str
    who: str  # applicant | clerk | secretary | decider | follower
    after: int
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Teller:
    """Draws the life of one case."""

    content: Demonstration
    version: Version
    drawn: random.Random

    def life(self, target: Status, settles: str) -> list[Deed]:
        """From the application to that status. `settles`: the path of the territory where it is decided."""
        deeds = [*self._taken_in(target), *self._decided(target, settles), *self._followed(target)]
        if self.drawn.random() < 0.25 and target in (*BEFORE, S.GRANTED, S.FOLLOWED):
            deeds.append(Deed("message", "applicant", self._days(0, 2), {"text": self._text("message")}))
            if self.drawn.random() < 0.6:
                who = "follower" if target == S.FOLLOWED else "decider"
                deeds.append(Deed("message", who, self._days(0, 2), {"text": self._text("reply")}))
        return deeds

    def waits(self, target: Status) -> bool:
        return target in (S.RECEIVED, S.IN_REVIEW) and self.drawn.random() < 0.3

    def idle(self, target: Status) -> int:
        return self._days(*IDLE[target])

    def _taken_in(self, target: Status) -> Iterator[Deed]:
        waits = self.waits(target)
        if target == S.TURNED_BACK:
            ground = next(each.key for each in self.version.grounds if each.turns_back)
            yield Deed("turn_back", "clerk", self._days(0, 2), {"ground": ground, "reason": self._text("turn_back")})
        elif target == S.WITHDRAWN:
            yield Deed("withdraw", "applicant", self._days(1, 12))
        elif target == S.RECEIVED:
            yield from self._asked(answers=False) if waits else ()
        else:
            yield from self._asked(answers=True) if self.drawn.random() < 0.3 else ()
            yield Deed("accept", "clerk", self._days(0, 2))
            yield from self._asked(answers=False) if waits else ()

    def _asked(self, answers: bool) -> Iterator[Deed]:
        papers = [self.drawn.choice([each.key for each in self.version.papers if each.when is None])]
        yield Deed("ask", "clerk", self._days(0, 1), {"papers": papers, "text": self._text("ask")})
        if answers:
            yield Deed("answer", "applicant", self._days(1, 7), {"text": self._text("answer")})

    def _decided(self, target: Status, settles: str) -> Iterator[Deed]:
        if target in (S.RECEIVED, S.IN_REVIEW, S.TURNED_BACK, S.WITHDRAWN):
            return
        moved = self.version.begins != self.version.decides
        yield Deed("forward", "clerk", self._days(0, 2), {"territory": settles} if moved else {})
        if self.version.extension and self.drawn.random() < 0.1:
            yield Deed("extend", "decider", self._days(3, 8), {"reason": self._text("extend")})
        if target == S.AT_COMMISSION:
            return
        refused = target == S.REFUSED or (target == S.TO_DECIDE and self.drawn.random() < 0.15)
        yield Deed("recommend", "secretary", self._days(2, 14), {"recommends": "refuse" if refused else "grant"})
        if target == S.REFUSED:
            ground = self.drawn.choice(
                [each.key for each in self.version.grounds if not (each.turns_back or each.by_points)]
            )
            yield Deed("refuse", "decider", self._days(1, 4), {"ground": ground, "reason": self._text("refuse")})
        elif target != S.TO_DECIDE:
            yield Deed("grant", "decider", self._days(1, 4))

    def _followed(self, target: Status) -> Iterator[Deed]:
        if target not in (S.FOLLOWED, S.CLOSED):
            return
        yield Deed("settle", "follower", self._days(6, 25), {"on": ""})
        going_on = [each.key for each in self.version.events if not each.ends]
        chosen = self.drawn.sample(going_on, self._days(0, min(3, len(going_on))))
        for event in sorted(chosen, key=going_on.index):  # what begins comes before what ends
            yield Deed("event", "follower", self._days(4, 20), {"event": event, "on": ""})
        if target == S.CLOSED:
            ends = [each.key for each in self.version.events if each.ends]
            yield Deed("event", "follower", self._days(20, 60), {"event": self.drawn.choice(ends), "on": ""})
            yield Deed("finish", "follower", self._days(0, 3), {"on": ""})

    def _days(self, least: int, most: int) -> int:
        return self.drawn.randint(least, most)

    def _text(self, occasion: str) -> str:
        return str(self.drawn.choice(getattr(self.content.texts, occasion)))

    def answer(self, question: Question, known: dict[str, Any]) -> str | None:
        """What a family answers; None where nothing is asked of it or it says nothing."""
        if question.when and known.get(question.when.question) not in question.when.answer:
            return None
        if question.key in known:
            return str(known[question.key])
        if not question.needed and self.drawn.random() < 0.5:
            return None
        return self._said(question)

    def _said(self, question: Question) -> str | None:
        if question.kind == "choice":
            return self.drawn.choice(question.options).key
        if question.kind == "yes_no":
            return "no"
        occupation = self.drawn.choice(self.content.occupations).kk
        if question.kind == "long_text":
            return self._text("story").format(occupation=occupation)
        return {"text": occupation, "number": "1"}.get(question.kind)
