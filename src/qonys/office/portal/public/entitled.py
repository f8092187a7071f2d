"""The answer of the law as a page shows it: the figure first, then why, by which act, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.countries.clocks import Due
from qonys.countries.support import words
from qonys.countries.support.answer import Checked, Entitlements, Ground, Item, Money, Payment, State, Verdict
from qonys.office.planning.wording import places

STATES: dict[State, tuple[str, Promise]] = {
    State.MET: ("✓", _("met")),
    State.OPEN: ("…", _("still to show")),
    State.UNKNOWN: ("?", _("not known, ask")),
    State.LOST: ("✗", _("not met")),
}
VERDICTS: dict[Verdict, Promise] = {
    Verdict.DUE: _("yours"),
    Verdict.OPEN: _("yours if all conditions are met"),
    Verdict.UNKNOWN: _("the amount is not known"),
    Verdict.LOST: _("not as things stand"),
}


@dataclass(frozen=True)
class Point:
    """One condition."""

    state: str
    mark: str
    word: Promise
    asks: str
    says: str
    act: str
    verified: bool


@dataclass(frozen=True)
class Law:
    """Where it stands, and how sure that is."""

    act: str
    address: str
    article: str
    source: str
    assumption: str
    verified: bool


@dataclass(frozen=True)
class Card:
    """One measure of support."""

    key: str
    name: str
    verdict: str
    word: Promise
    amount: str
    per: str
    formula: str
    points: tuple[Point, ...]
    notes: tuple[str, ...]
    law: Law
    payments: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Return:
    """What must perhaps be given back by those who leave before a day, and what of."""

    measures: str
    until: str
    says: str


@dataclass(frozen=True)
class Sheet:
    """Everything on the page below the questions."""

    possible: bool
    first_month: str
    first_year: str
    home: str
    total: str
    shared: tuple[Point, ...]
    obstacles: tuple[str, ...]
    money: tuple[Card, ...]
    beside: tuple[Card, ...]
    services: tuple[Card, ...]
    returns: tuple[Return, ...]
    papers: tuple[str, ...]
    offices: tuple[tuple[str, str, str, str], ...]
    notes: tuple[str, ...]
    steps: tuple[tuple[str, str, str], ...]


def sheet(answer: Entitlements, steps: Sequence[Due]) -> Sheet:
    shared = {each.key for each in answer.shared}
    cards = [(item, _card(item, shared, answer.currency)) for item in answer.items]
    lost = [each for each in answer.shared if each.state == State.LOST]
    home = answer.home

    def of(kinds: Iterable[str], counted: bool) -> tuple[Card, ...]:
        return tuple(card for item, card in cards if item.kind in kinds and item.counted == counted)

    return Sheet(
        possible=any(item.verdict != Verdict.LOST for item in answer.counted),
        first_month=_money(answer.first_month, answer.currency),
        first_year=_money(answer.first_year, answer.currency),
        home=_money(Money(home.high, home.high), answer.currency) if home.high else "",
        total=_money(answer.total, answer.currency),
        shared=tuple(_point(each) for each in answer.shared),
        obstacles=tuple(places.name(each.says) for each in lost),
        money=of(("once", "monthly", "home"), True),
        beside=of(("once", "monthly", "home", "grant"), False),
        services=of(("service",), False),
        returns=_returns(answer),
        papers=tuple(places.name(each) for each in answer.papers),
        offices=tuple((places.name(o.names), places.name(o.says), o.address, o.phone) for o in answer.offices),
        notes=tuple(places.name(each) for each in answer.notes),
        steps=tuple((places.name(words.day(s.day)), places.name(s.names), _act(s)) for s in steps),
    )


def _card(item: Item, shared: set[str], currency: str) -> Card:
    monthly = item.kind == "monthly" and bool(item.payments)
    lost = item.verdict == Verdict.LOST
    own = [each for each in item.conditions if each.key not in shared and not (lost and each.state != State.LOST)]
    return Card(
        key=item.measure,
        name=places.name(item.names),
        verdict=item.verdict.value,
        word=VERDICTS[item.verdict],
        amount=_amount(item, currency),
        per=places.name(item.per),
        formula=places.name(item.formula),
        points=tuple(_point(each) for each in own),
        notes=tuple(places.name(each) for each in item.notes),
        law=_law(item.ground),
        payments=tuple(_payment(each, currency) for each in item.payments) if monthly else (),
    )


def _amount(item: Item, currency: str) -> str:
    """The sum; of what comes monthly, that of the first month; for a home without a price, the most there can be."""
    if item.verdict in (Verdict.LOST, Verdict.UNKNOWN) or item.money.high == 0:
        return ""
    if item.kind == "monthly":
        return _money(item.payments[0].money, currency)
    if item.kind == "home" and not item.money.exact:
        return _money(Money(item.money.high, item.money.high), currency)
    return _money(item.money, currency)


def _point(checked: Checked) -> Point:
    mark, word = STATES[checked.state]
    law = _law(checked.ground)
    act = ", ".join(filter(None, (law.act, law.article)))
    return Point(
        checked.state.value, mark, word, places.name(checked.asks), places.name(checked.says), act, law.verified
    )


def _law(ground: Ground) -> Law:
    return Law(
        act=places.name(ground.act) if ground.act else "",
        address=places.name(ground.address) if ground.address else "",
        article=places.name(ground.article),
        source=ground.source,
        assumption=places.name(ground.assumption),
        verified=ground.verified,
    )


def _returns(answer: Entitlements) -> tuple[Return, ...]:
    """Each rule of giving back once, with the measures it concerns."""
    found: dict[str, tuple[list[str], str]] = {}
    for item in answer.counted:
        if item.payback is not None and item.verdict != Verdict.LOST:
            until = places.name(words.day(item.payback.until))
            names, _until = found.setdefault(places.name(item.payback.says), ([], until))
            names.append(places.name(item.names))
    return tuple(Return("; ".join(names), until, says) for says, (names, until) in found.items())


def _payment(payment: Payment, currency: str) -> tuple[str, str, str]:
    index = Money(payment.index, payment.index)
    return (places.name(words.day(payment.day)), _money(index, currency), _money(payment.money, currency))


def _act(due: Due) -> str:
    return places.name(due.act) if due.act else ""


def _money(money: Money, currency: str) -> str:
    return places.name(words.money(money.low, money.high, currency))
