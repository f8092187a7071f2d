"""What somebody tells of a person, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qonys.office.registers.persons.models import Person, Precision, Remark, Sex


@dataclass(frozen=True)
class PersonTold:
    """A person as an application, a paper or another register tells; '' and None are not told."""

    surname: str
    given: str
    birth_date: date
    sex: Sex | str
    iin: str | None = None
    patronymic: str = ""
    latin_surname: str = ""
    latin_given: str = ""
    birth_precision: Precision | str = Precision.DAY
    citizenship: str = ""


@dataclass(frozen=True)
class Taken:
    """The person, whether the register had to open a new entry, and what was told that does not agree.

    The remarks repeat what the register knows: show them only to who may see the person (`scope.within`).
    """

    person: Person
    remarks: tuple[Remark, ...]
    new: bool
