"""Money by payment, each counted in the index of its own day, and the formula in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

from qonys.countries.calendar import months_later
from qonys.countries.support.answer import NOTHING, Money, Payment
from qonys.countries.support.conditions import Facts
from qonys.countries.support.law import INDEX, Amount, Measure
from qonys.countries.support.words import joined, money, months, number, people, said, same
from qonys.engines.vocabulary.territory import Names

TIMES = same(" × ")
EQUALS = same(" = ")
PLUS = same(" + ")
UP_TO = Names("ең көбі {formula}", "не больше {formula}", "at most {formula}")
PART = Names("бағаның {share} %-ы", "{share} % цены", "{share}% of the price")
WHOLE = Names("үйдің бағасы", "цена жилья", "the price of the home")
SMALLER = Names("{part}; {most}. Төленетіні: {sum}", "{part}; {most}. Выплата: {sum}", "{part}; {most}. Paid: {sum}")
NOT_MORE = Names("{part}, {most}", "{part}, {most}", "{part}, {most}")


def payments(facts: Facts, measure: Measure, amount: Amount) -> tuple[Payment, ...]:
    """What is paid and when, on the monthly returns of the day of the move; nothing where the amount is unknown."""
    if amount.unknown is not None or measure.kind == "service":
        return ()
    return _PAID[measure.kind](facts, measure, amount)


def formula(facts: Facts, measure: Measure, amount: Amount, paid: tuple[Payment, ...]) -> Names:
    """How the sum comes about, in each language."""
    if amount.unknown is not None:
        return amount.unknown.names
    if measure.kind == "service":
        return measure.text.names if measure.text else measure.per.names
    if measure.kind == "home":
        return _home_formula(facts, amount, paid[0])
    total = sum((each.money for each in paid), NOTHING)
    units = joined(_size(facts, amount), TIMES, _spans(facts, paid)) if measure.months > 1 else _once(facts, amount)
    if measure.each == "member":
        units = joined(units, TIMES, people(_heads(facts, measure)))
    return joined(units, EQUALS, money(total.low, total.high, facts.law.currency))


def _once_paid(facts: Facts, measure: Measure, amount: Amount) -> tuple[Payment, ...]:
    heads = _heads(facts, measure)
    index = _index(facts, amount, 0)
    return (Payment(facts.day, _whole(amount.low * index * heads, amount.high * index * heads), index),)


def _monthly_paid(facts: Facts, measure: Measure, amount: Amount) -> tuple[Payment, ...]:
    found = []
    for month in range(measure.months):
        index = _index(facts, amount, month)
        found.append(
            Payment(months_later(facts.day, month), _whole(amount.low * index, amount.high * index), index),
        )
    return tuple(found)


def _home_paid(facts: Facts, measure: Measure, amount: Amount) -> tuple[Payment, ...]:
    """A part of the price, never more than the cap; from nothing to the cap while no price is known."""
    index = _index(facts, amount, 0)
    cap = amount.high * index
    home = facts.application.said.home
    price = home.price if home else None
    low, high = (0.0, cap) if price is None else (min(_share(amount) * price, cap),) * 2
    return (Payment(facts.day, _whole(low, high), index),)


_PAID: Mapping[str, Callable[[Facts, Measure, Amount], tuple[Payment, ...]]] = {
    "once": _once_paid,
    "grant": _once_paid,
    "monthly": _monthly_paid,
    "home": _home_paid,
}


def _home_formula(facts: Facts, amount: Amount, paid: Payment) -> Names:
    share = _share(amount)
    cap = _whole(amount.high * paid.index, amount.high * paid.index)
    currency = facts.law.currency
    most = said(UP_TO, formula=joined(_once(facts, amount), EQUALS, money(cap.low, cap.high, currency)))
    part = WHOLE if share == 1 else said(PART, share=number(100 * share))
    home = facts.application.said.home
    if home is None or home.price is None:
        return said(NOT_MORE, part=part, most=most)
    worth = round(share * home.price)
    part = joined(part, EQUALS, money(worth, worth, currency))
    return said(SMALLER, part=part, most=most, sum=money(paid.money.low, paid.money.high, currency))


def _spans(facts: Facts, paid: tuple[Payment, ...]) -> Names:
    """12 months × index, or the months of each index where it changes on the way."""
    parts = []
    for index, group in groupby(paid, key=lambda each: each.index):
        span = months(sum(1 for _ in group))
        parts.append(joined(span, TIMES, money(index, index, facts.law.currency)))
    if len(parts) == 1:
        return parts[0]
    whole = parts[0]
    for part in parts[1:]:
        whole = joined(whole, PLUS, part)
    return joined(same("("), whole, same(")"))


def _once(facts: Facts, amount: Amount) -> Names:
    if amount.unit != INDEX:
        return money(round(amount.low), round(amount.high), facts.law.currency)
    index = _index(facts, amount, 0)
    return joined(_size(facts, amount), TIMES, money(index, index, facts.law.currency))


def _size(facts: Facts, amount: Amount) -> Names:
    """70 MCI, 15-30 MCI."""
    unit = facts.law.mci_names
    word = unit.names if unit and amount.unit == INDEX else same(facts.law.currency)
    low, high = number(amount.low), number(amount.high)
    size = low if amount.low == amount.high else joined(low, same("–"), high)
    return joined(size, same("\N{NO-BREAK SPACE}"), word)


def _index(facts: Facts, amount: Amount, month: int) -> int:
    return round(facts.law.index(months_later(facts.day, month)).value) if amount.unit == INDEX else 1


def _heads(facts: Facts, measure: Measure) -> int:
    return len(facts.application.household.moving) if measure.each == "member" else 1


def _share(amount: Amount) -> float:
    return 1.0 if amount.share is None else amount.share


def _whole(low: float, high: float) -> Money:
    return Money(round(low), round(high))
