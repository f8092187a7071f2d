"""A case on one screen, and everything that can be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qonys.office.casework.cases import differences, permissions, selectors, services
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused, UnknownCase
from qonys.office.casework.cases.states import ACTS
from qonys.office.casework.documents import services as documents
from qonys.office.casework.documents.models import Document, State
from qonys.office.casework.documents.refusals import DocumentRefused, UnknownDocument
from qonys.office.casework.documents.selectors import document as document_of
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.files.refusals import FileRefused, NoRoom
from qonys.office.foundation.files.responses import respond
from qonys.office.portal.officer import acts, looked, said
from qonys.office.portal.officer.acts import ActForm
from qonys.office.portal.officer.casefile import page
from qonys.office.portal.officer.casefile.changes import told_of
from qonys.office.portal.officer.casefile.loaded import Loaded, load
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.officer.forms import PurposeForm
from qonys.office.portal.public.owed import owed, tells
from qonys.office.registers.persons.models import Person

REFUSALS = (CaseRefused, DocumentRefused, FileRefused, NoRoom)  # letters that stand at the form


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
    form = acts.form(key, loaded, request.user, request.POST, request.FILES)
    if form.is_valid():
        try:
            return _done(request, found, key, form)
        except REFUSALS as letter:
            form.add_error(None, str(letter))
    looked.note(request, found.stream, looked.CASE_WORK)
    return _page(request, loaded, (key, form))


@officers
@require_GET
def payments(request: HttpRequest, number: str) -> HttpResponse:
    """What the law gives this family; the reading is written down as that of the case."""
    found = _visible(request, number)
    if looked.needs_purpose(request, found.stream, permissions.actions_on(request.user, found)):
        return redirect("office_case", number=found.number)  # says what for first
    looked.note(request, found.stream, looked.CASE_WORK)
    context = owed(found) if tells(found) else {"case": found, "over": True}
    return render(request, "officer/cases/payments.html", context)


@officers
@require_GET
def paper(request: HttpRequest, number: str, key: UUID) -> HttpResponseBase:
    """The file of a paper; the reading is written down as that of the case."""
    document = _document(request, number, key)
    found = document.case
    if not looked.recent(request, found.stream) and Action.AUDIT in permissions.actions_on(request.user, found):
        return redirect("office_case", number=found.number)  # says what for first
    looked.note(request, found.stream, looked.CASE_WORK)
    try:
        return respond(document.file)
    except FileRefused as letter:
        said.say(request, str(letter))
        return redirect("office_case", number=found.number)


@officers
@require_POST
def check(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """An officer looked at a paper: it is good, or not, for a reason."""
    document = _document(request, number, key)
    state = State.ACCEPTED if request.POST.get("good") else State.REJECTED
    try:
        documents.check(document, state, by=request.user, reason=request.POST.get("reason", ""))
        said.say(request, _("The paper was accepted.") if state == State.ACCEPTED else _("The paper was not accepted."))
    except REFUSALS as letter:
        said.say(request, str(letter))
    return redirect(f"{reverse('office_case', args=[number])}#papers")


def _document(request: HttpRequest, number: str, key: UUID) -> Document:
    try:
        return document_of(request.user, number, str(key))
    except (UnknownCase, UnknownDocument) as letter:
        raise Http404(str(letter)) from None


def _hand_in(request: HttpRequest, found: Case, form: ActForm) -> None:
    """Raises one of REFUSALS."""
    paper, _colon, person = form.cleaned_data["paper"].partition(":")
    whose = Person.objects.filter(key=person).first() if person else None
    file = form.cleaned_data["file"]
    documents.hand_in(found, paper, file.name, file, by=request.user, person=whose)


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
    if key == "paper":
        _hand_in(request, found, form)
    else:
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
