"""Writing to the office, answering what it asked, and handing papers in for a running case."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qonys.engines.vocabulary.errors import BadInput, QonysError
from qonys.office.casework.applications.answers import readable
from qonys.office.casework.cases import law, selectors, services
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.papers import Someone, wanted
from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.documents import services as handing
from qonys.office.casework.documents.refusals import DocumentRefused
from qonys.office.foundation.files.refusals import FileRefused, NoRoom
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.fields import say
from qonys.office.portal.applicant.views.case import names, shown
from qonys.office.portal.applicant.views.papers import most
from qonys.office.portal.public.asked import whole_number
from qonys.office.registers.persons.models import Person

LONGEST = 5000  # letters of a message


@dataclass(frozen=True)
class Asked:
    """A paper that may be handed in now, for one person or for the family."""

    paper: str
    person: Person | None
    name: str
    whose: str
    letter: str = ""

    @property
    def field(self) -> str:
        return f"{self.paper}:{self.person.key if self.person else ''}"

    @property
    def id(self) -> str:
        return f"paper-{self.paper}-{self.person.pk if self.person else 0}"


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.by_number(request.user, number)
    letter, text = "", _text(request)
    if request.method == "POST":
        try:
            if not text:
                raise DocumentRefused(_("Write something first."))
            if not _said_already(request, found, text):
                services.act(found, "message", {"text": text}, by=request.user)
            return redirect("my_message", found.number)
        except (CaseRefused, DocumentRefused) as refusal:
            letter = str(refusal)
    return render(request, "applicant/message.html", shown(found) | {"letter": letter, "text": text})


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that was asked for, on one page. What arrived is kept even if another file is refused."""
    found = selectors.by_number(request.user, number)
    if not found.waiting:
        return redirect("my_case", found.number)
    course = selectors.course(found)
    asked = [each for each in _papers(found) if each.paper in course.asked]
    letter, text, letters = "", _text(request), {}
    if request.method == "POST":
        letters = _hand_in(request, found, asked)
        try:
            if not letters:
                _refuse_empty(found, course.asked, asked, text)
                services.act(found, "answer", {"text": text}, by=request.user)
                return redirect("my_case", found.number)
        except QonysError as refusal:
            letter = str(refusal)
        found = selectors.by_number(request.user, number)
    context = shown(found) | {"asked": _with(asked, letters), "letter": letter, "text": text, "most": most()}
    return render(request, "applicant/answer.html", context)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """A paper nobody asked for, or one that came later."""
    found = selectors.by_number(request.user, number)
    asked = _papers(found)
    letter = ""
    if request.method == "POST":
        chosen = next((each for each in asked if each.field == request.POST.get("which")), None)
        upload = request.FILES.get("photo") or request.FILES.get("file")
        try:
            if chosen is None or upload is None:
                raise DocumentRefused(_("Choose which paper it is, and a file or a photograph."))
            handing.hand_in(found, chosen.paper, upload.name or "", upload, by=request.user, person=chosen.person)
            return redirect("my_case", found.number)
        except (CaseRefused, DocumentRefused, FileRefused, NoRoom) as refusal:
            letter = str(refusal)
    context = shown(found) | {"asked": asked, "letter": letter, "most": most(), "which": request.POST.get("which", "")}
    return render(request, "applicant/case_paper.html", context)


def _text(request: HttpRequest) -> str:
    return readable(request.POST.get("text", "").replace("\r\n", "\n")).strip()[:LONGEST]


def _said_already(request: HttpRequest, found: Case, text: str) -> bool:
    """A double click sends the same words twice."""
    after = whole_number(request.POST.get("after", ""))
    if after is None:
        return False
    new = [each for each in selectors.lines(found) if each.sequence > after and each.act == "message"]
    mine = [each for each in new if each.actor == request.user.actor]
    return text in {str(each.get("text", "")) for each in selectors.written(mine).values()}


def _papers(found: Case) -> list[Asked]:
    """Every paper of the procedure, for everybody of the case whom it concerns."""
    people = _people(found)
    called = names(found)
    version = law.version(found.procedure, found.version)
    family = [Someone(key, each.birth_date, each.pk == found.applicant_id) for key, each in people.items()]
    rows = wanted(version, family, selectors.application(found), timezone.localdate())
    known = [(each.paper.key, people[each.of.key] if each.of else None) for each in rows]
    unconditional = {each.paper.key for each in rows}
    known += [(each.key, people[str(found.applicant.key)]) for each in version.papers if each.key not in unconditional]
    return [
        Asked(key, person, _name(found, key), called.get(str(person.key), "") if person else "")
        for key, person in known
    ]


def _people(found: Case) -> dict[str, Person]:
    members = [each.person for each in found.members.select_related("person")]
    return {str(each.key): each for each in (found.applicant, *members)}


def _name(found: Case, key: str) -> str:
    try:
        return say(law.version(found.procedure, found.version).paper(key).names)
    except BadInput:
        return key


def _hand_in(request: HttpRequest, found: Case, asked: list[Asked]) -> dict[str, str]:
    """Take in what was chosen; letters by field for what was not taken."""
    letters = {}
    for each in asked:
        upload = request.FILES.get(each.field)
        if upload is None:
            continue
        try:
            handing.hand_in(found, each.paper, upload.name or "", upload, by=request.user, person=each.person)
        except (CaseRefused, DocumentRefused, FileRefused, NoRoom) as refusal:
            letters[each.field] = str(refusal)
    return letters


def _refuse_empty(found: Case, wanted_now: frozenset[str], asked: list[Asked], text: str) -> None:
    """An answer brings each paper that was asked for, or says why not."""
    lines = list(selectors.lines(found))
    asked_at = max(each.sequence for each in lines if each.act == "ask")
    came = {each.payload["paper"] for each in lines if each.act == "paper" and each.sequence > asked_at}
    if wanted_now - came and not text:
        raise DocumentRefused(_("Hand in what was asked for, or write why you cannot."))


def _with(asked: list[Asked], letters: dict[str, str]) -> list[Asked]:
    return [Asked(each.paper, each.person, each.name, each.whose, letters.get(each.field, "")) for each in asked]
