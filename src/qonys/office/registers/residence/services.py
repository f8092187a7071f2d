"""Registering, moving, ending: each in one transaction, with one line in the person's stream; `Person.home` follows.

Whoever changes a history first holds the person's row.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal.services import append
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence import lists
from qonys.office.registers.residence.models import Began, Ended, Kind, Residence
from qonys.office.registers.residence.refusals import NoResidence
from qonys.office.registers.sources.models import Vintage

FIRST = (Began.REGISTERED, Began.BORN, Began.ARRIVED)


def register(
    person: Person,
    territory: Territory,
    *,
    since: date,
    vintage: Vintage,
    actor: str,
    kind: Kind = Kind.PERMANENT,
    began: Began = Began.REGISTERED,
    state: str = "",
    until: date | None = None,
) -> Residence:
    """A residence that follows none: the first, after a return, or a temporary one. Raises NoResidence, OtherList."""
    if began not in FIRST:
        raise NoResidence(_("what follows a residence is a move, not a registration."), value=began)
    with transaction.atomic():
        held = _hold(person)
        _refuse_overlap(held, kind, since, until)
        over = {"until": until, "ended": Ended.LAPSED} if until else {}
        row = _begun(held, territory, since, vintage, kind=kind, began=began, state=state, **over)
        _written(held, row, "residence registered", actor)
    return row


def move(person: Person, territory: Territory, *, on: date, vintage: Vintage, actor: str) -> Residence:
    """From the permanent residence to another, on that day. Raises NoResidence, OtherList."""
    return _followed(person, territory, on, vintage, Began.MOVED, Ended.MOVED, actor)


def redraw(person: Person, territory: Territory, *, vintage: Vintage, actor: str) -> Residence:
    """The unit was split: somebody says in which part the home lies. Nobody moved, and no move is counted."""
    with transaction.atomic():
        last = _open_permanent(_hold(person))
        unit = lists.unit_of(last.territory_id)
        day = lists.split(unit, last.listed)
        possible = lists.parts(unit, last.listed, day) if day else {}
        if day is None or lists.unit_of(territory.path) not in possible:
            problem = _("no new boundary put the home there.")
            raise NoResidence(problem, where=territory.path, remedy=", ".join(sorted(possible)))
        return _followed(person, territory, day, vintage, Began.REDRAWN, Ended.REDRAWN, actor)


def end(
    person: Person, *, on: date, ended: Ended, actor: str, left_for: str = "", kind: Kind | None = None
) -> list[Residence]:
    """Every open residence, or those of a kind, ends on that day: departure, death, struck off. Raises NoResidence."""
    with transaction.atomic():
        held = _hold(person)
        rows = list(Residence.objects.filter(person=held, until=None, **({"kind": kind} if kind else {})))
        for row in rows:
            _close(row, on, ended, left_for)
        if rows:
            _note(held, "residence ended", actor, on=on, ended=str(ended), left_for=left_for,
                  territories=[row.territory_id for row in rows])  # fmt: skip
    return rows


def _followed(
    person: Person, territory: Territory, on: date, vintage: Vintage, began: Began, ended: Ended, actor: str
) -> Residence:
    with transaction.atomic():
        held = _hold(person)
        last = _open_permanent(held)
        if last.territory_id == territory.pk and began == Began.MOVED:
            raise NoResidence(_("this person is registered there already."), where=territory.path)
        _close(last, on, ended)
        row = _begun(held, territory, on, vintage, kind=Kind.PERMANENT, began=began, origin=last)
        _written(held, row, "moved" if began == Began.MOVED else "boundary redrawn", actor)
    return row


def _hold(person: Person) -> Person:
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _open_permanent(person: Person) -> Residence:
    found = Residence.objects.filter(person=person, kind=Kind.PERMANENT, until=None).first()
    if found is None:
        raise NoResidence(
            _("this person has no permanent residence."), where=str(person.key), remedy=_("Register one first.")
        )
    return found


def _refuse_overlap(person: Person, kind: Kind, since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise NoResidence(_("a residence ends after it began."), value=str(until), remedy=str(since))
    if kind != Kind.PERMANENT:
        return
    others = Residence.objects.filter(Q(until=None) | Q(until__gt=since), person=person, kind=kind)
    if until is not None:
        others = others.filter(since__lt=until)
    if others.exists():
        raise NoResidence(
            _("in that time this person has a permanent residence already."),
            where=str(person.key),
            value=str(since),
            remedy=_("Enter a move, or end the other one."),
        )


def _begun(person: Person, territory: Territory, since: date, vintage: Vintage, **more: Any) -> Residence:
    if person.died and since >= person.died:
        raise NoResidence(_("the register says that this person has died."), where=str(person.key), value=str(since))
    return Residence.objects.create(
        person=person, territory=territory, listed=lists.listed(territory, since), since=since, vintage=vintage, **more
    )


def _close(row: Residence, on: date, ended: Ended, left_for: str = "") -> None:
    if on <= row.since:
        raise NoResidence(
            _("a residence ends after it began."), where=row.territory_id, value=str(on), remedy=str(row.since)
        )
    row.until, row.ended, row.left_for = on, ended, left_for
    row.save(update_fields=["until", "ended", "left_for"])


def _written(person: Person, row: Residence, action: str, actor: str) -> None:
    if row.kind == Kind.PERMANENT:
        _go_home(person)
    _note(person, action, actor, territory=row.territory_id, kind=row.kind, since=row.since, began=row.began,
          until=row.until, listed=row.listed, state=row.state, vintage=str(row.vintage))  # fmt: skip


def _go_home(person: Person) -> None:
    """Home is the latest permanent residence, also where that has ended."""
    last = Residence.objects.filter(person=person, kind=Kind.PERMANENT).order_by("-since", "-id").first()
    if last and last.territory_id != person.home_id:
        Person.objects.filter(pk=person.pk).update(home=last.territory_id)


def _note(person: Person, action: str, actor: str, **payload: Any) -> None:
    append(person.stream, action, payload, actor=actor)
