"""An application in the making: its list of tasks, its screens, checking it, sending it, deleting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from qonys.countries.procedures.law import Screen
from qonys.office.casework.applications import completeness, family, selectors, sending, services
from qonys.office.casework.applications.answers import asked
from qonys.office.casework.applications.completeness import What
from qonys.office.casework.applications.models import Draft
from qonys.office.casework.applications.refusals import NotReady
from qonys.office.casework.cases import law
from qonys.office.casework.cases.papers import Wanted
from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.portal.applicant import fields
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.fields import Field, say
from qonys.office.portal.public.asked import whole_number


@dataclass(frozen=True)
class Task:
    name: str
    address: str
    state: str
    done: bool


@applicants
@require_safe
def tasks(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = selectors.draft(request.user, key)
    found = _tasks(draft)
    context = framed(draft) | {
        "tasks": found,
        "done": sum(each.done for each in found),
        "ready": all(each.done for each in found),
        "newer": draft.version != completeness.version(draft).version,
        "kept_until": selectors.kept_until(draft),
    }
    return render(request, "applicant/tasks.html", context)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, key: UUID, screen: str) -> HttpResponse:
    draft = selectors.draft(request.user, key)
    shown = _screen(draft, screen)
    if shown.household:
        return redirect("my_family", key)
    if request.method != "POST":
        return _page(request, draft, shown, fields.of_screen(shown, draft.answers))
    told = {each.key: request.POST.get(each.key, "") for each in shown.questions}
    saved = services.save(key, shown, told, by=request.user, revision=revision(request))
    lacking = {} if "later" in request.POST else _lacking(shown, saved.draft)
    if saved.done and not lacking:
        return redirect(_next(saved.draft, shown, later="later" in request.POST))
    asked_again = fields.with_letters(fields.of_screen(shown, told), {**lacking, **saved.mistakes}, saved.meanwhile)
    return _page(request, saved.draft, shown, asked_again)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Check your answers; the same page sends them."""
    letter = ""
    if request.method == "POST":
        if request.POST.get("true") != "yes":
            letter = _("Tick that what you told is true.")
        else:
            try:
                return redirect("my_sent", sending.submit(key, by=request.user).number)
            except (NotReady, CaseRefused) as refusal:
                letter = str(refusal)
    draft = selectors.draft(request.user, key)
    missing = completeness.missing(draft)
    context = framed(draft) | {
        "screens": [_answered(draft, each) for each in completeness.version(draft).screens if not each.household],
        "members": family.read(draft.members),
        "papers": papers_told(draft),
        "missing": [_missing(draft, each) for each in missing],
        "letter": letter,
    }
    return render(request, "applicant/check.html", context)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = selectors.draft(request.user, key)
    if request.method == "POST":
        services.discard(key, by=request.user)
        return redirect("my")
    return render(request, "applicant/delete.html", framed(draft))


def framed(draft: Draft) -> dict[str, Any]:
    """What every page of a draft shows around its question."""
    return {"draft": draft, "name": say(law.procedure(draft.procedure).names)}


def revision(request: HttpRequest) -> int:
    """The revision the page was made from; a page that does not say is taken as the oldest."""
    return whole_number(request.POST.get("revision", ""), digits=8) or 0


def papers_told(draft: Draft) -> list[dict[str, Any]]:
    """Papers the family is asked for, each with whom it concerns and what was handed in."""
    names = {each.key: each.name for each in family.read(draft.members)}
    given: dict[tuple[str, str], list[Any]] = {}
    for each in draft.papers.select_related("file"):
        given.setdefault((each.paper, each.member), []).append(each)
    return [_paper(draft, each, names, given) for each in completeness.papers(draft)]


def _paper(
    draft: Draft, wanted: Wanted, names: dict[str, str], given: dict[tuple[str, str], list[Any]]
) -> dict[str, Any]:
    paper, member = completeness.place(wanted)
    return {
        "wanted": wanted,
        "name": say(wanted.paper.names),
        "hint": say(wanted.paper.hint) if wanted.paper.hint else "",
        "whose": names.get(member, ""),
        "given": given.get((paper, member), []),
        "address": paper_address(draft, paper, member),
    }


