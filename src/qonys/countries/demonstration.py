"""`demonstration.yaml`: what an invented office is drawn from. A country without it has no demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from qonys.countries.dated import Frozen
from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput

FILE = "demonstration.yaml"
Weights = Mapping[str, float]


class Shift(Frozen):
    """Numbers of persons born until that year say a birth date so many years later than their papers."""

    born_until: int
    years: int


class Patronymic(Frozen):
    man: str
    woman: str


class People(Frozen):
    """Names that go together. Without surnames the father's name stands in their place."""

    surnames: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    patronymic: Patronymic
    feminine: Mapping[str, str]  # ending of a man's surname -> of a woman's
    fathers: Mapping[str, str] = {}  # what a father's name becomes before the patronymic's ending
    spelling: Literal["plain", "uzbek", "syllables"] = "plain"
    syllables: Mapping[str, str] = {}


class Origin(Frozen):
    state: str
    weight: float
    people: str


class Occupation(Frozen):
    kk: str
    ru: str


class OrderTold(Frozen):
    """An order on quotas: its number with the {year}, and what document it is, with its {source} where it has one."""

    number: str
    document: str


class RuleChange(Frozen):
    """What a rule officer proposes to change: words of the rules, and of the worked examples that follow them."""

    rules: str
    why: str
    signed_by: str
    text: Mapping[str, str]  # what stands there -> what is to stand there
    examples: Mapping[str, str]


class Texts(Frozen):
    """What people write, by occasion: an application's story and proof, what an office asks, what a family answers."""

    story: tuple[str, ...]
    proof: tuple[str, ...]
    ask: tuple[str, ...]
    answer: tuple[str, ...]
    message: tuple[str, ...]
    reply: tuple[str, ...]
    note: tuple[str, ...]
    refuse: tuple[str, ...]
    turn_back: tuple[str, ...]
    extend: tuple[str, ...]
    proves: Mapping[str, str]  # what an offer of each kind rests on, with its {number}
    hall: tuple[str, ...]  # where a commission sits
    minutes: tuple[str, ...]
    recording: tuple[str, ...]  # where it lies, with its {number}
    orders: Mapping[str, OrderTold]  # on quotas: open, recut, swap
    reached: tuple[str, ...]  # a grant by points
    below: tuple[str, ...]  # a refusal by points
    deviates: tuple[str, ...]  # why an officer decides otherwise than the points say
    appeal: tuple[str, ...]
    seen: tuple[str, ...]  # by who verified an offer
    edit: tuple[str, ...]  # why a commission changes a proposal
    helper: Mapping[str, tuple[str, ...]]  # notes about a settled family, by who helps
    provider: Mapping[str, str]  # who gives each kind of help, with its {region}
    phone: str
    paired: tuple[str, ...]  # why two entries are one person


class Demonstration(Frozen):
    """The whole file."""

    shifts: tuple[Shift, ...]
    peoples: Mapping[str, People]
    citizens: Weights
    origins: tuple[Origin, ...]
    population: Weights
    population_source: str
    kandas_settle: Weights
    departures: Weights
    receptions: Weights
    occupations: tuple[Occupation, ...]
    texts: Texts
    rule_change: RuleChange | None = None

    @model_validator(mode="after")
    def _names_only_peoples_it_describes(self) -> Demonstration:
        named = {*self.citizens, *(each.people for each in self.origins)}
        if named - set(self.peoples):
            raise ValueError(f"no names are given for {', '.join(sorted(named - set(self.peoples)))}")
        return self


def read_demonstration(pack: Path) -> Demonstration:
    """Raises BadInput."""
    path = pack / FILE
    if not path.is_file():
        raise BadInput(
            "this country has nothing to draw a demonstration from.",
            where=str(pack.name),
            remedy=f"Add {FILE}, after the example of the built-in country kz.",
        )
    return fill(Demonstration, read_mapping(path), FILE)
