"""The family of an application: who belongs to it, each on a screen of its own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.casework.applications import completeness, selectors, services
from qonys.office.casework.applications import family as members
from qonys.office.casework.applications.models import Draft
from qonys.office.casework.applications.refusals import DraftRefused, UnknownDraft
from qonys.office.portal.applicant import fields
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.fields import say
from qonys.office.portal.applicant.views.draft import framed, revision
from qonys.office.registers.households.relations import Relation


@applicants
@require_safe
def family(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = selectors.draft(request.user, key)
    if not draft.members:
        return redirect("my_new_member", key)
    people = [
        (each, _("you") if each.is_applicant else str(Relation(each.relation).label), members.remarks(each))
        for each in members.read(draft.members)
    ]
    screens = completeness.version(draft).screens
    household = next((each for each in screens if each.household), None)
    rest = [each for each in screens if not each.household]
    context = framed(draft) | {
        "people": people,
        "title": say(household.names) if household else _("Your family"),
        "lead": say(household.lead) if household and household.lead else "",
        "following": rest[0].key if rest else "",
        "steps": len(screens) + 2,
    }
    return render(request, "applicant/family.html", context)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, key: UUID, member: str = "") -> HttpResponse:
    draft = selectors.draft(request.user, key)
    known = _member(draft, member)
    applicant = known.is_applicant if known else not draft.members
    values = vars(known) if known else {}
    if request.method != "POST":
        return _page(request, draft, fields.of_member(values, applicant=applicant), applicant, member)
    told = {each: request.POST.get(each, "") for each in members.FIELDS}
    try:
        saved = services.save_member(key, member, told, by=request.user, revision=revision(request))
    except UnknownDraft:
        raise
    except DraftRefused as letter:
        return _page(request, draft, fields.of_member(told, applicant=applicant), applicant, member, str(letter))
    if saved.done:
        return redirect("my_family", key)
    asked = fields.with_letters(fields.of_member(told, applicant=applicant), saved.mistakes, saved.meanwhile)
    return _page(request, saved.draft, asked, applicant, member)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, key: UUID, member: str) -> HttpResponse:
    draft = selectors.draft(request.user, key)
    known = _member(draft, member)
    if known is None or known.is_applicant:
        return redirect("my_family", key)
    if request.method == "POST":
        services.remove_member(key, member, by=request.user)
        return redirect("my_family", key)
    papers = draft.papers.filter(member=member).count()
    return render(request, "applicant/remove.html", framed(draft) | {"person": known, "papers": papers})


def _member(draft: Draft, key: str) -> members.MemberTold | None:
    """The member of that key, None for a new one; 404 for one who is not there."""
    found = next((each for each in members.read(draft.members) if each.key == key), None)
    if key and found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, draft: Draft, asked: list[fields.Field], applicant: bool, key: str, letter: str = ""
) -> HttpResponse:
    title = _("About you") if applicant else _("A member of the family")
    context = framed(draft) | {
        "title": title,
        "fields": asked,
        "letter": letter,
        **fields.summary(asked),
        "removable": key and not applicant,
    }
    return render(request, "applicant/member.html", context | {"member": key})
