"""One person entered twice: the same people come again with names in Latin letters, days and months changed, and no
number. The engine proposes the pairs; officers have said of one that it is one person, of one that it is two.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from qonys.countries.demonstration import Demonstration
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.services import CONSOLE
from qonys.office.project.demonstration.staff import Staff
from qonys.office.registers.linkage import services, tasks
from qonys.office.registers.linkage.models import Candidate
from qonys.office.registers.linkage.states import State
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.models import Person
from qonys.office.registers.persons.told import PersonTold
from qonys.office.registers.sources.models import Source

AGAIN = 4  # persons of each region who come a second time
# A clerk with another keyboard: letters of Kazakh as Russian has them.
OTHER_KEYBOARD = str.maketrans("әғқңөұүіһӘҒҚҢӨҰҮІҺ", "агкноууихАГКНОУУИХ")


@dataclass(frozen=True)
class Twice:
    """`regions`: where officers look over pairs; both entries lie in one region, or nobody could see both."""

    staff: Staff
    content: Demonstration
    drawn: random.Random
    source: Source
    regions: Sequence[Territory]

    def enter(self) -> None:
        """Who comes again, and what the engine makes of it."""
        with transaction.atomic():
            for region in self.regions:
                known = Person.objects.filter(home=region).order_by("pk")[:200]
                for number, person in enumerate(self.drawn.sample(list(known), min(AGAIN, len(known)))):
                    told = _again(person, number)
                    persons.take(told, territory=region, source=self.source, actor=CONSOLE)
        tasks.learn({}, lambda share, stage: None)

    def decide(self) -> None:
        """In the first region with pairs enough: the surest is one person, the least sure is two."""
        for region in self.regions:
            found = list(Candidate.objects.filter(one__home=region, two__home=region, state=State.OPEN))
            if len(found) > 2:
                clerk, reason = self.staff.of(region.pk, "clerk"), self.drawn.choice(self.content.texts.paired)
                services.decide(found[0], State.SAME, account=clerk, reason=reason)
                services.decide(found[-1], State.DIFFERENT, account=clerk)
                return


def _again(person: Person, number: int) -> PersonTold:
    """The same person as another desk would have entered him or her."""
    told = PersonTold(
        surname=person.surname, given=person.given, patronymic=person.patronymic, birth_date=person.birth_date,
        sex=person.sex, citizenship=person.citizenship,
    )  # fmt: skip
    if number % 3 == 0:
        latin = {"latin_surname": person.latin_surname, "latin_given": person.latin_given}
        return replace(told, surname=person.latin_surname, given=person.latin_given, patronymic="", **latin)
    if number % 3 == 1:
        return replace(told, **{name: getattr(told, name).translate(OTHER_KEYBOARD) for name in
                                ("surname", "given", "patronymic")})  # fmt: skip
    return replace(told, patronymic="", birth_date=_swapped(person.birth_date))


def _swapped(born: date) -> date:
    """Day and month changed, where there is such a day; else the day beside it."""
    return born.replace(month=born.day, day=born.month) if born.day <= 12 else born.replace(day=born.day - 1)