def paper_address(draft: Draft, paper: str, member: str) -> str:
    if member:
        return reverse("my_paper_of", args=(draft.key, paper, member))
    return reverse("my_paper", args=(draft.key, paper))


def _screen(draft: Draft, key: str) -> Screen:
    found = next((each for each in completeness.version(draft).screens if each.key == key), None)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, draft: Draft, shown: Screen, asked_for: list[Field]) -> HttpResponse:
    screens = completeness.version(draft).screens
    context = framed(draft) | {
        "title": say(shown.names),
        "lead": say(shown.lead) if shown.lead else "",
        "fields": asked_for,
        **fields.summary(asked_for),
        "step": screens.index(shown) + 1,
        "steps": len(screens) + 2,  # papers, and checking the answers
    }
    return render(request, "applicant/screen.html", context)


def _lacking(shown: Screen, draft: Draft) -> dict[str, str]:
    return {
        each.key: _("Answer this question, or save and come back later.") for each in completeness.lacking(shown, draft)
    }


def _next(draft: Draft, shown: Screen, *, later: bool) -> str:
    screens = list(completeness.version(draft).screens)
    place = screens.index(shown) + 1
    if later:
        return reverse("my_draft", args=(draft.key,))
    if place < len(screens):
        return reverse("my_screen", args=(draft.key, screens[place].key))
    return reverse("my_papers", args=(draft.key,))


def _tasks(draft: Draft) -> list[Task]:
    lacking = completeness.missing(draft)
    return [*(_screen_task(draft, each) for each in completeness.version(draft).screens), _papers_task(draft, lacking)]


def _screen_task(draft: Draft, shown: Screen) -> Task:
    address = reverse("my_screen", args=(draft.key, shown.key))
    if shown.household:
        count = len(draft.members)
        told = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
        return Task(say(shown.names), address, told if count else _("Not started"), bool(count))
    left = len(completeness.lacking(shown, draft))
    begun = any(each.key in draft.answers for each in shown.questions)
    if not left:
        return Task(say(shown.names), address, _("Done"), True)
    words = ngettext("%(count)d answer is missing", "%(count)d answers are missing", left) % {"count": left}
    return Task(say(shown.names), address, words if begun else _("Not started"), False)


def _papers_task(draft: Draft, lacking: list[completeness.Missing]) -> Task:
    address = reverse("my_papers", args=(draft.key,))
    left = sum(each.what == What.PAPER for each in lacking)
    if not draft.members:
        return Task(_("Papers"), address, _("Tell us about the family first"), False)
    words = ngettext("%(count)d paper is missing", "%(count)d papers are missing", left) % {"count": left}
    return Task(_("Papers"), address, words if left else _("Done"), not left)


def _answered(draft: Draft, shown: Screen) -> dict[str, Any]:
    applying = {each.key for each in asked(shown, draft.answers)}
    told = [each for each in fields.of_screen(shown, draft.answers) if each.name in applying]
    return {"name": say(shown.names), "key": shown.key, "fields": told}


def _missing(draft: Draft, lack: completeness.Missing) -> tuple[str, str]:
    """What is missing, in words, and where to give it."""
    if lack.what == What.ANSWER and lack.screen and lack.question:
        address = reverse("my_screen", args=(draft.key, lack.screen.key))
        return say(lack.question.names), f"{address}#q-{lack.question.key}"
    if lack.what == What.PAPER and lack.wanted:
        names = {each.key: each.name for each in family.read(draft.members)}
        paper, member = completeness.place(lack.wanted)
        whose, label = names.get(member, ""), say(lack.wanted.paper.names)
        return f"{label}: {whose}" if whose else label, paper_address(draft, paper, member)
    return _("Tell us about yourself"), reverse("my_family", args=(draft.key,))
