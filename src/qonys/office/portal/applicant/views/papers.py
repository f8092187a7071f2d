"""Papers of an application in the making: what is wanted of whom, handing it in, taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qonys.office.casework.applications import selectors, services
from qonys.office.casework.applications.completeness import place
from qonys.office.casework.applications.models import Draft
from qonys.office.casework.applications.refusals import DraftRefused, UnknownDraft
from qonys.office.foundation.files.refusals import FileRefused, NoRoom
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.views.draft import framed, papers_told


@applicants
@require_safe
def papers(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = selectors.draft(request.user, key)
    if not draft.members:
        return redirect("my_draft", key)
    return render(request, "applicant/papers.html", framed(draft) | {"papers": papers_told(draft)})


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, key: UUID, paper: str, member: str = "") -> HttpResponse:
    draft = selectors.draft(request.user, key)
    told = _told(draft, (paper, member))
    letter = ""
    if request.method == "POST":
        upload = request.FILES.get("photo") or request.FILES.get("file")
        try:
            if upload is None:
                raise DraftRefused(_("Choose a file or take a photograph first."))
            services.hand_in(key, told["wanted"], upload.name or "", upload, by=request.user)
            return redirect(request.path)
        except UnknownDraft:
            raise
        except (DraftRefused, FileRefused, NoRoom) as refusal:
            letter = str(refusal)
    return render(request, "applicant/paper.html", framed(draft) | {"paper": told, "letter": letter, "most": most()})


@applicants
@require_POST
def remove(request: HttpRequest, key: UUID, paper: UUID) -> HttpResponse:
    draft = selectors.draft(request.user, key)
    kept = selectors.paper(draft, paper)
    services.take_back(key, paper, by=request.user)
    if kept.member:
        return redirect("my_paper_of", key, kept.paper, kept.member)
    return redirect("my_paper", key, kept.paper)


def most() -> int:
    return int(settings.QONYS_FILE_MB)


def _told(draft: Draft, wanted: tuple[str, str]) -> dict[str, Any]:
    found = next((each for each in papers_told(draft) if place(each["wanted"]) == wanted), None)
    if found is None:
        raise Http404
    return found
