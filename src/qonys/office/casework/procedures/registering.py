"""The loop closes here: what happens to a family is written into the registers, which the next estimate counts.

A listener of acts (settings.QONYS_AFTER_ACT). What it cannot write undoes the act, so that case and register agree.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.cases import selectors
from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Territory
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence import services as residence
from qonys.office.registers.residence.models import Began, Ended, Kind, Residence
from qonys.office.registers.sources import services as sources
from qonys.office.registers.sources.models import Kind as SourceKind
from qonys.office.registers.sources.models import Vintage

SOURCE = "casework"
NAMES = Names("Көші-қон істері", "Дела по миграции", "Cases of migration")
OWNER = "migration service"


def heard(case: Case, line: Line) -> None:
    """Arrival, moving on, leaving the country, citizenship; every other act concerns no register."""
    happened = line.payload.get("event") if line.act == "event" else line.act
    write = _WRITES.get(str(happened))
    if write:
        write(case, line, date.fromisoformat(line.payload["on"]))


def family(case: Case) -> list[Person]:
    """The applicant and the members, in the order of the application."""
    return [case.applicant, *(each.person for each in case.members.select_related("person"))]


def _arrived(case: Case, line: Line, on: date) -> None:
    place = Territory.objects.get(pk=line.payload.get("territory") or case.territory_id)
    came = str(selectors.application(case).get("from_country", ""))
    for person in family(case):
        _moved_to(person, place, on, line.actor, came)


def _moved_on(case: Case, line: Line, on: date) -> None:
    """Where to is known only if it was told; else the family stays registered where it was, as it does in life."""
    told = line.payload.get("territory")
    if told:
        _arrived(case, line, on)


def _left_country(case: Case, line: Line, on: date) -> None:
    for person in family(case):
        residence.end(person, on=on, ended=Ended.LEFT, actor=line.actor)


def _citizen(case: Case, line: Line, on: date) -> None:
    country = case.territory_id.split("/")[0]
    reason = f"case {case.number}"
    persons.correct(case.applicant, {"citizenship": country}, reason=reason, actor=line.actor)


def _moved_to(person: Person, place: Territory, on: date, actor: str, came: str) -> None:
    told = vintage(on)
    last = Residence.objects.filter(person=person, kind=Kind.PERMANENT, until=None).first()
    if last is None:
        began = Began.ARRIVED if came else Began.REGISTERED
        residence.register(person, place, since=on, vintage=told, actor=actor, began=began, state=came)
    elif last.territory_id != place.pk:
        residence.move(person, place, on=on, vintage=told, actor=actor)


def vintage(on: date) -> Vintage:
    """Of what casework tells the registers on that day."""
    source = sources.declare(SOURCE, NAMES, SourceKind.REGISTER, owner=OWNER, actor="worker")
    return sources.vintage(source, on)


_WRITES: dict[str, Callable[[Case, Line, date], None]] = {
    "settle": _arrived,
    "moved_on": _moved_on,
    "returned": _moved_on,
    "left_country": _left_country,
    "citizenship_given": _citizen,
}
