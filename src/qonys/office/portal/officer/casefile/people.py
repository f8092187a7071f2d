"""Who a case is about: the applicant and the family, with ages, relations and what does not agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qonys.office.portal.officer.casefile.words import country, day
from qonys.office.registers.disclosure.ages import age_on
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.models import Against, Person, Precision, Remark, Sex

ADULT = 18
FIELDS = {
    "iin": gettext_lazy("identification number"),
    "surname": gettext_lazy("surname"),
    "given": gettext_lazy("given name"),
    "patronymic": gettext_lazy("patronymic"),
    "latin_surname": gettext_lazy("surname in Latin letters"),
    "latin_given": gettext_lazy("given name in Latin letters"),
    "birth_date": gettext_lazy("date of birth"),
    "birth_precision": gettext_lazy("how much of the date of birth is known"),
    "sex": gettext_lazy("sex"),
    "citizenship": gettext_lazy("citizenship"),
}


@dataclass(frozen=True)
class Shown:
    """A person as an officer reads it."""

    key: str
    name: str
    latin: str
    relation: str
    born: str
    age: str
    sex: str
    iin: str
    citizenship: str
    died: date | None
    remarks: tuple[str, ...]


def shown(person: Person, today: date, remarks: Iterable[Remark] = (), relation: str = "") -> Shown:
    return Shown(
        key=str(person.key),
        name=person.full_name,
        latin=" ".join(part for part in (person.latin_surname, person.latin_given) if part),
        relation=relation,
        born=born(person),
        age=age(person.birth_date, person.died or today),
        sex=_called(person, person.died or today),
        iin=person.iin or "",
        citizenship=country(person.citizenship),
        died=person.died,
        remarks=tuple(remark(each) for each in remarks),
    )


def _called(person: Person, day: date) -> str:
    """A girl of fourteen is no woman."""
    if age_on(person.birth_date, day) >= ADULT:
        return str(Sex(person.sex).label)
    return _("girl") if person.sex == Sex.FEMALE else _("boy")


def open_remarks(people: Iterable[Person]) -> dict[int, list[Remark]]:
    """What does not agree, by person, in one query."""
    told: dict[int, list[Remark]] = {}
    for each in Remark.objects.filter(person__in=[person.pk for person in people], dismissed=None).order_by("id"):
        told.setdefault(each.person_id, []).append(each)
    return told


def relation(key: str) -> str:
    return str(Relation(key).label) if key in Relation.values else key


def born(person: Person) -> str:
    """As much of the date as the papers tell."""
    forms = {Precision.YEAR: "Y", Precision.MONTH: "YEAR_MONTH_FORMAT", Precision.DAY: "DATE_FORMAT"}
    return formats.date_format(person.birth_date, forms[Precision(person.birth_precision)])


def age(birth: date, on: date) -> str:
    """Whole years; of the smallest, months; '' where the papers tell a day to come."""
    if birth > on:
        return ""
    years = age_on(birth, on)
    if years > 0:
        return ngettext("%(n)d year old", "%(n)d years old", years) % {"n": years}
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    return ngettext("%(n)d month old", "%(n)d months old", months) % {"n": months}


def remark(told: Remark) -> str:
    """What does not agree with what, as a sentence."""
    values = {"field": FIELDS.get(told.about, told.about), "known": value(told.about, told.known),
              "told": value(told.about, told.told)}  # fmt: skip
    if told.against == Against.NUMBER:
        return _("The number suggests another %(field)s (%(known)s) than the papers (%(told)s).") % values
    return _("The register has another %(field)s (%(known)s) than was told (%(told)s).") % values


def value(field: str, text: str) -> str:
    """A value of the register as a reader writes it."""
    if field == "sex" and text in Sex.values:
        return str(Sex(text).label)
    if field == "citizenship":
        return country(text)
    return day(text, "SHORT_DATE_FORMAT") if field == "birth_date" else text
