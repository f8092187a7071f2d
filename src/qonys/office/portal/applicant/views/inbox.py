"""What the office told this account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.foundation.notices import selectors, services
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.public.asked import whole_number


@applicants
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    before = whole_number(request.GET.get("before", ""))
    letters = selectors.inbox(request.user, before=before)
    page = [(each, each.about.removeprefix("case:") if each.about.startswith("case:") else "") for each in letters]
    context = {"letters": page, "older": letters[-1].number if len(letters) == selectors.PAGE else None}
    answer = render(request, "applicant/inbox.html", context)
    if letters and before is None:
        services.mark_seen(request.user, letters[0].number)
    return answer
