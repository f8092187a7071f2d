"""A family settles, is visited, its time there ends: one transaction each, one line in the person's stream."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal.services import append
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence import lists
from qonys.office.registers.settlements.models import MANY, Ended, Family, Settlement, Standing
from qonys.office.registers.settlements.refusals import NotASettlement
from qonys.office.registers.sources.models import Vintage


def settle(
    person: Person,
    territory: Territory,
    *,
    since: date,
    adults: int,
    children: int,
    job: bool,
    vintage: Vintage,
    actor: str,
) -> Settlement:
    """The family of that person begins its time in that place."""
    with transaction.atomic():
        row = Settlement.objects.create(
            person=person,
            territory=territory,
            listed=lists.listed(territory, since),
            since=since,
            family=family_of(children, job),
            adults=adults,
            children=children,
            vintage=vintage,
        )
        told = {"settlement": row.pk, "territory": territory.pk, "since": since, "adults": adults, "children": children}
        append(person.stream, "settled", told, actor=actor)
    return row


def stand(settlement: Settlement, month: int, *, seeking: int, working: int, actor: str) -> Standing:
    """How it stood at that visit; a later word about the same visit replaces the row, the journal keeps both."""
    if not 0 <= working <= seeking:
        raise NotASettlement(_("more people work than want to."), value=working)
    with transaction.atomic():
        row, _new = Standing.objects.update_or_create(
            settlement=settlement, month=month, defaults={"seeking": seeking, "working": working}
        )
        told = {"settlement": settlement.pk, "month": month, "seeking": seeking, "working": working}
        append(settlement.person.stream, "stood", told, actor=actor)
    return row


def end(settlement: Settlement, *, on: date, ended: Ended, actor: str) -> Settlement:
    """It moved on, went back, left, or was followed to the end. Raises NotASettlement."""
    with transaction.atomic():
        held = Settlement.objects.select_for_update(no_key=True).get(pk=settlement.pk)
        if held.until is not None or on < held.since:
            raise NotASettlement(_("this settlement has ended, or had not begun on that day."), value=str(on))
        held.until, held.ended = on, ended
        held.save(update_fields=["until", "ended"])
        told = {"settlement": held.pk, "on": on, "ended": str(ended)}
        append(held.person.stream, "settlement ended", told, actor=actor)
    return held


def family_of(children: int, job: bool) -> Family:
    many = children >= MANY
    if job:
        return Family.MANY_JOB if many else Family.FEW_JOB
    return Family.MANY_NONE if many else Family.FEW_NONE
