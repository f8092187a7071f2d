"""A birth makes a person in the mother's household; a death ends residence and membership."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from qonys.office.foundation.journal.services import append
from qonys.office.registers.households import selectors as homes
from qonys.office.registers.households import services as households
from qonys.office.registers.households.relations import child_of
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.models import Person, Precision, Sex
from qonys.office.registers.persons.told import PersonTold
from qonys.office.registers.residence import lists
from qonys.office.registers.residence import services as residence
from qonys.office.registers.residence.models import Began, Ended, Residence
from qonys.office.registers.residence.selectors import permanent_on
from qonys.office.registers.sources.models import Vintage
from qonys.office.registers.vital_events.models import Event, Kind
from qonys.office.registers.vital_events.refusals import Impossible

DAY = timedelta(days=1)


def birth(mother: Person, child: PersonTold, *, vintage: Vintage, actor: str) -> Event:
    """A child is born to a mother in the register: where she lives it lives, with whom she lives it lives.

    A child the register knows already by its number keeps the residence and the household it has. Raises BadInput.
    """
    with transaction.atomic():
        held = Person.objects.select_for_update(no_key=True).get(pk=mother.pk)
        _refuse_birth(held, child)
        lived = permanent_on(held, child.birth_date)
        territory = lived.territory if lived else held.home
        born = persons.take(child, territory=territory, source=vintage.source, actor=actor).person
        if Event.objects.filter(person=born, kind=Kind.BIRTH).exists():
            raise Impossible(_("the birth of this person is in the register already."), where=str(born.key))
        _settle_in(born, held, lived, vintage, actor)
        return _written(Kind.BIRTH, born, child.birth_date, lived, vintage, actor, held)


def death(person: Person, *, on: date, vintage: Vintage, actor: str) -> Event:
    """A person died on that day, which is the last of residence and household. Raises Impossible."""
    with transaction.atomic():
        held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if held.died:
            raise Impossible(_("the death of this person is in the register already."), where=str(held.key))
        if on < held.birth_date:
            raise Impossible(_("nobody dies before being born."), where=str(held.key), value=str(on))
        lived = permanent_on(held, on)
        residence.end(held, on=on + DAY, ended=Ended.DIED, actor=actor)
        if homes.membership(held):
            households.leave(held, on=on + DAY, actor=actor)
        persons.record_death(held, on)
        return _written(Kind.DEATH, held, on, lived, vintage, actor)


def _refuse_birth(mother: Person, child: PersonTold) -> None:
    if mother.sex != Sex.FEMALE:
        raise Impossible(_("a mother is a woman in the register."), where=str(mother.key))
    if child.birth_precision != Precision.DAY:
        raise Impossible(_("a birth is registered with its day."), where=str(mother.key))
    if mother.died and child.birth_date > mother.died:
        raise Impossible(_("the mother had died before that day."), where=str(mother.key), value=str(child.birth_date))


def _settle_in(child: Person, mother: Person, lived: Residence | None, vintage: Vintage, actor: str) -> None:
    if lived and not Residence.objects.filter(person=child).exists():
        residence.register(
            child, lived.territory, since=child.birth_date, vintage=vintage, actor=actor, began=Began.BORN
        )
    together = homes.membership(mother)
    if together and not homes.membership(child):
        since = max(child.birth_date, together.since)
        households.join(together.household, child, child_of(together.relation), on=since, actor=actor)


def _written(
    kind: Kind,
    person: Person,
    day: date,
    lived: Residence | None,
    vintage: Vintage,
    actor: str,
    mother: Person | None = None,
) -> Event:
    territory = lived.territory if lived else person.home
    # Who is not registered on that day has a home on the list of today, which may not have been there yet.
    listed = lived.listed if lived else lists.lists().current.since
    event = Event.objects.create(
        kind=kind, person=person, date=day, territory=territory, listed=listed, mother=mother, vintage=vintage
    )
    told = {"territory": territory.pk, "vintage": str(vintage), "mother": str(mother.key) if mother else None}
    append(person.stream, kind.value, {"on": day, **told}, actor=actor)
    return event
