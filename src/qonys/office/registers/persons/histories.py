"""Whole persons at once, each with the first line of his or her stream: for what is invented or brought along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal.histories import Telling
from qonys.office.registers.persons import policies
from qonys.office.registers.persons.filling import FIELDS, new_person
from qonys.office.registers.persons.models import Against, Person, Remark
from qonys.office.registers.persons.names import write_words
from qonys.office.registers.persons.told import PersonTold
from qonys.office.registers.sources.models import Source

BATCH = 500


@dataclass(frozen=True)
class Known:
    """A person under a key that is known already, at home in a territory since the register heard of it."""

    key: UUID
    told: PersonTold
    home: Territory
    at: datetime


def write(known: Sequence[Known], source: Source, *, actor: str, telling: Telling) -> list[Person]:
    """Persons with words and remarks; numbers that seem to say something else were looked at: remarks are dismissed.

    The caller writes `telling` in the same transaction. Raises BadInput.
    """
    persons = [_person(each, source) for each in known]
    Person.objects.bulk_create(persons, batch_size=BATCH)
    write_words(persons)
    Remark.objects.bulk_create([remark for person in persons for remark in _remarks(person, source)], batch_size=BATCH)
    for person in persons:
        content = telling.keep(person.stream, person.recorded, {each: getattr(person, each) for each in FIELDS})
        payload = {"territory": person.home_id, "source": source.pk, "content": content}
        telling.say(person.stream, person.recorded, "taken", payload, actor=actor)
    return persons


def _person(known: Known, source: Source) -> Person:
    person = new_person(known.told, known.home, source)
    person.key, person.recorded = known.key, known.at
    return person


def _remarks(person: Person, source: Source) -> list[Remark]:
    found = policies.remarks_on_number(person.iin, person.birth_date, person.birth_precision, person.sex)
    return [
        Remark(person=person, about=each.about, against=Against.NUMBER, known=each.seems, told=each.told,
               source=source, noted=person.recorded, dismissed=person.recorded)
        for each in found
    ]  # fmt: skip
