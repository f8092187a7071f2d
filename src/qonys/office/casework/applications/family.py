"""Who belongs to the family: what is asked of each, what cannot be, and what should be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.countries import identifiers
from qonys.countries.folders import pack_folder
from qonys.engines.vocabulary.errors import BadInput, QonysError
from qonys.office.casework.applications.answers import day, readable
from qonys.office.casework.applications.nations import is_nation
from qonys.office.casework.applications.refusals import WrongAnswer
from qonys.office.casework.cases.papers import Someone
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.models import LONGEST_NAME, Sex
from qonys.office.registers.persons.told import PersonTold

PERSON = "person"  # the kind of number in the country's identifiers.yaml
NAMES = ("surname", "given", "patronymic", "latin_surname", "latin_given")
MOST = 30  # members of one application


@dataclass(frozen=True)
class MemberTold:
    """A member of the family as the applicant tells. The applicant is its head."""

    key: str
    relation: str = Relation.HEAD.value
    surname: str = ""
    given: str = ""
    patronymic: str = ""
    latin_surname: str = ""
    latin_given: str = ""
    iin: str = ""
    birth_date: str = ""
    sex: str = ""
    citizenship: str = ""

    @property
    def is_applicant(self) -> bool:
        return self.relation == Relation.HEAD

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def born(self) -> date:
        return date.fromisoformat(self.birth_date)


FIELDS = tuple(each.name for each in fields(MemberTold) if each.name != "key")


def read(members: Iterable[Mapping[str, Any]]) -> list[MemberTold]:
    """Members as a draft keeps them."""
    return [MemberTold(**member) for member in members]


def written(members: Iterable[MemberTold]) -> list[dict[str, Any]]:
    return [asdict(member) for member in members]


def checked(told: MemberTold, others: Iterable[MemberTold]) -> tuple[MemberTold, dict[str, str]]:
    """What was told in its one form, and a letter for each field that cannot stay as it is."""
    values, mistakes = {}, {}
    for field in FIELDS:
        try:
            values[field] = _CHECKS[field](field, readable(getattr(told, field)).strip())
        except QonysError as letter:
            values[field], mistakes[field] = getattr(told, field), str(letter)
    member = replace(told, **values)
    if member.iin and "iin" not in mistakes and any(other.iin == member.iin for other in others):
        mistakes["iin"] = _("Somebody else of the family has this number already.")
    return member, mistakes


def remarks(member: MemberTold) -> list[str]:
    """What may be right and should be looked at again; it stops nobody."""
    kind = identifiers.read_identifiers(pack_folder(settings.QONYS_COUNTRY)).get(PERSON)
    found = []
    for each in identifiers.remarks(kind, member.iin, member.born, member.sex) if kind and member.iin else ():
        if each.about == "birth_date":
            letter = _("The IIN usually begins with the birth date, and this one does not fit the date you wrote.")
        else:
            letter = _("The seventh digit of the IIN usually tells the sex, and this one does not fit what you chose.")
        found.append(letter)
    if member.is_applicant and not someone(member).adult(timezone.localdate()):
        found.append(_("An application is usually sent by an adult."))
    return found


def someone(member: MemberTold) -> Someone:
    """As far as papers go."""
    return Someone(member.key, member.born, member.is_applicant)


def person(member: MemberTold) -> PersonTold:
    """As the register of persons takes it."""
    same = {field: getattr(member, field) for field in (*NAMES, "sex", "citizenship")}
    return PersonTold(birth_date=member.born, iin=member.iin or None, **same)


def _name(field: str, text: str) -> str:
    told = " ".join(text.split())
    if field == "surname" and not told:
        raise WrongAnswer(_("Write the surname. If the papers show one name only, write it here."))
    if len(told) > LONGEST_NAME or (told and not any(letter.isalpha() for letter in told)):
        raise WrongAnswer(_("Write the name with letters, as the identity document shows it."))
    if field.startswith("latin") and not told.isascii():
        raise WrongAnswer(_("Write it in Latin letters, as the passport shows it."))
    return told


def _relation(field: str, text: str) -> str:
    return _known(text, Relation.values)


def _sex(field: str, text: str) -> str:
    return _known(text, Sex.values)


def _known(text: str, known: list[str]) -> str:
    if text not in known:
        raise WrongAnswer(_("Choose one of the answers."))
    return text


def _number(field: str, text: str) -> str:
    kind = identifiers.read_identifiers(pack_folder(settings.QONYS_COUNTRY)).get(PERSON)
    number = "".join(text.split())
    try:
        return kind.checked(number) if number and kind else ""
    except BadInput:
        letter = _(
            "This cannot be an IIN: it has 12 digits, and the last one fits the others. Compare it with the card."
        )
        raise WrongAnswer(letter) from None


def _birth_date(field: str, text: str) -> str:
    born = day(text)
    if born > timezone.localdate():
        raise WrongAnswer(_("A birth date does not lie in the future."))
    return born.isoformat()


def _citizenship(field: str, text: str) -> str:
    if text and not is_nation(text):
        raise WrongAnswer(_("Choose one from the list."))
    return text


_CHECKS = {
    "relation": _relation,
    "iin": _number,
    "birth_date": _birth_date,
    "sex": _sex,
    "citizenship": _citizenship,
    **dict.fromkeys(NAMES, _name),
}
