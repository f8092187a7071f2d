"""What comes out: items with conditions, formula and article, and totals that add up. Money is in whole units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qonys.countries.support.household import Application
from qonys.countries.support.law import Kind, Receiver, Stream
from qonys.engines.vocabulary.territory import Names


class State(StrEnum):
    """Of a condition."""

    MET = "met"
    OPEN = "open"  # a paper or a decision is still to come
    UNKNOWN = "unknown"  # the rule, or the fact it asks for, was not found
    LOST = "lost"


class Verdict(StrEnum):
    """Of an item."""

    DUE = "due"  # every condition is met
    OPEN = "open"  # nothing stands against it; something is still to be shown, decided or found out
    UNKNOWN = "unknown"  # there is support of this kind, but the amount of that day is not known
    LOST = "lost"


@dataclass(frozen=True)
class Money:
    """From `low` to `high`; both are the same where the law leaves nothing open."""

    low: int
    high: int

    def __add__(self, other: Money) -> Money:
        return Money(self.low + other.low, self.high + other.high)

    @property
    def exact(self) -> bool:
        return self.low == self.high


NOTHING = Money(0, 0)


@dataclass(frozen=True)
class Ground:
    """Where a rule stands. `verified`: the act itself was read; else `source` reported it or it is an assumption."""

    act: Names | None
    address: Names | None
    article: Names
    source: str
    assumption: Names
    verified: bool


@dataclass(frozen=True)
class Checked:
    """One condition with its state, and the sentence that says why."""

    key: str
    state: State
    asks: Names
    says: Names
    ground: Ground


@dataclass(frozen=True)
class Payment:
    """One payment; `index`: the calculation index it was counted in."""

    day: date
    money: Money
    index: int


@dataclass(frozen=True)
class Payback:
    """Whether something must be given back by those who leave before `until`, as far as it is known."""

    until: date
    says: Names
    ground: Ground


@dataclass(frozen=True)
class Item:
    """One measure of support for this family."""

    measure: str
    names: Names
    per: Names
    kind: Kind
    receiver: Receiver
    conditions: tuple[Checked, ...]
    payments: tuple[Payment, ...]
    formula: Names
    notes: tuple[Names, ...]
    ground: Ground
    known: bool  # the amount of the day is known
    payback: Payback | None = None

    @property
    def verdict(self) -> Verdict:
        states = {each.state for each in self.conditions}
        if State.LOST in states:
            return Verdict.LOST
        if not self.known:
            return Verdict.UNKNOWN
        return Verdict.OPEN if states & {State.OPEN, State.UNKNOWN} else Verdict.DUE

    @property
    def reasons(self) -> tuple[Checked, ...]:
        """Why it is lost; else what is still to be shown or found out."""
        lost = tuple(each for each in self.conditions if each.state == State.LOST)
        return lost or tuple(each for each in self.conditions if each.state != State.MET)

    @property
    def money(self) -> Money:
        """All payments together, whoever receives them; nothing if it is lost."""
        return NOTHING if self.verdict == Verdict.LOST else sum((p.money for p in self.payments), NOTHING)

    @property
    def counted(self) -> bool:
        """In the family's total: money of its own that no competition decides."""
        return self.receiver == "family" and self.kind in ("once", "monthly", "home")


@dataclass(frozen=True)
class Entitlements:
    """The whole answer. `total` is the sum of its counted items, and of `first_year` and `home`."""

    application: Application
    stream: Stream
    origin: Names
    destination: Names
    currency: str
    items: tuple[Item, ...]
    papers: tuple[Names, ...]
    offices: tuple[OfficeTo, ...]
    notes: tuple[Names, ...]

    @property
    def counted(self) -> tuple[Item, ...]:
        return tuple(each for each in self.items if each.counted)

    @property
    def total(self) -> Money:
        return sum((each.money for each in self.counted), NOTHING)

    @property
    def home(self) -> Money:
        """Towards the price of a home."""
        return sum((each.money for each in self.counted if each.kind == "home"), NOTHING)

    @property
    def first_year(self) -> Money:
        """To hand in the twelve months after the move, without what goes into a home."""
        return sum((each.money for each in self.counted if each.kind != "home"), NOTHING)

    @property
    def first_month(self) -> Money:
        """To hand on the day of the move: what is paid once, and the first monthly payment."""
        due = [each for each in self.counted if each.kind != "home" and each.verdict != Verdict.LOST]
        day = self.application.move.day
        return sum((p.money for each in due for p in each.payments if p.day == day), NOTHING)

    @property
    def shared(self) -> tuple[Checked, ...]:
        """Conditions that every counted item asks: whether the family can take part at all."""
        keys = [{each.key for each in item.conditions} for item in self.counted]
        everywhere = set.intersection(*keys) if keys else set()
        return tuple(each for each in self.counted[0].conditions if each.key in everywhere) if keys else ()

    def item(self, measure: str) -> Item:
        return next(each for each in self.items if each.measure == measure)


@dataclass(frozen=True)
class OfficeTo:
    """Whom to ask."""

    names: Names
    says: Names
    address: str
    phone: str
