"""May this be kept of a person? Raises UntakablePerson, or OutOfRange for a number no person can have."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from qonys.countries import identifiers
from qonys.countries.folders import pack_folder
from qonys.office.registers.persons.models import LONGEST_NAME, Precision, Sex
from qonys.office.registers.persons.refusals import UntakablePerson
from qonys.office.registers.refusals import possible

NAMES = ("surname", "given", "patronymic", "latin_surname", "latin_given")
STATE = re.compile(r"[A-Z]{2}")
SEXES = {each.value: each.value for each in Sex}  # plain texts, asked for a million times
PRECISIONS = {each.value: each.value for each in Precision}
PERSON = "person"  # the kind of number in the country's identifiers.yaml


def number(text: str | None) -> str | None:
    """The identification number as kept, None if there is none."""
    told = "".join((text or "").split())
    kind = _kind()
    if told and kind is None:
        raise UntakablePerson(
            _("this country has no rule for the numbers of persons."), remedy=_("Add it to identifiers.yaml.")
        )
    return kind.checked(told) if told and kind else None


def name(field: str, text: str) -> str:
    """A name with single spaces. Raises UntakablePerson for one that is too long or holds no letter."""
    told = " ".join(text.split())
    if told.isalpha() and len(told) <= LONGEST_NAME:  # nearly all; the rest is looked at more closely
        return told
    if len(told) > LONGEST_NAME:
        raise UntakablePerson(_("a name is longer than the register keeps."), where=field, value=len(told))
    if (told and not any(letter.isalpha() for letter in told)) or not told.isprintable():
        raise UntakablePerson(_("a name without a letter, or with signs nobody can see."), where=field)
    if field == "surname" and not told:
        raise UntakablePerson(
            _("a person needs a surname."), where=field, remedy=_("If the papers show one name only, write it here.")
        )
    return told


def birth_date(day: date, precision: str) -> date:
    """What the precision does not tell stands at its first day."""
    if precision == Precision.DAY:
        return day
    return day.replace(day=1) if precision == Precision.MONTH else day.replace(month=1, day=1)


def sex(value: str) -> str:
    if value not in SEXES:
        raise UntakablePerson(_("a sex the papers do not know."), where="sex", remedy=possible(SEXES))
    return SEXES[value]


def precision(value: str) -> str:
    if value not in PRECISIONS:
        raise UntakablePerson(_("an unknown precision."), where="birth_precision", remedy=possible(PRECISIONS))
    return PRECISIONS[value]


def citizenship(code: str) -> str:
    told = code.strip().upper()
    if told and not STATE.fullmatch(told):
        raise UntakablePerson(
            _("a state is written with two letters (ISO 3166-1)."),
            where="citizenship",
            remedy=possible(("KZ", "UZ", "CN", "...")),
        )
    return told


def remarks_on_number(iin: str | None, born: date, precision: str, sex: str) -> tuple[identifiers.Remark, ...]:
    """Where the number seems to say something else; a birth date that is not known to the day is not compared."""
    kind = _kind()
    exact = born if precision == Precision.DAY.value else None
    return identifiers.remarks(kind, iin, exact, sex) if iin and kind else ()


def _kind() -> identifiers.Kind | None:
    return _rule(str(settings.QONYS_COUNTRY))


@cache  # looking for the folder of a country costs more than checking a number
def _rule(country: str) -> identifiers.Kind | None:
    return identifiers.read_identifiers(pack_folder(country)).get(PERSON)
