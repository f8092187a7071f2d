"""The questions of a topic as a page asks them, and the answers as they came back: for officer and family alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qonys.countries.integration import Topic
from qonys.office.casework.integration import selectors
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Settled
from qonys.office.casework.integration.told import Told
from qonys.office.portal.applicant.fields import say
from qonys.office.registers.persons.models import Person


@dataclass(frozen=True)
class Question:
    """One topic of one person, or of the family. `name`: of its field."""

    name: str
    topic: str
    label: str
    whose: str
    options: tuple[tuple[str, str], ...]
    value: str = ""

    @property
    def told(self) -> str:
        return dict(self.options).get(self.value, "")


def questions(
    settled: Settled, topics: Iterable[Topic], on: date, names: Mapping[str, str], values: Mapping[str, str]
) -> list[Question]:
    """Everything the topics ask of this family. `names` by person key; `values` by field name."""
    return [
        _question(topic, person, names, values) for topic in topics for person in selectors.asked_of(settled, topic, on)
    ]


def name_of(topic: str, person: Person | None) -> str:
    return f"{topic}:{person.key}" if person else topic


def told(settled: Settled, values: Mapping[str, str]) -> list[Told]:
    """The answers among the values of a form; what is empty was not answered."""
    people = {str(each.key): each for each in selectors.persons(settled)}
    found = []
    for topic in integration().topics:
        wanted = [None] if topic.each == "family" else list(people.values())
        for person in wanted:
            answer = values.get(name_of(topic.key, person), "")
            if answer:
                found.append(Told(topic.key, answer, person))
    return found


def _question(topic: Topic, person: Person | None, names: Mapping[str, str], values: Mapping[str, str]) -> Question:
    name = name_of(topic.key, person)
    options = tuple((each.key, say(each.names)) for each in topic.answers)
    whose = names.get(str(person.key), "") if person else ""
    return Question(name, topic.key, say(topic.asked), whose, options, values.get(name, ""))
