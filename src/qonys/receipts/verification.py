"""Does a receipt hold? Four questions, each answered for itself, with what does not match named place by place.

form        it is a receipt of a kind we know
signature   the office signed exactly this (needs its public key)
rules       the rule text that came with it is the one the receipt was counted by
count       the rules, applied anew to the facts, give the same document, byte by byte
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from qonys.engines.vocabulary.errors import BadInput
from qonys.receipts import document
from qonys.receipts.document import Body, Receipt
from qonys.receipts.keys import PublicKey

MOST = 40  # differences told

Count = Callable[[str, Mapping[str, Any], date], Mapping[str, Any]]  # rule text, facts, day of the law -> result


class Question(StrEnum):
    FORM = "form"
    SIGNATURE = "signature"
    RULES = "rules"
    COUNT = "count"


@dataclass(frozen=True)
class Difference:
    """At one place of the document: what stands there, and what the rules give."""

    place: str
    stands: str
    comes: str


@dataclass(frozen=True)
class Answer:
    """`holds` is None where it could not be asked: no key was given, or an earlier answer forbids it."""

    question: Question
    holds: bool | None
    why: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Verdict:
    answers: tuple[Answer, ...]
    receipt: Receipt | None

    @property
    def holds(self) -> bool:
        """Every question was asked and answered with yes."""
        return all(each.holds for each in self.answers)

    @property
    def broken(self) -> bool:
        return any(each.holds is False for each in self.answers)

    def answer(self, question: Question) -> Answer:
        return next(each for each in self.answers if each.question == question)


def verify(
    content: bytes, keys: Mapping[str, PublicKey], count: Count, runs: Callable[[str], bool] = lambda digest: True
) -> Verdict:
    """All four answers; never raises for what stands in the file. `runs`: are rules of that digest to be run here?"""
    try:
        receipt = document.read(content)
    except BadInput as letter:
        return not_one(str(letter))
    form = Answer(Question.FORM, True)
    return Verdict((form, _signature(receipt, keys), _rules(receipt), _count(receipt, count, runs)), receipt)


def not_one(why: str) -> Verdict:
    """What is no receipt cannot be asked the rest."""
    rest = (Question.SIGNATURE, Question.RULES, Question.COUNT)
    return Verdict((Answer(Question.FORM, False, why), *(Answer(each, None) for each in rest)), None)


def _signature(receipt: Receipt, keys: Mapping[str, PublicKey]) -> Answer:
    key = keys.get(receipt.signature.key)
    if key is None:
        why = "no public key was given" if not keys else f"none of the keys given is {receipt.signature.key}"
        return Answer(Question.SIGNATURE, None, why)
    if key.signed(document.body_bytes(receipt.body), receipt.signature.value):
        return Answer(Question.SIGNATURE, True)
    return Answer(Question.SIGNATURE, False, "it was changed after it was signed, or another signed it")


def _rules(receipt: Receipt) -> Answer:
    found = document.digest(receipt.rules)
    if found == receipt.body.rules.sha256:
        return Answer(Question.RULES, True)
    differs = Difference("rules.sha256", receipt.body.rules.sha256, found)
    return Answer(Question.RULES, False, "the rule text is not the one the receipt names", (differs,))


def _count(receipt: Receipt, count: Count, runs: Callable[[str], bool]) -> Answer:
    """The body is built once more around what the rules give now, and its bytes are compared."""
    body = receipt.body
    if not runs(document.digest(receipt.rules)):
        return Answer(Question.COUNT, None, "these rules are none of this office's")
    try:
        result = count(receipt.rules, body.facts, date.fromisoformat(body.law_on))
    except (BadInput, ValueError) as letter:
        return Answer(Question.COUNT, False, str(letter))
    again = rebuilt(body, result)
    if document.body_bytes(again) == document.body_bytes(body):
        return Answer(Question.COUNT, True)
    found = tuple(differences(document.plain(body), document.plain(again)))[:MOST]
    return Answer(Question.COUNT, False, "the rules give something else for these facts", found)


def rebuilt(body: Body, result: Mapping[str, Any]) -> Body:
    """The same document around that result; whether the officer deviates follows from it."""
    deviates = deviation(result, body.decision.outcome)
    decision = body.decision.model_copy(update={"deviates": deviates})
    return body.model_copy(update={"result": dict(result), "decision": decision})


def deviation(result: Mapping[str, Any], outcome: str) -> bool:
    """Did the person decide otherwise than the points say?"""
    reached = result.get("reached")  # nothing where the rules know no mark
    return reached is not None and reached != (outcome == "grant")


def differences(stands: Any, comes: Any, place: str = "") -> Iterator[Difference]:
    """Every place at which two plain documents differ, in the order of the first."""
    if isinstance(stands, dict) and isinstance(comes, dict):
        for key in dict.fromkeys((*stands, *comes)):
            here = f"{place}.{key}" if place else key
            yield from differences(stands.get(key), comes.get(key), here)
    elif isinstance(stands, list) and isinstance(comes, list):
        for index in range(max(len(stands), len(comes))):
            pair = [each[index] if index < len(each) else None for each in (stands, comes)]
            yield from differences(pair[0], pair[1], f"{place}[{index}]")
    elif stands != comes or type(stands) is not type(comes):
        yield Difference(place, _said(stands), _said(comes))


def _said(value: Any) -> str:
    return "nothing" if value is None else str(value)[:200]
