"""What the registers know of invented families: persons, where they are registered, and who lives with whom."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal.histories import Telling
from qonys.office.project.demonstration.families import Family
from qonys.office.registers.households.models import Household, Member
from qonys.office.registers.persons import histories
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence import lists
from qonys.office.registers.residence.models import Began, Kind, Residence
from qonys.office.registers.sources.models import Source, Vintage

BATCH = 500


@dataclass(frozen=True)
class Heard:
    """A family, when the registers heard of it, and where it lived then."""

    family: Family
    at: datetime
    home: Territory


def write(
    heard: Sequence[Heard], source: Source, vintage: Vintage, *, actor: str, drawn: random.Random, telling: Telling
) -> Mapping[uuid.UUID, Person]:
    """Everybody by key; the caller writes `telling` in the same transaction."""
    known = [histories.Known(each.key, each.told, one.home, one.at) for one in heard for each in one.family.members]
    persons = {person.key: person for person in histories.write(known, source, actor=actor, telling=telling)}
    _register(heard, persons, vintage, actor, telling)
    _house(heard, persons, actor, drawn, telling)
    return persons


def _register(
    heard: Sequence[Heard], persons: Mapping[uuid.UUID, Person], vintage: Vintage, actor: str, telling: Telling
) -> None:
    """Citizens live somewhere permanently; who has just come from abroad is registered for a time."""
    rows = []
    for one in heard:
        citizens = bool(one.family.leaves)
        for each in one.family.members:
            rows.append(
                Residence(
                    person=persons[each.key],
                    territory=one.home,
                    listed=lists.listed(one.home, one.at.date()),
                    kind=Kind.PERMANENT if citizens else Kind.TEMPORARY,
                    since=one.at.date(),
                    began=Began.REGISTERED if citizens else Began.ARRIVED,
                    state="" if citizens else one.family.state,
                    vintage=vintage,
                    recorded=one.at,
                )
            )
    Residence.objects.bulk_create(rows, batch_size=BATCH)
    for row in rows:
        told = {"territory": row.territory_id, "kind": row.kind, "since": row.since, "began": row.began,
                "until": None, "listed": row.listed, "state": row.state, "vintage": str(vintage)}  # fmt: skip
        telling.say(row.person.stream, row.recorded, "residence registered", told, actor=actor)


def _house(
    heard: Sequence[Heard], persons: Mapping[uuid.UUID, Person], actor: str, drawn: random.Random, telling: Telling
) -> None:
    """Each family keeps house together."""
    houses = [
        Household(key=uuid.UUID(int=drawn.getrandbits(128), version=4), territory=one.home, formed=one.at.date(),
                  recorded=one.at)
        for one in heard
    ]  # fmt: skip
    Household.objects.bulk_create(houses, batch_size=BATCH)
    rows = []
    for house, one in zip(houses, heard, strict=True):
        members = [
            Member(household=house, person=persons[each.key], relation=each.relation, since=house.formed)
            for each in one.family.members
        ]
        told = [{"person": str(each.person.key), "relation": str(each.relation)} for each in members]
        line = {"on": house.formed, "territory": house.territory_id, "members": told}
        telling.say(house.stream, one.at, "formed", line, actor=actor)
        rows += members
    Member.objects.bulk_create(rows, batch_size=BATCH)


def opening(day: datetime) -> datetime:
    """The morning of a day, when registers are told."""
    return datetime.combine(day.date(), time(3), UTC)
