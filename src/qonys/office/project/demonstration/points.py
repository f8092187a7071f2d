"""Families of the points pilot: their questionnaires, points that are counted, decisions with receipts, an appeal.

One decision deviates from the points and says why; a change of the rules waits for a second officer of the rules.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qonys.countries.demonstration import Demonstration
from qonys.countries.procedures.law import Question, Scored, Version
from qonys.office.casework.appeals import services as appeals
from qonys.office.casework.cases import law
from qonys.office.casework.cases import services as acts
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.ledger import selectors as ledger
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.rulesets import services as rule_services
from qonys.office.casework.selection import services as selection
from qonys.office.casework.selection.models import Receipt, Score
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.project.demonstration.staff import Staff
from qonys.office.registers.disclosure.ages import age_on

# Of the families that apply today; who was decided on before the office began has no receipt, and so no points.
SHARES = {Status.IN_REVIEW: 0.2, Status.AT_COMMISSION: 0.3, Status.TO_DECIDE: 0.5}
WEAK = 2  # families to decide on who cannot reach the mark
LEAST_AGE = 20  # at which work begins
NOTICE = timedelta(days=30)  # a changed rule begins a month later


@dataclass
class Pilot:
    """Who takes part, and what they answer; the same lot draws the same."""

    drawn: random.Random
    weak: int = 0

    def questionnaire(self, version: Version, status: Status, applied: date, born: date) -> Mapping[str, str]:
        """Nothing for a family that goes the ordinary way."""
        scored = version.scored
        if scored is None or scored.when is None or not rulesets.holds(scored.rules, applied):
            return {}
        if status == Status.TO_DECIDE and self.weak < WEAK:
            self.weak += 1
            return self._answers(version, scored, age=LEAST_AGE, weak=True)
        if self.drawn.random() >= SHARES.get(status, 0):
            return {}
        return self._answers(version, scored, age_on(born, applied), weak=False)

    def _answers(self, version: Version, scored: Scored, age: int, weak: bool) -> dict[str, str]:
        assert scored.when is not None  # asked by who calls
        questions = {each.key: each for each in version.questions}
        told = {scored.when.question: scored.when.answer[0]}
        for fact in scored.facts:
            if fact.question:
                told[fact.question] = self._answer(questions[fact.question], fact.field, age, weak)
        return told

    def _answer(self, question: Question, field: str, age: int, weak: bool) -> str:
        if question.kind == "choice":
            most = len(question.options) - 1
            return question.options[0 if weak else min(self.drawn.randint(0, most), self.drawn.randint(0, most))].key
        if question.kind == "number":
            return str(self.drawn.randint(0, max(0, age - LEAST_AGE) if field == "work_years" else 1))
        return "yes" if not weak and self.drawn.random() < 0.4 else "no"


@dataclass(frozen=True)
class Points:
    """Counting and deciding on the day the office is made."""

    staff: Staff
    content: Demonstration
    drawn: random.Random
    nation: Territory
    today: date

    def decide(self, cases: Sequence[Case]) -> list[Receipt]:
        """Who is before the commission is counted; whose turn it is is decided on. Receipts of refusals."""
        for case in cases:
            if case.status == Status.AT_COMMISSION:
                self._count(case)
        counted = [(self._count(case), case) for case in cases if case.status == Status.TO_DECIDE]
        for score, case in counted:
            if score.reached:
                self._grant(case, "reached")
        below = [case for score, case in sorted(counted, key=lambda each: -each[0].total) if not score.reached]
        for case in below[1:] or below:
            self._refuse(case)
        if len(below) > 1:  # of those who lack points the one who lacks fewest
            self._grant(below[0], "deviates")
        return list(Receipt.objects.filter(case__in=below, outcome="refuse").select_related("case__account"))

    def appeal(self, refused: Sequence[Receipt]) -> Account | None:
        """One family does not agree; returns its account."""
        able = [each for each in refused if each.case.account]
        if not able:
            return None
        receipt = max(able, key=lambda each: ledger.of_case(each.case_id) is not None)  # its place is frozen
        appeals.file(receipt, self._text("appeal"), by=receipt.case.account)
        return receipt.case.account

    def propose_rules(self) -> None:
        """A version that one officer of the rules wrote and another has not approved yet."""
        wanted = self.content.rule_change
        if wanted is None:
            return
        begins = self.today + NOTICE
        text = _changed(rulesets.in_force(wanted.rules, self.today).text, wanted.text)
        examples = _changed(rulesets.examples(wanted.rules), wanted.examples)
        signed = examples.replace("\n    day: ", f'\n    signed_by: "{wanted.signed_by}"\n    day: ')
        by = self.staff.of(self.nation.pk, "rules")
        rule_services.draft(wanted.rules, text, signed, begins, wanted.why, by=by)

    def _grant(self, case: Case, occasion: str) -> None:
        acts.act(case, "grant", {"reason": self._text(occasion)}, by=self._decider(case))

    def _refuse(self, case: Case) -> None:
        told = {"ground": _by_points(case), "reason": self._text("below")}
        acts.act(case, "refuse", told, by=self._decider(case))

    def _count(self, case: Case) -> Score:
        return selection.score(case, by=self._decider(case))

    def _decider(self, case: Case) -> Account:
        return self.staff.of(case.territory_id, "decider")

    def _text(self, occasion: str) -> str:
        return str(self.drawn.choice(getattr(self.content.texts, occasion)))


def _by_points(case: Case) -> str:
    version = law.version(case.procedure, case.version)
    return next(each.key for each in version.grounds if each.by_points)


def _changed(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text
