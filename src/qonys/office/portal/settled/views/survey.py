"""The questions to a family, one topic a screen, on any telephone: saved step by step, without a script."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qonys.countries.integration import Topic
from qonys.office.casework.integration import selectors, services
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Survey
from qonys.office.casework.integration.refusals import IntegrationRefused, UnknownSettlement
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.views.case import names
from qonys.office.portal.settled import asked
from qonys.office.portal.settled.asked import Question


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, key: UUID, step: int) -> HttpResponse:
    """Steps 1 to n ask, n + 1 shows the answers and sends them."""
    survey = _survey(request, number, key)
    topics = _topics(survey)
    if not 1 <= step <= len(topics) + 1:
        raise Http404
    if survey.sent:
        return render(request, "settled/thanks.html", {"case": survey.visit.settled.case})
    if step > len(topics):
        return _check(request, survey, topics)
    found = _questions(survey, topics[step - 1 : step], request)
    if request.method == "POST":
        for each in found:
            given = request.POST.get(each.name, "")
            if given in dict(each.options):
                services.answer(survey, each.name, given, by=request.user)
        return redirect("my_settled_survey", number, key, step + 1)
    context = {"questions": found, "step": step, "steps": len(topics), "case": survey.visit.settled.case, "key": key}
    return render(request, "settled/question.html", context | {"before": step - 1})


def _check(request: HttpRequest, survey: Survey, topics: list[Topic]) -> HttpResponse:
    settled, letter = survey.visit.settled, ""
    if request.method == "POST":
        try:
            services.send(survey, asked.told(settled, survey.answers), by=request.user)
            return redirect("my_settled_survey", settled.case.number, survey.key, 1)
        except IntegrationRefused as refusal:
            letter = str(refusal)
    found = _questions(survey, topics, request)
    steps = [(number, [each for each in found if each.topic == topic.key]) for number, topic in enumerate(topics, 1)]
    context: dict[str, Any] = {"steps": steps, "letter": letter, "case": settled.case, "key": survey.key}
    return render(request, "settled/check.html", context)


def _survey(request: HttpRequest, number: str, key: UUID) -> Survey:
    try:
        return selectors.own_survey(request.user, number, key)
    except UnknownSettlement:
        raise Http404 from None


def _topics(survey: Survey) -> list[Topic]:
    """Those that anybody in this family can be asked about."""
    settled, today = survey.visit.settled, timezone.localdate()
    return [each for each in integration().topics if selectors.asked_of(settled, each, today)]


def _questions(survey: Survey, topics: list[Topic], request: HttpRequest) -> list[Question]:
    settled = survey.visit.settled
    told = names(settled.case)
    whose = {str(each.key): told.get(str(each.key), "") for each in selectors.persons(settled)}
    whose[str(settled.case.applicant.key)] = _("yourself")
    return asked.questions(settled, topics, timezone.localdate(), whose, survey.answers)
