"""What somebody says of a family."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.office.registers.persons.models import Person


@dataclass(frozen=True)
class Told:
    """One answer to one topic, of a person or (None) of the whole family."""

    topic: str
    answer: str
    person: Person | None = None
