"""What is told of a person, checked and put into the fields of the register, with the keys that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qonys.office.foundation.authority.models import Territory
from qonys.office.registers.persons import policies
from qonys.office.registers.persons.models import Person
from qonys.office.registers.persons.names import keys
from qonys.office.registers.persons.told import PersonTold
from qonys.office.registers.sources.models import Source

FIELDS = (*policies.NAMES, "iin", "birth_date", "birth_precision", "sex", "citizenship")


def new_person(told: PersonTold, territory: Territory, source: Source) -> Person:
    """A person as told, checked, with its keys; not saved. Raises BadInput."""
    person = Person(home=territory, source=source)
    fill(person, vars(told))
    return person


def fill(person: Person, told: Mapping[str, Any]) -> None:
    for field in policies.NAMES:
        setattr(person, field, policies.name(field, told[field]))
    person.iin = policies.number(told["iin"])
    person.birth_precision = policies.precision(told["birth_precision"])
    person.birth_date = policies.birth_date(told["birth_date"], person.birth_precision)
    person.sex = policies.sex(told["sex"])
    person.citizenship = policies.citizenship(told["citizenship"])
    person.sort_key, person.search_key = keys(person)
