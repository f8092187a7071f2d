"""Persons: found and shown only where a mandate covers their home, or a case the officer may see names them."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.casework.cases import permissions
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, in_force
from qonys.office.portal.officer import known, looked
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.officer.forms import PurposeForm
from qonys.office.registers.persons.models import Person
from qonys.office.registers.persons.selectors import first

MOST = 50
LONGEST = 200


@officers
@require_safe
def persons(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "")[:LONGEST].replace("\x00", " ").split())
    found: list[Person] = []
    if words:
        found = first(partial(_visible, request.user, common_path(request.user, Action.SEE)), words, MOST + 1)
    today = timezone.localdate()
    context = {
        "words": words,
        "found": [known.line(each, today) for each in found[:MOST]],
        "more": len(found) > MOST,
        "most": MOST,
    }
    return render(request, "officer/persons/search.html", context)


def _visible(account: Account, inside: str | None, people: Collection[int] | None) -> QuerySet[Person]:
    return permissions.persons_visible_among(account, people, inside).select_related("home")


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """A post tells the purpose for which an auditor opens the file."""
    found = permissions.persons_visible(request.user).filter(key=key).select_related("home", "source").first()
    if found is None:
        raise Http404
    if in_force(request.user, Action.AUDIT).exists() and not looked.recent(request, found.stream):
        return _ask_purpose(request, found)
    looked.note(request, found.stream, looked.CASE_WORK)
    return render(request, "officer/persons/person.html", known.context(found, request.user, timezone.localdate()))


def _ask_purpose(request: HttpRequest, found: Person) -> HttpResponse:
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        looked.note(request, found.stream, form.cleaned_data["purpose"])
        return redirect("office_person", key=found.key)
    return render(request, "officer/purpose.html", {"form": form, "title": found.full_name})
