"""What a letter says, gathered from the case into plain texts when it is issued. Nothing later changes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from qonys.countries.procedures.law import Procedure, Version
from qonys.office.casework.cases import law, selectors
from qonys.office.casework.cases.course import Course, Line, fold
from qonys.office.casework.cases.models import Case, Member
from qonys.office.casework.letters.kinds import RULES, Kind
from qonys.office.casework.letters.words import Wording, wording
from qonys.office.foundation.authority.models import Account
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.models import Person

DECISIONS = (Kind.REFUSAL, Kind.GRANT, Kind.CERTIFICATE)


@dataclass(frozen=True)
class Subject:
    """A case as a letter looks at it."""

    case: Case
    lines: list[Line]
    course: Course
    procedure: Procedure
    version: Version
    words: Wording

    def newest(self, act: str) -> Line:
        return next(line for line in reversed(self.lines) if line.act == act)

    def said(self, names: Any) -> str:
        """In the language of the letter."""
        return str(names.names.in_language(self.words.language) if hasattr(names, "names") else names)


def subject(case: Case, language: str) -> Subject:
    lines = list(selectors.lines(case))
    course = fold(lines)
    procedure = law.procedure(case.procedure)
    return Subject(case, lines, course, procedure, procedure.version(course.version), wording(language))


def content(of: Subject, kind: Kind, number: str, code: str, day: date) -> dict[str, Any]:
    """Everything that stands on the letter. Raises Erased."""
    with translation.override(of.words.language):
        line = of.newest(RULES[kind].act)
        facts = _facts(of, kind, line)
        title = of.words.title(kind)
        if kind == Kind.CERTIFICATE and of.version.certificate:
            title = of.said(of.version.certificate.names)
        return {
            "kind": kind.value,
            "language": of.words.language,
            "title": title,
            "office": [of.words.labels["office"], of.said(of.case.territory)],
            "number": number,
            "day": day.isoformat(),
            "dated": of.words.day(day),
            "holder": of.case.applicant.full_name,
            "initials": initials(of.case.applicant),
            "rows": [list(row) for row in _rows(of, kind, line)],
            "body": of.words.body(kind, facts),
            "papers": _papers(of, kind, line),
            "family": _family(of) if kind in (Kind.GRANT, Kind.CERTIFICATE, Kind.RECEIPT) else [],
            "labels": dict(of.words.labels),
            "signed": _signed(line) if kind != Kind.RECEIPT else "",
            "code": code,
            "address": f"{settings.QONYS_SITE}/check/{code}/",
            "site": f"{settings.QONYS_SITE}/check/",
        }


def until(of: Subject, kind: Kind, day: date) -> date | None:
    """The last day a letter counts, by the law the case follows."""
    yearly = kind == Kind.CERTIFICATE and of.version.certificate and of.version.certificate.valid == "year"
    return date(day.year, 12, 31) if yearly else None


def initials(person: Person) -> str:
    """All that the public check says of a holder: `С. А.`"""
    return " ".join(f"{name[0]}." for name in (person.surname, person.given) if name)


def _facts(of: Subject, kind: Kind, line: Line) -> dict[str, str]:
    appeal = of.version.appeal
    ground = line.payload.get("ground")
    return {
        "ground": of.said(of.version.ground(ground).names) if ground else "",
        "reason": _written(line, "reason") or _written(line, "text"),
        "gives": of.said(of.version.gives),
        "lasts": of.said(of.version.certificate.lasts) if of.version.certificate else "",
        "months": str(appeal.months) if appeal else "",
        "appeal_to": of.said(appeal.to) if appeal else "",
        "appeal_act": of.said(of.procedure.acts[appeal.act]) if appeal and appeal.act else "",
    }


def _rows(of: Subject, kind: Kind, line: Line) -> Iterator[tuple[str, str]]:
    labels, applicant = of.words.labels, of.case.applicant
    yield labels["holder" if kind == Kind.CERTIFICATE else "applicant"], applicant.full_name
    yield labels["born"], of.words.day(applicant.birth_date)
    if applicant.iin:
        yield labels["iin"], applicant.iin
    yield labels["procedure"], of.said(of.procedure.names)
    yield labels["case"], of.case.number
    yield labels["received"], of.words.day(of.course.submitted or line.day)
    if kind in DECISIONS:
        yield labels["decided"], of.words.day(line.day)
        yield from _heard(of)
    if ground := line.payload.get("ground"):
        yield labels["ground"], of.said(of.version.ground(ground).names)
        yield labels["act"], _act(of, of.version.ground(ground))
    elif kind in DECISIONS:
        yield labels["act"], _act(of, of.version)
    if kind == Kind.CERTIFICATE and of.version.certificate:
        yield labels["valid"], of.said(of.version.certificate.lasts)


def _heard(of: Subject) -> Iterator[tuple[str, str]]:
    """The session that recommended it, if one did."""
    told = [line for line in of.lines if line.act == "recommend"]
    if told and told[-1].payload.get("day"):
        day = of.words.day(date.fromisoformat(told[-1].payload["day"]))
        yield of.words.labels["session"], f"№ {told[-1].payload['session']}, {day}"


def _act(of: Subject, rule: Any) -> str:
    act = of.said(of.procedure.acts[rule.act]) if rule.act else "-"
    return f"{act}, {of.said(rule.article)}" if rule.article else act


def _papers(of: Subject, kind: Kind, line: Line) -> list[str]:
    """What is asked for, or what was handed in."""
    if kind == Kind.REQUEST:
        wanted = set(of.course.asked)
    elif kind == Kind.RECEIPT:
        wanted = {paper.partition(":")[0] for paper in of.course.papers}
    else:
        return []
    return [of.said(paper.names) for paper in of.version.papers if paper.key in wanted]


def _family(of: Subject) -> list[list[str]]:
    members = Member.objects.filter(case=of.case).select_related("person")
    return [
        [each.person.full_name, of.words.day(each.person.birth_date), str(Relation(each.relation).label)]
        for each in members
    ]


def _signed(line: Line) -> str:
    """Who acted, by name: a letter is answered for by somebody."""
    number = line.actor.removeprefix("account:")
    found = Account.objects.filter(pk=int(number)).first() if number.isdigit() else None
    return found.display_name if found else ""


def _written(line: Line, key: str) -> str:
    told = line.payload.get(key)
    if isinstance(told, dict):
        return str(selectors.written([line])[told["personal"]].get(key, ""))
    return str(told or "")
