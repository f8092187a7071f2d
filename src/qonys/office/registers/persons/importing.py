"""Persons from a table: an officer brings a list of his own places along."""

from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.territory import Names
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.paths import wholes
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import reaches, within
from qonys.office.foundation.exchange import cells
from qonys.office.foundation.exchange.layout import Column, Layout, Looked, Taken, Values
from qonys.office.foundation.exchange.refusals import Wrong
from qonys.office.registers.persons import services
from qonys.office.registers.persons.filling import FIELDS, new_person
from qonys.office.registers.persons.models import Person
from qonys.office.registers.persons.told import PersonTold
from qonys.office.registers.sources.models import Kind, Source
from qonys.office.registers.sources.services import declare

SOURCE = "import"
NAMES = Names("Кестеден жүктелген", "Загружено таблицей", "Brought by a table")
REASON = "the import was undone"


def place(cell: str) -> str:
    """The path of a territory, or its last code alone where only one place has it."""
    if "/" in cell:
        return "".join(f"{cells.code(each)}/" for each in cell.strip("/").split("/"))
    found = list(Territory.objects.filter(code=cells.code(cell)).values_list("path", flat=True)[:2])
    if len(found) != 1:
        raise Wrong(_("No place, or more than one, has this code."), _("Write its path, as KZ/KZ-19/196430100/."))
    return found[0]


def look(values: Values, looked: Looked) -> None:
    """Raises Wrong."""
    if not reaches(looked.account, Action.REGISTER, values["territory"], ""):
        raise Wrong(_("Your mandate does not reach there."), _("Ask an administrator whose mandate does."))
    try:
        person = new_person(told(values), Territory(path=values["territory"]), Source())
    except BadInput as letter:
        raise Wrong(str(letter), _("Correct this row.")) from letter
    key = person.iin or f"{person.sort_key} {person.birth_date}"
    if key in looked.keys:
        raise Wrong(_("This person is there in an earlier row."), _("Remove one of the two."))
    if person.iin is None and _known(person, looked.account):
        letter = _("The register knows somebody of this name and birth date, and the row gives no number.")
        raise Wrong(letter, _("Give the identification number, or leave the row out."))
    looked.keys.add(key)


def take(values: Values, looked: Looked) -> Taken:
    """A new person; or what the register did not yet know of the one it has under that number."""
    account = looked.account
    person = told(values)
    known = Person.objects.filter(iin=person.iin).first() if person.iin else None
    before = _gaps(known) if known else None
    home = Territory.objects.get(pk=values["territory"])
    taken = services.take(person, territory=home, source=source(account), actor=account.actor).person
    filled = {field: str(getattr(taken, field)) for field in before or ()}
    return Taken(str(taken.key), before, {each: value for each, value in filled.items() if value})


def undo(key: str, before: dict[str, Any] | None, after: dict[str, Any], account: Account) -> str:
    """Gone again if nothing stands on the person; what was filled in is empty again unless it was changed."""
    person = Person.objects.filter(key=key).first()
    if person is None:
        return _("Changed since: left as it is.")
    if before is None:
        try:
            services.take_back(person, reason=REASON, actor=account.actor)
        except ProtectedError:
            return _("In use: left as it is.")
        return ""
    if any(str(getattr(person, field)) != value for field, value in after.items()):
        return _("Changed since: left as it is.")
    empty = {field: None if field == "iin" else "" for field in after}
    services.correct(person, empty, reason=REASON, actor=account.actor)
    return ""


def told(values: Values) -> PersonTold:
    return PersonTold(**{each.name: values[each.name] or "" for each in PERSON})


def source(account: Account) -> Source:
    """Where what tables tell comes from."""
    return Source.objects.filter(pk=SOURCE).first() or declare(
        SOURCE, NAMES, Kind.REGISTER, owner="-", actor=account.actor
    )


def sex(cell: str) -> str:
    """As papers of the three languages write it."""
    for value, words in _SEXES.items():
        if cell.casefold() in words:
            return value
    raise Wrong(_("A sex the papers do not know."), _("Write male or female."))


def _gaps(known: Person) -> dict[str, str]:
    return {field: "" for field in FIELDS if not getattr(known, field)}


def _known(person: Person, account: Account) -> bool:
    """Asked only where the officer may see: whoever lives elsewhere is not given away."""
    same = Person.objects.filter(sort_key=person.sort_key, birth_date=person.birth_date)
    inside = wholes(person.home_id)[0]
    return within(same, account, Action.SEE, inside=inside).exists()


_SEXES = {
    "male": {"male", "m", "е", "ер", "еркек", "м", "муж", "мужской"},
    "female": {"female", "f", "ә", "әйел", "ж", "жен", "женский"},
}
PERSON = (
    Column("surname", gettext_lazy("surname"), cells.name, example="Сынақов"),
    Column("given", gettext_lazy("given name"), cells.name, needed=False, example="Ержан"),
    Column("patronymic", gettext_lazy("patronymic"), cells.name, needed=False, example="Асқарұлы"),
    Column("latin_surname", gettext_lazy("surname as the passport spells it"), cells.name, False, "Synaqov"),
    Column("latin_given", gettext_lazy("given name as the passport spells it"), cells.name, False, "Yerzhan"),
    Column("birth_date", gettext_lazy("birth date"), cells.day, example="1986-04-01"),
    Column("sex", gettext_lazy("male or female"), sex, example="male"),
    Column("iin", gettext_lazy("identification number"), str, needed=False),
    Column("citizenship", gettext_lazy("state, two letters"), str.upper, needed=False, example="KZ"),
)
LAYOUT = Layout(
    key="persons",
    title=gettext_lazy("Persons"),
    action=Action.REGISTER,
    columns=(
        Column("territory", gettext_lazy("where the person lives: path or code"), place, example="KZ/KZ-19/"),
        *PERSON,
    ),
    look=look,
    take=take,
    undo=undo,
)
