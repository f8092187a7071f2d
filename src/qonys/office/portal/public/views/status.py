"""Status by number: how an application stands, for whoever holds its number. Nothing personal is told."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qonys.countries.procedures.law import Version
from qonys.office.casework.cases import clocks, law, selectors
from qonys.office.casework.cases.course import Course
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.numbers import typed
from qonys.office.casework.cases.states import Status
from qonys.office.foundation.authority import lockout
from qonys.office.foundation.authority.refusals import Locked
from qonys.office.planning.wording import places
from qonys.office.portal.entrance.steps import address

LONGEST = 40  # letters somebody may type


@dataclass(frozen=True)
class Standing:
    number: str
    name: str
    status: str
    waiting: bool
    term: clocks.Running | None
    what: str


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    told = request.GET.get("number", "").strip()[:LONGEST]
    context: dict[str, object] = {"number": told}
    code = 200
    if told:
        try:
            lockout.attempt("status", address(request))  # numbers cannot be tried out by the thousand
            context["standing"] = _standing(typed(told))
            context["letter"] = (
                "" if context["standing"] else _("We know no application of this number. Look at it again.")
            )
        except Locked as letter:
            context["letter"], code = str(letter), 429
    return render(request, "public/status.html", context, status=code)


def _standing(number: str) -> Standing | None:
    """By number alone, without asking who asks: therefore nothing but words of the table and a day of the law."""
    case = Case.objects.filter(number=number).first()
    if case is None:
        return None
    course = selectors.course(case)
    term = _next(course, law.version(case.procedure, course.version))
    return Standing(
        number=case.number,
        name=places.name(law.procedure(case.procedure).names.names),
        status=str(Status(course.status).label),
        waiting=course.waiting,
        term=term,
        what=places.name(term.names) if term else "",
    )


def _next(course: Course, version: Version) -> clocks.Running | None:
    running = [each for each in clocks.terms(course, version, timezone.localdate()) if each.ended is None]
    return min(running, key=lambda each: each.due, default=None)
