"""Decisions by points: the score of a case, its receipts, counting a receipt again, and the rules in force."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Path, Status
from pydantic import Field, StringConstraints

from qonys.office.casework.cases.models import Case
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.rulesets.refusals import UnknownRules
from qonys.office.casework.selection import checking, facts, selectors, services, trying
from qonys.office.casework.selection.models import Receipt, Score
from qonys.office.casework.selection.refusals import UnknownReceipt
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.foundation.journal.services import record_reading
from qonys.office.portal.api import keyset
from qonys.office.portal.api.callers import needs
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import After, Limit, Names, Page, ProblemShape, Shape, Text, Yes, names
from qonys.office.portal.api.v1.cases import CaseNumber, caller_of, found

room = Room(tags=["points"])
ReceiptCode = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9-]{16,24}$"), Path(description="As on the receipt.")
]
RulesKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$"), Path()]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Whole = Annotated[int, Field(strict=True, ge=-(10**9), le=10**9)]
Told = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]


class InputShape(Shape):
    """`source` says where it comes from: register, application, paper, officer, or nowhere for what is not known."""

    field: str
    value: str | int | bool | None
    source: str


class ScoreLineShape(Shape):
    item: str
    names: Names
    points: int
    reason: Names
    act: Names
    article: Names
    placeholder: bool


class ScoreShape(Shape):
    """`placeholders`: lines whose weights no published act gives."""

    rules: str
    version: str
    sha256: str
    law_on: date
    data_on: date
    total: int
    cut_off: int | None
    reached: bool
    lost_to_cap: int
    lines: list[ScoreLineShape]
    facts: list[InputShape]
    placeholders: list[str]


class Counting(Shape):
    """`facts`: what an officer found otherwise than told, by field, and `why`."""

    facts: Annotated[dict[FieldName, Yes | Whole | Told], Field(max_length=200)] = {}  # noqa: RUF012
    why: Text | None = None


class ReceiptShape(Shape):
    code: str
    outcome: Literal["grant", "refuse"]
    deviates: bool
    total: int
    issued: datetime
    sha256: str
    previous: str | None


class SignedReceipt(Shape):
    """The document as it was signed: canonical JSON of it is what anybody verifies."""

    body: dict[str, Any]
    rules: str
    signature: dict[str, str]


class Shown(Shape):
    """A receipt, whole."""

    body: dict[str, Any]
    rules: Annotated[str, StringConstraints(max_length=600_000)]
    signature: dict[str, Any]


class DifferenceShape(Shape):
    place: str
    stands: str
    comes: str


class CheckShape(Shape):
    """`holds` is null where it could not be asked."""

    question: Literal["form", "signature", "rules", "count"]
    holds: bool | None
    differences: list[DifferenceShape]


class VerdictShape(Shape):
    """`known`: this office wrote it; `followed_by`: the receipt that took its place, '' if none did."""

    holds: bool
    known: bool
    followed_by: str
    answers: list[CheckShape]


class RulesShape(Shape):
    key: str
    names: Names
    version: str
    sha256: str
    assumed: bool


class RulesTextShape(RulesShape):
    text: str


@room.get("/cases/{number}/score", response=ScoreShape, summary=gettext_lazy("The points of a case"))
@needs(Action.SEE, own=True)
def case_score(request: HttpRequest, number: CaseNumber) -> ScoreShape:
    """As they were counted last. That it was read is written down."""
    case = found(request, number)
    newest = selectors.newest(case)
    if newest is None:
        raise Problem("not-found", _("The points of this case are not counted yet."))
    record_reading(caller_of(request).actor, case.stream, "api")
    return _score(newest)


@room.post("/cases/{number}/score", response={201: ScoreShape}, summary=gettext_lazy("Count the points of a case"))
@needs(Action.HANDLE)
def count_case(request: HttpRequest, number: CaseNumber, payload: Counting) -> Status[Any]:
    case = found(request, number)
    row = services.score(case, _found(case, payload), why=payload.why or "", by=caller_of(request).account)
    return Status(201, _score(row))


@room.get("/cases/{number}/receipts", response=Page[ReceiptShape], summary=gettext_lazy("The receipts of a case"))
@needs(Action.SEE, own=True)
def list_receipts(request: HttpRequest, number: CaseNumber, after: After, limit: Limit) -> dict[str, Any]:
    rows = selectors.of_case(found(request, number)).order_by()
    return keyset.page(request, rows, ("id",), after, limit, _receipt)


# Before /receipts/{code}, which would be asked for a receipt called verify.
@room.post("/receipts/verify", auth=None, response=VerdictShape, summary=gettext_lazy("Count a receipt again"))
def verify_receipt(request: HttpRequest, payload: Shown) -> VerdictShape:
    """Nothing of it is kept. Rules that are none of this office's are not run here."""
    checked = checking.by_file(json.dumps(payload.model_dump(), ensure_ascii=True).encode())
    answers = [
        CheckShape(
            question=each.question.value,
            holds=each.holds,
            differences=[DifferenceShape(place=d.place, stands=d.stands, comes=d.comes) for d in each.differences],
        )
        for each in checked.verdict.answers
    ]
    verdict = checked.verdict
    return VerdictShape(holds=verdict.holds, known=checked.known, followed_by=checked.followed_by, answers=answers)


