"""Families who do not exist, with ages that make sense and numbers nobody can have."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qonys.countries.demonstration import Demonstration, Origin, Weights
from qonys.countries.identifiers import Kind
from qonys.office.project.demonstration.names import MALE, Line, named, new_line
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.told import PersonTold

FEMALE = "female"
OLDEST = 84  # born after 1940, as the shifts of the numbers want it
CHILDREN = (0, 1, 2, 3, 4, 5)
HOW_OFTEN = (14, 20, 28, 22, 11, 5)
KANDAS = 45  # of a hundred families


@dataclass(frozen=True)
class Invented:
    """A person before the register knows him or her."""

    key: uuid.UUID
    told: PersonTold
    relation: Relation


@dataclass(frozen=True)
class Family:
    """Who apply together. `state`: where kandas come from, '' for citizens; `leaves`: '' for kandas."""

    members: tuple[Invented, ...]  # the head first
    state: str
    leaves: str  # code of the region
    settles: str

    @property
    def head(self) -> Invented:
        return self.members[0]


@dataclass
class Inventor:
    """Draws families; the same seed draws the same."""

    content: Demonstration
    number: Kind
    drawn: random.Random
    today: date

    def __post_init__(self) -> None:
        self._given_out: set[str] = set()

    def families(self, persons: int) -> Iterator[Family]:
        """Whole families until there are so many persons."""
        count = 0
        while count < persons:
            family = self._kandas() if self.drawn.randrange(100) < KANDAS else self._resettlers()
            count += len(family.members)
            yield family

    def pick(self, weights: Weights) -> str:
        return self.drawn.choices(list(weights), list(weights.values()))[0]

    def _kandas(self) -> Family:
        origins = self.content.origins
        origin: Origin = self.drawn.choices(origins, [each.weight for each in origins])[0]
        members = self._members(origin.people, origin.state)
        return Family(members, origin.state, "", self.pick(self.content.kandas_settle))

    def _resettlers(self) -> Family:
        leaves, settles = self.pick(self.content.departures), self.pick(self.content.receptions)
        return Family(self._members(self.pick(self.content.citizens), "KZ"), "KZ", leaves, settles)

    def _members(self, people: str, state: str) -> tuple[Invented, ...]:
        drawn = self.drawn
        names = self.content.peoples[people]
        line, age = new_line(names, drawn), drawn.randint(22, 58)
        sex = MALE if drawn.random() < 0.7 else FEMALE
        head = self._person(line, sex, age, drawn.choice(names.men), state, Relation.HEAD)
        found, father = [head], head.told.given if sex == MALE else drawn.choice(names.men)
        married = drawn.random() < 0.78
        if married:
            found.append(self._spouse(line, sex, age, state))
            father = head.told.given if sex == MALE else found[1].told.given
        if married or drawn.random() < 0.3:
            found += self._children(line, father, age, state)
        if drawn.random() < 0.08:
            found.append(self._person(line, FEMALE, age + drawn.randint(21, 30), drawn.choice(names.men), state,
                                      Relation.PARENT))  # fmt: skip
        return tuple(found)

    def _spouse(self, line: Line, head_sex: str, age: int, state: str) -> Invented:
        """A wife bears the husband's surname; a husband has a line of his own."""
        sex = FEMALE if head_sex == MALE else MALE
        own = line if sex == FEMALE else new_line(line.people, self.drawn)
        years = max(20, age + self.drawn.randint(-5, 2) * (1 if sex == FEMALE else -1))
        return self._person(own, sex, years, self.drawn.choice(line.people.men), state, Relation.SPOUSE)

    def _children(self, line: Line, father: str, age: int, state: str) -> Iterator[Invented]:
        count = self.drawn.choices(CHILDREN, HOW_OFTEN)[0]
        eldest = min(age - 21, 17)
        for place in range(count if eldest >= 0 else 0):
            years = max(0, eldest - place * self.drawn.randint(2, 3))
            yield self._person(line, self.drawn.choice((MALE, FEMALE)), years, father, state, Relation.CHILD)

    def _person(self, line: Line, sex: str, age: int, father: str, state: str, relation: Relation) -> Invented:
        years = min(age, OLDEST)
        born = self.today - timedelta(days=years * 365 + self.drawn.randint(40, 330) + years // 4)
        name = named(line, sex, father, self.drawn)
        told = PersonTold(
            surname=name.surname,
            given=name.given,
            patronymic=name.patronymic,
            latin_surname=name.latin_surname,
            latin_given=name.latin_given,
            birth_date=born,
            sex=sex,
            iin=self._iin(born, sex) if state == "KZ" or self.drawn.random() < 0.6 else None,
            citizenship=state,
        )
        return Invented(uuid.UUID(int=self.drawn.getrandbits(128), version=4), told, relation)

    def _iin(self, born: date, sex: str) -> str:
        """Of a birth year 2040-2099 with the seventh digit of this century: nobody alive has one."""
        years = next(each.years for each in self.content.shifts if born.year <= each.born_until)
        said = f"{(born.year + years) % 100:02}{born:%m%d}{5 if sex == MALE else 6}"
        while True:
            number = self.number.completed(f"{said}{self.drawn.randrange(10_000):04}")
            if number and number not in self._given_out:
                self._given_out.add(number)
                return number
