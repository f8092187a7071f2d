"""Invented persons, and what they need around them. Birth years 2040-2099: no number is a living person's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from qonys.countries import identifiers
from qonys.countries.folders import pack_folder
from qonys.engines.vocabulary.territory import Names
from qonys.office.foundation.authority import territories
from qonys.office.foundation.authority.models import Territory
from qonys.office.registers.persons.models import Person
from qonys.office.registers.persons.services import take
from qonys.office.registers.persons.told import PersonTold
from qonys.office.registers.sources import services as sources
from qonys.office.registers.sources.models import Kind, Source, Vintage

ACTOR = "account:1"
PERSON = identifiers.read_identifiers(pack_folder("kz"))["person"]
BORN = date(2051, 3, 9)


def source(code: str = "application", kind: Kind = Kind.APPLICATION) -> Source:
    names = Names("Өтініш", "Заявление", "Application")
    return sources.declare(code, names, kind, owner="The invented office", actor=ACTOR)


def place(code: str = "KZ-59") -> Territory:
    if not Territory.objects.filter(path=f"KZ/{code}/").exists():
        territories.sync("kz")
    return Territory.objects.get(path=f"KZ/{code}/")


def told(surname: str = "Қасымов", given: str = "Әлихан", **more: object) -> PersonTold:
    values = {"birth_date": BORN, "sex": "male"} | more
    return PersonTold(surname=surname, given=given, **values)


def number(birth_date: date = BORN, sex: str = "male", serial: int = 1) -> str:
    """A number whose check digit fits, for a birth date from 2040 to 2099."""
    return next(numbers(birth_date, sex, serial))


def numbers(birth_date: date = BORN, sex: str = "male", serial: int = 1) -> Iterator[str]:
    assert 2040 <= birth_date.year <= 2099
    century = "5" if sex == "male" else "6"
    while True:
        start = f"{birth_date:%y%m%d}{century}{serial:04d}"
        digit = PERSON._check_digit([int(each) for each in start])
        if digit is not None:
            yield f"{start}{digit}"
        serial += 1
        if serial > 9999:
            serial, birth_date = 1, birth_date + timedelta(days=1)


def person(surname: str = "Қасымов", given: str = "Әлихан", *, code: str = "KZ-59", **more: object) -> Person:
    return take(told(surname, given, **more), territory=place(code), source=source(), actor=ACTOR).person


def vintage(as_of: date = date(2026, 1, 1)) -> Vintage:
    return sources.vintage(source("state-register", Kind.REGISTER), as_of)
