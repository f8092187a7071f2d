"""A case on one screen, and everything that can be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from qonys.office.casework.cases import differences, permissions, selectors, services
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused, UnknownCase
from qonys.office.casework.cases.states import ACTS
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.files.refusals import FileRefused
from qonys.office.foundation.files.responses import respond
from qonys.office.foundation.files.selectors import of_stream
from qonys.office.portal.officer import acts, looked, said
from qonys.office.portal.officer.acts import ActForm
from qonys.office.portal.officer.casefile import handed_in, page
from qonys.office.portal.officer.casefile.changes import told_of
from qonys.office.portal.officer.casefile.loaded import Loaded, load
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.officer.forms import PurposeForm


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """A post tells the purpose for which an auditor opens the case."""
    found = _visible(request, number)
    loaded = load(found, request.user)
    if looked.needs_purpose(request, found.stream, loaded.actions):
        return _ask_purpose(request, found)
    looked.note(request, found.stream, looked.CASE_WORK)
    return _page(request, loaded)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, key: str) -> HttpResponse:
    found = _visible(request, number)
    if request.method != "POST":
        return redirect("office_case", number=found.number)
    loaded = load(found, request.user)
    if key not in acts.FIELDS or looked.needs_purpose(request, found.stream, loaded.actions):
        raise Http404
    form = acts.form(key, loaded, request.user, request.POST)
    if form.is_valid():
        try:
            return _done(request, found, key, form)
        except CaseRefused as letter:
            form.add_error(None, str(letter))
    looked.note(request, found.stream, looked.CASE_WORK)
    return _page(request, loaded, (key, form))


@officers
@require_GET
def file(request: HttpRequest, number: str, uuid: UUID) -> HttpResponseBase:
    """A paper of the case: only what its own journal names."""
    found = _visible(request, number)
    kept = of_stream(found.stream).filter(pk=uuid).first()
    if not looked.recent(request, found.stream) and Action.AUDIT in permissions.actions_on(request.user, found):
        return redirect("office_case", number=found.number)
    if kept is None or str(kept.pk) not in handed_in.file_numbers(selectors.lines(found)):
        raise Http404
    looked.note(request, found.stream, looked.CASE_WORK)
    try:
        return respond(kept)
    except FileRefused as letter:
        said.say(request, str(letter))
        return redirect("office_case", number=found.number)


def _visible(request: HttpRequest, number: str) -> Case:
    try:
        return selectors.by_number(request.user, number)
    except UnknownCase as letter:
        raise Http404(str(letter)) from None


def _done(request: HttpRequest, found: Case, key: str, form: ActForm) -> HttpResponse:
    """Done at once, or shown once more if it cannot be undone. Raises CaseRefused."""
    payload = form.payload()
    if key in acts.FINAL and "sure" not in request.POST:
        services.foresee(found, key, payload, by=request.user)
        context = {"case": found, "act": ACTS[key], "effect": acts.EFFECTS[key], "form": form, "told": form.told()}
        return render(request, "officer/cases/confirm.html", context)
    services.act(found, key, payload, by=request.user)
    said.say(request, f"{ACTS[key].done}.")
    return redirect("office_case", number=found.number)


def _ask_purpose(request: HttpRequest, found: Case) -> HttpResponse:
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        looked.note(request, found.stream, form.cleaned_data["purpose"])
        return redirect("office_case", number=found.number)
    return render(request, "officer/purpose.html", {"form": form, "title": found.number})


def _page(request: HttpRequest, loaded: Loaded, failed: tuple[str, ActForm] | None = None) -> HttpResponse:
    newer = acts.newer_version(loaded)
    context: dict[str, Any] = page.context(loaded) | {
        "offers": acts.offers(loaded, request.user, failed),
        "failed": failed[1] if failed else None,
        "changes": told_of(differences.between(loaded.version, loaded.procedure.version(newer))) if newer else [],
        "newer": newer,
        "mine": loaded.case.assignee_id == request.user.pk,
        "said": said.heard(request),
    }
    return render(request, "officer/cases/case.html", context)
