"""What the law gives to a family that moves: the same answer as `qonys support` and the page. Nothing is kept."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from pydantic import Field

from qonys.countries.support import report
from qonys.countries.support.answer import Entitlements, Item, Money
from qonys.countries.support.entitlements import LawBook, entitlements, next_steps, read_law_book
from qonys.countries.support.household import HomeWay, Relation, Status
from qonys.countries.support.household_file import ApplicationFile
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import Code, Day, Names, ProblemShape, Shape, Yes, names

room = Room(tags=["support"])


class MemberShape(Shape):
    born: Day | None = None
    age: Annotated[int, Field(ge=0, le=130, strict=True)] | None = None
    relation: Relation
    status: Status | None = None
    stays: Yes = False


class HomeShape(Shape):
    way: HomeWay
    price: Annotated[int, Field(ge=1, le=10**10, strict=True)] | None = None


class SaidShape(Shape):
    """What is left out counts as not said, and its condition stays open."""

    job_seeker: Yes | None = None
    registered_since: Day | None = None
    graduated_on: Day | None = None
    divorced_on: Day | None = None
    included_before: Yes | None = None
    included: Yes | None = None
    settlement_listed: Yes | None = None
    works: Yes | None = None
    rents: Yes | None = None


class FamilyShape(Shape):
    """A family and its move. `origin` is the code of a region, or abroad."""

    on: Day
    origin: Code
    destination: Code
    status: Status = "citizen"
    members: Annotated[list[MemberShape], Field(min_length=1, max_length=30)]
    said: SaidShape = SaidShape()
    home: HomeShape | None = None


class MoneyShape(Shape):
    """The same twice where the law leaves nothing open."""

    low: int
    high: int


class PaymentShape(Shape):
    day: date
    money: MoneyShape


class ConditionShape(Shape):
    key: str
    state: str
    says: Names


class ItemShape(Shape):
    measure: str
    names: Names
    verdict: str
    money: MoneyShape
    receiver: str
    formula: Names
    act: Names | None
    article: Names
    conditions: list[ConditionShape]
    payments: list[PaymentShape]


class EntitlementsShape(Shape):
    """`text` is the whole answer in the reader's language, line by line."""

    stream: str
    currency: str
    items: list[ItemShape]
    first_month: MoneyShape
    first_year: MoneyShape
    home: MoneyShape
    total: MoneyShape
    papers: list[Names]
    text: list[str]


@room.post(
    "/support/entitlements",
    auth=None,
    response={200: EntitlementsShape, 404: ProblemShape},
    summary=gettext_lazy("What the law gives to a family"),
)
def support_entitlements(request: HttpRequest, family: FamilyShape) -> EntitlementsShape:
    book = _book(settings.QONYS_COUNTRY)
    if book is None:
        raise Problem("not-found")
    application = ApplicationFile(**family.model_dump()).application()
    answer = entitlements(book, application)
    text = report.lines(answer, next_steps(book, application), get_language() or "kk")
    return _shown(answer, text)


def _shown(answer: Entitlements, text: list[str]) -> EntitlementsShape:
    totals: dict[str, Any] = {
        name: _money(getattr(answer, name)) for name in ("first_month", "first_year", "home", "total")
    }
    return EntitlementsShape(
        stream=answer.stream,
        currency=answer.currency,
        items=[_item(each) for each in answer.items],
        papers=[names(each) for each in answer.papers],
        text=text,
        **totals,
    )


def _item(item: Item) -> ItemShape:
    conditions = [ConditionShape(key=c.key, state=c.state, says=names(c.says)) for c in item.conditions]
    return ItemShape(
        measure=item.measure,
        names=names(item.names),
        verdict=item.verdict,
        money=_money(item.money),
        receiver=item.receiver,
        formula=names(item.formula),
        act=names(item.ground.act) if item.ground.act else None,
        article=names(item.ground.article),
        conditions=conditions,
        payments=[PaymentShape(day=each.day, money=_money(each.money)) for each in item.payments],
    )


def _money(money: Money) -> MoneyShape:
    return MoneyShape(low=money.low, high=money.high)


@cache
def _book(country: str) -> LawBook | None:
    """The law of the country this office serves; None if its pack describes no support."""
    try:
        return read_law_book(country)
    except BadInput:
        return None
