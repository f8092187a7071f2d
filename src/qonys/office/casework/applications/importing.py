"""Applications from a table, one layout for each procedure: for what came on paper, or lies in an older system.

A row is one application: the applicant, the family in one cell, and an answer to each question of the law of today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.countries.procedures.law import Procedure, Question, Version
from qonys.office.casework.applications import answers, family, places
from qonys.office.casework.applications.family import MemberTold
from qonys.office.casework.applications.refusals import WrongAnswer
from qonys.office.casework.cases import law, permissions
from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.cases.states import OPEN
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import reaches
from qonys.office.foundation.exchange.layout import Column, Layout, Looked, Taken, Values
from qonys.office.foundation.exchange.refusals import Wrong
from qonys.office.planning.wording.places import name
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.importing import PERSON, source
from qonys.office.registers.persons.models import Person

LONGEST = 5_000  # letters: what a family tells of itself
EXAMPLE = "spouse, Сынақова, Әсел, 1988-05-02, female; child, Сынақова, Айша, 2012-06-03, female"
PARTS = ("relation", "surname", "given", "birth_date", "sex", "iin")


def layouts() -> Iterator[Layout]:
    for procedure in law.procedures().values():
        yield _layout(procedure)


def members(cell: str) -> list[MemberTold]:
    """`relation, surname, given name, birth date, sex[, number]` for each, divided by semicolons. Raises Wrong."""
    found: list[MemberTold] = []
    for place, text in enumerate(filter(None, (each.strip() for each in cell.split(";"))), start=1):
        parts = [part.strip() for part in text.split(",")]
        if not len(PARTS) - 1 <= len(parts) <= len(PARTS):
            letter = _("Member %(place)d: five or six parts are divided by commas, and here are %(count)d.")
            raise Wrong(letter % {"place": place, "count": len(parts)}, EXAMPLE)
        found.append(_checked(MemberTold(str(place), **dict(zip(PARTS, parts, strict=False))), found, place))
    return found


def _checked(told: MemberTold, others: list[MemberTold], place: int) -> MemberTold:
    if told.relation not in set(Relation.values) - {Relation.HEAD.value}:
        known = ", ".join(each.value for each in Relation if each != Relation.HEAD)
        raise Wrong(_("Member %(place)d: this is no relation to the applicant.") % {"place": place}, known)
    member, mistakes = family.checked(told, others)
    for letter in mistakes.values():
        raise Wrong(_("Member %(place)d: %(letter)s") % {"place": place, "letter": letter}, EXAMPLE)
    return member


def look(procedure: str, values: Values, looked: Looked) -> None:
    """Raises Wrong."""
    version = _version(procedure)
    told = _answers(version, values)
    territory = places.taken_in(version, told)
    if territory is None:
        raise Wrong(_("It is not told where the application is taken in."), _("Fill in: %s.") % version.begins)
    if not reaches(looked.account, Action.REGISTER, territory.pk, procedure):
        raise Wrong(_("Your mandate does not reach there."), _("Ask an administrator whose mandate does."))
    head = _head(values)
    key = head.iin or f"{head.name} {head.birth_date}"
    if key in looked.keys:
        raise Wrong(_("This person applies in an earlier row."), _("Remove one of the two."))
    if _runs(procedure, head, looked.account):
        raise Wrong(_("An application of this person runs already."), _("Leave the row out."))
    looked.keys.add(key)


def take(procedure: str, values: Values, looked: Looked) -> Taken:
    """A case as if it had been taken in at the desk today."""
    account, version = looked.account, _version(procedure)
    told = _answers(version, values)
    territory = places.taken_in(version, told)
    assert territory is not None  # `look` asked a moment ago
    everybody = [_head(values), *(values["members"] or ())]
    with transaction.atomic():
        people = [_taken(each, territory, account) for each in everybody]
        case = cases.open_case(
            procedure,
            territory=territory,
            applicant=people[0],
            members=[(person, each.relation) for each, person in zip(everybody, people, strict=True)][1:],
            application=told,
            actor=account.actor,
            lapses=answers.first_to_lapse(version, told),
        )
    return Taken(case.number, None, {"lines": case.lines})


def undo(key: str, before: dict[str, Any] | None, after: dict[str, Any], account: Account) -> str:
    """A journal forgets nothing: the case is withdrawn, unless somebody did something with it since."""
    case = Case.objects.filter(number=key).first()
    if case is None or case.lines != after["lines"]:
        return _("Changed since: left as it is.")
    try:
        cases.act(case, "withdraw", {"reason": _("The import it came with was undone.")}, by=account)
    except CaseRefused as letter:
        return str(letter)
    return ""


def _layout(procedure: Procedure) -> Layout:
    version = procedure.on(timezone.localdate())
    return Layout(
        key=f"cases-{procedure.key}",
        title=name(procedure.names.names),
        action=Action.REGISTER,
        columns=(
            *PERSON,
            Column("members", gettext_lazy("the family, divided by semicolons"), members, False, EXAMPLE, LONGEST),
            *(_column(each) for each in version.questions),
        ),
        look=partial(look, procedure.key),
        take=partial(take, procedure.key),
        undo=undo,
    )


def _column(question: Question) -> Column:
    """Whether an answer is needed depends on other answers: asked of the whole row."""
    given = {"date": "2026-03-01", "yes_no": "no", "territory": "KZ-39", "number": "1", "country": "UZ"}
    example = question.options[0].key if question.options else given.get(question.kind, "")
    means = name(question.names.names)
    if question.options:
        means = f"{means} ({', '.join(each.key for each in question.options)})"
    return Column(question.key, means, partial(_answer, question), False, example, LONGEST)


def _answer(question: Question, cell: str) -> str:
    try:
        return answers.checked(question, cell.removesuffix("T00:00:00"))  # as a workbook tells a day
    except WrongAnswer as letter:
        remedy = ", ".join(each.key for each in question.options)
        raise Wrong(str(letter), remedy or _("Correct this cell.")) from letter


def _answers(version: Version, values: Values) -> Mapping[str, str]:
    """Those that apply; one that is needed and lacking raises Wrong."""
    told = {each.key: values[each.key] for each in version.questions if values.get(each.key)}
    found = {}
    for screen in version.screens:
        for question in answers.asked(screen, told):
            if question.key in told:
                found[question.key] = told[question.key]
            elif question.needed:
                letter = _("There is no answer to “%(question)s”.") % {"question": name(question.names.names)}
                raise Wrong(letter, _("Fill in: %s.") % question.key)
    return found


def _head(values: Values) -> MemberTold:
    """Raises Wrong."""
    told = {each.name: values[each.name] or "" for each in PERSON}
    member, mistakes = family.checked(MemberTold("1", **{**told, "birth_date": told["birth_date"].isoformat()}), ())
    for letter in mistakes.values():
        raise Wrong(letter, _("Correct this row."))
    return member


def _taken(each: MemberTold, territory: Territory, account: Account) -> Person:
    told = family.person(each)
    return persons.take(told, territory=territory, source=source(account), actor=account.actor).person


def _runs(procedure: str, head: MemberTold, account: Account) -> bool:
    """Asked only where the officer may see: who applied elsewhere is not given away."""
    seen = permissions.visible(account).filter(procedure=procedure, status__in=OPEN)
    if head.iin:
        return bool(seen.filter(applicant__iin=head.iin).exists())
    same = {"surname": head.surname, "given": head.given, "birth_date": head.birth_date}
    return bool(seen.filter(**{f"applicant__{field}": value for field, value in same.items()}).exists())


def _version(procedure: str) -> Version:
    return law.version_on(procedure, timezone.localdate())