@room.get("/receipts/{code}", response=SignedReceipt, summary=gettext_lazy("A receipt, as it was signed"))
@needs(Action.SEE, own=True)
def one_receipt(request: HttpRequest, code: ReceiptCode) -> dict[str, Any]:
    """That it was read is written down."""
    caller = caller_of(request)
    try:
        receipt = selectors.by_code(caller.account, code)
        content = selectors.file(receipt)
    except (UnknownReceipt, Erased) as letter:
        raise Problem("not-found", str(letter)) from None
    record_reading(caller.actor, receipt.case.stream, "api")
    told: dict[str, Any] = json.loads(content)
    return told


@room.get("/rules", auth=None, response=list[RulesShape], summary=gettext_lazy("The rules of points in force"))
def list_rules(request: HttpRequest) -> list[RulesShape]:
    return [RulesShape(**_rules(key)) for key in rulesets.names()]


@room.get(
    "/rules/{key}",
    auth=None,
    response={200: RulesTextShape, 404: ProblemShape},
    summary=gettext_lazy("A set of rules with its text"),
)
def one_rule_set(request: HttpRequest, key: RulesKey) -> RulesTextShape:
    try:
        text = rulesets.in_force(key, timezone.localdate()).text
    except UnknownRules as letter:
        raise Problem("not-found", str(letter)) from None
    return RulesTextShape(**_rules(key), text=text)


def _rules(key: str) -> dict[str, Any]:
    today = timezone.localdate()
    now = rulesets.in_force(key, today)
    law = now.on(min(max(today, now.book.since), now.book.until or today))
    told = {"key": key, "names": names(now.book.titles), "version": now.version, "sha256": now.sha256}
    return {**told, "assumed": bool(law.placeholders)}


def _found(case: Case, payload: Counting) -> dict[str, Any]:
    rules, _inputs = trying.starting(case)
    told = {key: _text(value) for key, value in payload.facts.items()}
    if strangers := sorted(set(told) - set(rules.by_name)):
        raise Problem("invalid", _("The rules ask for no such fact: %(name)s.") % {"name": strangers[0]})
    return {key: facts.typed(rules.by_name[key], value) for key, value in told.items()}


def _text(value: bool | int | str) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _score(row: Score) -> ScoreShape:
    try:
        counted = selectors.counted(row)
    except Erased as letter:
        raise Problem("not-found", str(letter)) from None
    result = counted.result
    return ScoreShape(
        rules=row.rules.key,
        version=row.version,
        sha256=row.rules.pk,
        law_on=row.law_on,
        data_on=row.data_on,
        total=row.total,
        cut_off=row.cut_off,
        reached=row.reached,
        lost_to_cap=result["lost_to_cap"],
        lines=[_line(each) for each in result["items"]],
        facts=[InputShape(field=i.name, value=i.value, source=i.source.kind) for i in counted.inputs],
        placeholders=result["placeholders"],
    )


def _line(each: dict[str, Any]) -> ScoreLineShape:
    return ScoreLineShape(
        item=each["item"],
        names=Names(**each["names"]),
        points=each["points"],
        reason=Names(**each["reason"]),
        act=Names(**each["law"]["act"]),
        article=Names(**each["law"]["article"]),
        placeholder=each["placeholder"],
    )


def _receipt(row: Receipt) -> ReceiptShape:
    return ReceiptShape(
        code=row.code,
        outcome=row.outcome,
        deviates=row.deviates,
        total=row.score.total,
        issued=row.issued,
        sha256=row.sha256,
        previous=row.previous.code if row.previous else None,
    )
