"""The facts of a case as the rules ask for them, each with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qonys.countries.procedures.law import Fact, Scored, Version
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases import law, papers
from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.documents.models import Document, State
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.rulesets import services as rule_services
from qonys.office.casework.rulesets.selectors import InForce
from qonys.office.casework.selection.engine import Field, Input, RuleSet, Sort, Source, on_paper
from qonys.office.casework.selection.refusals import NotScored, WrongFact
from qonys.office.registers.disclosure.ages import age_on


@dataclass(frozen=True)
class Ground:
    """A case as far as points go. Raises nothing later: everything was read."""

    case: Case
    version: Version
    scored: Scored
    submitted: date
    answers: Mapping[str, Any]
    proofs: Mapping[str, str] = field(default_factory=dict)  # paper -> digest of the accepted file


def rules_of(case: Case) -> Scored | None:
    """The points this case is decided by; None for one that is decided without. Raises Erased."""
    version = law.version(case.procedure, case.version)
    if version.scored is None or not rulesets.holds(version.scored.rules, case.submitted):
        return None
    return scored_by(version, cases.application(case) if version.scored.when else {})


def scored_by(version: Version, answers: Mapping[str, Any]) -> Scored | None:
    """The points by which that version of the law decides on such an application."""
    scored = version.scored
    return scored if scored is not None and papers.applies(scored.when, answers) else None


def ground(case: Case) -> Ground:
    """Raises NotScored, Erased."""
    scored = rules_of(case)
    if scored is None:
        raise NotScored(_("This application is decided without points."))
    accepted = Document.objects.filter(case=case, state=State.ACCEPTED).select_related("file").order_by("id")
    return Ground(
        case=case,
        version=law.version(case.procedure, case.version),
        scored=scored,
        submitted=case.submitted,
        answers=cases.application(case),
        proofs={each.paper: each.file.sha256 for each in accepted},
    )


def in_force(of: Ground) -> tuple[InForce, RuleSet]:
    """The rules of the day the application came in: nobody is counted by rules he could not know."""
    rule_services.activate()
    rules = rulesets.in_force(of.scored.rules, of.submitted)
    return rules, rules.on(of.submitted)


def collected(of: Ground, rules: RuleSet) -> tuple[Input, ...]:
    """Every field of the rules, in their order: from the register, a paper or the application, else not known."""
    places = {each.field: each for each in of.scored.facts}
    return tuple(_input(of, each, places.get(each.name)) for each in rules.fields)


def changed(inputs: tuple[Input, ...], told: Mapping[str, Any], why: str, day: date) -> tuple[Input, ...]:
    """The same with what an officer found otherwise, and why."""
    found = []
    for each in inputs:
        if each.name in told and told[each.name] != each.value:
            source = Source(kind="officer", reference=why, day=day.isoformat())
            each = Input(name=each.name, value=told[each.name], source=source)
        found.append(each)
    return tuple(found)


def values(inputs: tuple[Input, ...]) -> dict[str, Any]:
    return {each.name: each.value for each in inputs}


def typed(each: Field, told: str) -> Any:
    """A value from a form; None for an empty one. Raises WrongFact."""
    text = told.strip()
    if not text:
        return None
    try:
        value = _READ[each.kind.sort](text)
        each.kind.code(value, each.name)
    except (BadInput, ValueError) as problem:
        letter = _("%(fact)s: give %(kind)s.")
        told = {"fact": each.names.in_language(get_language() or "kk"), "kind": _wanted(each)}
        raise WrongFact(letter % told) from problem
    return on_paper(value)


def _input(of: Ground, each: Field, place: Fact | None) -> Input:
    if place is None:
        return Input(name=each.name, value=None, source=Source(kind="nowhere"))
    value = _registered(of, place) if place.person else _answered(of, each, place.question)
    return Input(name=each.name, value=value, source=_source(of, place, value))


def _source(of: Ground, place: Fact, value: Any) -> Source:
    if value is None:
        return Source(kind="nowhere")
    if place.paper in of.proofs:
        return Source(kind="paper", reference=f"{place.paper} sha256:{of.proofs[place.paper]}")
    if place.person:
        return Source(kind="register", reference=f"persons.{place.person}")
    return Source(kind="application", reference=place.question, day=of.submitted.isoformat())


def _registered(of: Ground, place: Fact) -> Any:
    person = of.case.applicant
    return {
        "age": lambda: age_on(person.birth_date, of.submitted),
        "birth_date": lambda: person.birth_date.isoformat(),
    }[place.person]()


def _answered(of: Ground, each: Field, question: str) -> Any:
    """An answer that does not fit the rules is as good as none: an officer finds out."""
    given = of.answers.get(question)
    try:
        return typed(each, _plain(given)) if given not in (None, "") else None
    except WrongFact:
        return None


def _plain(given: Any) -> str:
    return {True: "yes", False: "no"}.get(given, str(given)) if isinstance(given, bool) else str(given)


def _wanted(each: Field) -> str:
    kind = each.kind
    match kind.sort:
        case Sort.WHOLE:
            return _("a whole number from %(low)d to %(high)d") % {"low": kind.low, "high": kind.high}
        case Sort.DATE:
            return _("a day from %(low)s to %(high)s") % {"low": kind.value(kind.low), "high": kind.value(kind.high)}
    return _("one of the list")


def _yes(text: str) -> bool:
    return {"yes": True, "1": True, "no": False, "0": False}[text]


_READ: Mapping[Any, Any] = {Sort.WHOLE: int, Sort.CATEGORY: str, Sort.YES_NO: _yes, Sort.DATE: date.fromisoformat}
