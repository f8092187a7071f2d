"""Questions as a page shows them: the law's own, and those about a member of the family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.countries.figures.indicators import Words
from qonys.countries.procedures.law import Question, Screen
from qonys.office.casework.applications.nations import nations
from qonys.office.casework.applications.places import regions
from qonys.office.planning.wording import places
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.models import Sex

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One question. `meanwhile`: what another window has saved; `only_if`: the answers after which it is asked."""

    name: str
    label: str
    kind: str
    value: str = ""
    hint: str = ""
    needed: bool = True
    options: Options = ()
    mistake: str = ""
    meanwhile: str = ""
    only_if: str = ""  # in words
    asks: str = ""  # name of the question it depends on
    answers: str = ""  # the answers after which it is asked
    autocomplete: str = "off"

    @property
    def id(self) -> str:
        return f"q-{self.name}"

    @property
    def described(self) -> str:
        """Ids of what explains it, for readers of the screen."""
        parts = [("hint", self.hint), ("when", self.only_if), ("mistake", self.mistake), ("meanwhile", self.meanwhile)]
        return " ".join(f"{self.id}-{name}" for name, there in parts if there)

    @property
    def shown(self) -> str:
        """The answer in words."""
        return self.words(self.value)

    def words(self, value: str) -> str:
        if self.kind == "date" and value:
            try:
                return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
            except ValueError:
                return value
        return dict(self.options).get(value, value)


def say(words: Words) -> str:
    """In the reader's language."""
    return places.name(words.names)


def of_screen(screen: Screen, values: Mapping[str, str]) -> list[Field]:
    """The questions of a screen with the answers so far."""
    asked = {question.key: question for question in screen.questions}
    return [replace(of_question(each, asked), value=values.get(each.key, "")) for each in screen.questions]


def of_question(question: Question, beside: Mapping[str, Question]) -> Field:
    when = question.when
    condition = beside.get(when.question) if when else None
    return Field(
        name=question.key,
        label=say(question.names),
        kind=question.kind,
        hint=say(question.hint) if question.hint else "",
        needed=question.needed,
        options=_options(question),
        only_if=_condition(condition, when.answer) if condition and when else "",
        asks=f"q-{when.question}" if condition and when else "",
        answers=" ".join(when.answer) if condition and when else "",
    )


def with_letters(fields: list[Field], mistakes: Mapping[str, str], meanwhile: Mapping[str, str]) -> list[Field]:
    """The same questions with what is wrong, and with what another window has saved."""
    return [replace(each, mistake=mistakes.get(each.name, ""), meanwhile=_saved(each, meanwhile)) for each in fields]


def summary(asked: list[Field]) -> dict[str, list[Field]]:
    """For the head of the page: what is wrong, and what another window has saved."""
    return {"wrong": [each for each in asked if each.mistake], "overtaken": [each for each in asked if each.meanwhile]}


def of_member(values: Mapping[str, str], *, applicant: bool) -> list[Field]:
    """What is asked of a member of the family."""
    asked = [each for each in _MEMBER if not (applicant and each.name == "relation")]
    return [_told(each, values.get(each.name, ""), applicant) for each in asked]


def _told(field: Field, value: str, applicant: bool) -> Field:
    choices: dict[str, Options] = {
        "relation": tuple((each.value, str(each.label)) for each in Relation if each != Relation.HEAD),
        "sex": tuple((each.value, str(each.label)) for each in Sex),
        "citizenship": _nations(),
    }
    return replace(
        field,
        label=str(field.label),
        hint=str(field.hint),
        value=value,
        options=choices.get(field.name, ()),
        autocomplete=field.autocomplete if applicant else "off",
    )


def _saved(field: Field, meanwhile: Mapping[str, str]) -> str:
    if field.name not in meanwhile:
        return ""
    return field.words(meanwhile[field.name]) or _("no answer")


def _options(question: Question) -> Options:
    if question.kind == "choice":
        return tuple((each.key, say(each.names)) for each in question.options)
    if question.kind == "yes_no":
        return (("yes", _("Yes")), ("no", _("No")))
    if question.kind == "country":
        return _nations()
    if question.kind == "territory":
        return tuple((each.code, places.name(each.names)) for each in places.by_name(regions()))
    return ()


def _nations() -> Options:
    return tuple(nations(translation.get_language() or "kk").items())


def _condition(question: Question, answers: tuple[str, ...]) -> str:
    words = dict(_options(question))
    chosen = ", ".join(words.get(each, each) for each in answers)
    return _("Only if you answered “%(answer)s” above.") % {"answer": chosen}


def _field(name: str, label: Promise, kind: str, **more: object) -> Field:
    return Field(name, label, kind, **more)  # type: ignore[arg-type]


_MEMBER = (
    _field("relation", gettext_lazy("Who is this to you?"), "choice"),
    _field("surname", gettext_lazy("Surname"), "text", autocomplete="family-name"),
    _field("given", gettext_lazy("Given name"), "text", needed=False, autocomplete="given-name"),
    _field("patronymic", gettext_lazy("Patronymic"), "text", needed=False, autocomplete="additional-name"),
    _field("birth_date", gettext_lazy("Date of birth"), "date", autocomplete="bday"),
    _field("sex", gettext_lazy("Sex, as the papers show it"), "choice"),
    _field(
        "iin",
        gettext_lazy("IIN"),
        "digits",
        needed=False,
        hint=gettext_lazy("Twelve digits on the identity card. Leave it empty if none was given yet."),
    ),
    _field("citizenship", gettext_lazy("Citizen of"), "country", needed=False),
    _field(
        "latin_surname",
        gettext_lazy("Surname in Latin letters"),
        "text",
        needed=False,
        hint=gettext_lazy("As the passport shows it, if you have one."),
    ),
    _field("latin_given", gettext_lazy("Given name in Latin letters"), "text", needed=False),
)
