"""Who moves, from where to where and when, and what the family has said of itself. Nothing here names a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from qonys.countries.support.law import Stream
from qonys.engines.vocabulary.errors import BadInput

Relation = Literal["head", "spouse", "child", "parent", "other"]
Status = Literal["citizen", "kandas", "ethnic_kazakh", "foreigner"]
HomeWay = Literal["buy", "build", "mortgage"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
STATUSES: tuple[Status, ...] = get_args(Status)
HOME_WAYS: tuple[HomeWay, ...] = get_args(HomeWay)

ABROAD = "abroad"  # an origin that is no region of the country
OLDEST = 130


@dataclass(frozen=True)
class Member:
    """One of the family: completed years of age on the day of the move, relation to the applicant, status in law."""

    age: int
    relation: Relation
    status: Status = "citizen"
    comes: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.age <= OLDEST:
            raise BadInput("nobody has this age.", where="household", value=self.age, remedy="Check the day of birth.")


@dataclass(frozen=True)
class Household:
    """The applicant (the head) and everybody who belongs to the family."""

    members: tuple[Member, ...]

    def __post_init__(self) -> None:
        heads = sum(each.relation == "head" for each in self.members)
        if heads != 1:
            raise BadInput(
                "a family has one applicant.",
                where="household",
                value=f"{heads} members with the relation 'head'",
                remedy="Give exactly one member the relation 'head'.",
            )
        if not self.head.comes:
            raise BadInput("the applicant does not move.", where="household", remedy="Let who moves be the head.")

    @property
    def head(self) -> Member:
        return next(each for each in self.members if each.relation == "head")

    @property
    def moving(self) -> tuple[Member, ...]:
        return tuple(each for each in self.members if each.comes)

    @property
    def stream(self) -> Stream:
        """Kandas and those who may become it apply as kandas, everybody else as resettlers."""
        return "kandas" if self.head.status in ("kandas", "ethnic_kazakh") else "resettlers"


@dataclass(frozen=True)
class Move:
    """`day`: arrival and inclusion in the quota. `origin` is a code of the list in force that day, or ABROAD."""

    day: date
    origin: str
    destination: str


@dataclass(frozen=True)
class Home:
    """What a certificate would be spent on; `price` in the country's currency, None while it is not known."""

    way: HomeWay
    price: int | None = None

    def __post_init__(self) -> None:
        if self.price is not None and self.price <= 0:
            raise BadInput("a home has a price above zero.", where="home", value=self.price, remedy="Correct it.")


@dataclass(frozen=True)
class Said:
    """What the family has said so far. None: not said; the condition stays open and no answer is guessed."""

    job_seeker: bool | None = None
    registered_since: date | None = None
    graduated_on: date | None = None
    divorced_on: date | None = None
    included_before: bool | None = None
    included: bool | None = None
    settlement_listed: bool | None = None
    works: bool | None = None
    rents: bool | None = None
    home: Home | None = None


@dataclass(frozen=True)
class Application:
    """Everything the law is applied to."""

    household: Household
    move: Move
    said: Said = field(default_factory=Said)
