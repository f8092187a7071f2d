"""`policy/support.yaml`: every measure of support, dated, with its act, its conditions and what is not known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from qonys.countries.dated import FOLDER, Dated, Frozen, on
from qonys.countries.figures.indicators import Text, Words
from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput

FILE = "support.yaml"
INDEX = "MCI"  # an amount in this unit is counted in the monthly calculation index of its day

Stream = Literal["resettlers", "kandas"]
Kind = Literal["once", "monthly", "home", "service", "grant"]
Receiver = Literal["family", "employer"]


class Traced(Frozen):
    """Where a rule stands: the act and article, who reported it, what was assumed. `verified`: the act was read."""

    act: str = ""
    article: Text = ""
    source: str = ""
    assumption: Text = ""
    verified: bool = False

    @model_validator(mode="after")
    def _says_where_it_stands(self) -> Traced:
        if not (self.source or self.assumption):
            raise ValueError("a rule needs its source, or the assumption it rests on")
        return self


class Amount(Traced):
    """In force from `since` to the end of `until`: a value, a range, or said to be unknown."""

    since: date
    until: date | None = None
    value: float | None = None
    least: float | None = None
    most: float | None = None
    share: float | None = None
    unit: str = INDEX
    unknown: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _is_one_of_three(self) -> Amount:
        ways = (self.value is not None, self.least is not None and self.most is not None, self.unknown is not None)
        if sum(ways) != 1:
            raise ValueError("an amount has a value, or least and most, or says that it is unknown")
        return self

    @property
    def low(self) -> float:
        return self.least if self.least is not None else self.value or 0.0

    @property
    def high(self) -> float:
        return self.most if self.most is not None else self.value or 0.0


class Rule(Traced):
    """A condition, and what is said to the family when it is met, not met, still open or not known."""

    asks: Words
    met: Words
    lost: Words
    open: Words
    unknown: Words
    streams: tuple[Stream, ...] = ("resettlers", "kandas")
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Payback(Traced):
    """Whether money must be given back when the family leaves early, as far as it is known."""

    years: int
    says: Words


class Measure(Frozen):
    """One kind of support."""

    names: Words
    per: Words
    text: Words | None = None
    kind: Kind
    receiver: Receiver = "family"
    streams: tuple[Stream, ...]
    conditions: tuple[str, ...] = ()
    months: int = 1
    each: Literal["member", "family", "worker"] = "family"
    amount: tuple[Amount, ...] = ()
    notes: tuple[Words, ...] = ()
    payback: str = ""

    @property
    def since(self) -> date | None:
        return min((each.since for each in self.amount), default=None)


class Act(Frozen):
    """A law or order. `address` leads to its text, by language."""

    names: Words
    address: Words | None = None


class Receiving(Traced):
    """Regions named as places of reception, where no quota by region was published for the year."""

    stream: Stream
    since: date
    until: date
    regions: tuple[str, ...]


class Departure(Traced):
    """Regions people are known to be resettled from. The full list of the Government was not found."""

    since: date
    regions: tuple[str, ...]


class Paper(Traced):
    """A document to bring; `when` names the situation it is asked in, empty: always."""

    names: Words
    streams: tuple[Stream, ...]
    when: Literal["", "children", "divorced", "buy", "build"] = ""
    months: int = 0  # divorced: within so many months


class Office(Traced):
    """Whom to ask."""

    names: Words
    says: Words
    streams: tuple[Stream, ...]
    address: str = ""
    phone: str = ""


class StreamNames(Frozen):
    """What a kind of newcomer is called: one, and many as they stand in a quota."""

    names: Words
    many: Words


class Limits(Traced):
    """Ages and spans the conditions count with."""

    adult_age: int
    registered_years: int
    graduate_months: int


class Support(Frozen):
    """The whole file. A country that pays nothing has an index and no measures."""

    mci: tuple[Dated, ...]
    mci_until: date | None = None
    mci_names: Words | None = None
    currency: str = ""
    streams: Mapping[Stream, StreamNames] = {}
    questions: Mapping[str, Words] = {}
    limits: Limits | None = None
    acts: Mapping[str, Act] = {}
    conditions: Mapping[str, Rule] = {}
    measures: Mapping[str, Measure] = {}
    payback: Mapping[str, Payback] = {}
    receiving: tuple[Receiving, ...] = ()
    departure: tuple[Departure, ...] = ()
    papers: Mapping[str, Paper] = {}
    offices: Mapping[str, Office] = {}

    def index(self, day: date) -> Dated:
        """The monthly calculation index in force on that day. Raises BadInput."""
        return on(self.mci, day, "calculation index")

    def money(self, amount: Dated, day: date) -> float:
        """An amount in the country's currency on that day."""
        return amount.value * self.index(day).value if amount.unit == INDEX else amount.value

    @property
    def first_day(self) -> date:
        """Since when anything is known of money paid to a family."""
        paid = (each for each in self.measures.values() if each.receiver == "family" and each.kind == "once")
        return min((each.since for each in paid if each.since), default=min(each.since for each in self.mci))

    def question(self, key: str) -> Words:
        """How the country asks a family for a fact. Raises BadInput."""
        if key not in self.questions:
            raise BadInput(
                "no words for this question.", where=f"{FOLDER}/{FILE}", value=key, remedy="Add `questions`."
            )
        return self.questions[key]

    @model_validator(mode="after")
    def _names_only_what_is_described(self) -> Support:
        for what, used, known in (
            ("act", _acts(self), self.acts),
            ("condition", (c for each in self.measures.values() for c in each.conditions), self.conditions),
            ("payback", (each.payback for each in self.measures.values() if each.payback), self.payback),
        ):
            for name in used:
                if name not in known:
                    raise ValueError(f"{what} '{name}' is not described")
        return self


def in_force(amounts: Sequence[Amount], day: date) -> Amount | None:
    """The amount of that day; None before the first one and after an end."""
    begun = [each for each in amounts if each.since <= day]
    found = max(begun, key=lambda each: each.since) if begun else None
    return None if found is None or (found.until is not None and found.until < day) else found


def read_support(pack: Path) -> Support | None:
    """The law of support of a pack; None if it has none. Raises BadInput, UnreadableFile."""
    path = pack / FOLDER / FILE
    return fill(Support, read_mapping(path), f"{FOLDER}/{FILE}") if path.is_file() else None


def required_support(pack: Path) -> Support:
    """The law of support, or a letter to whoever asks for it. Raises BadInput."""
    found = read_support(pack)
    if found is None or not found.measures:
        raise BadInput(
            f"the country pack '{pack.name}' describes no measures of support.",
            where=f"{FOLDER}/{FILE}",
            remedy="Describe them there; qonys/countries/kz/policy/support.yaml shows how.",
        )
    return found


def _acts(law: Support) -> Iterable[str]:
    traced: list[Traced] = [*law.conditions.values(), *law.payback.values(), *law.papers.values(), *law.receiving]
    traced += [amount for each in law.measures.values() for amount in each.amount]
    return (each.act for each in traced if each.act)
