"""Is this letter genuine? Asked by anybody, by code or with the PDF itself, which is not kept."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qonys.office.casework.letters import checking
from qonys.office.casework.letters.checking import Answer, Standing
from qonys.office.casework.letters.codes import typed
from qonys.office.foundation.authority import lockout
from qonys.office.foundation.authority.refusals import Locked
from qonys.office.planning.wording.places import name
from qonys.office.portal.entrance.steps import address

LARGEST = 5 * 1024 * 1024  # our letters are a hundred times smaller


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """An address with a code answers at once: it is what a QR code holds."""
    if request.method == "POST" and request.FILES.get("file"):
        return _file(request)
    wanted = request.POST.get("code", "").strip()
    if wanted:
        return redirect("check_code", typed(wanted)) if typed(wanted) else _page(request, wanted, checking.UNKNOWN)
    if not code:
        return _page(request)
    return _slowly(request, code, lambda: checking.by_code(code))


def _file(request: HttpRequest) -> HttpResponse:
    file = request.FILES["file"]
    if file.size and file.size > LARGEST:
        return _page(request, letter=_("This file is larger than any letter of this office."), status=413)
    return _slowly(request, "", lambda: checking.by_file(file.chunks()))


def _slowly(request: HttpRequest, code: str, ask: Callable[[], Answer]) -> HttpResponse:
    """Who asks again and again for what is not there must wait: codes are not guessed here."""
    try:
        lockout.refuse_waiting("check", address(request))
        answer = ask()
        if answer.standing == Standing.UNKNOWN:
            lockout.attempt("check", address(request))
    except Locked as letter:
        return _page(request, letter=str(letter), status=429)
    return _page(request, code, answer)


def _page(
    request: HttpRequest, code: str = "", answer: Answer | None = None, letter: str = "", status: int = 200
) -> HttpResponse:
    office = name(answer.office) if answer and answer.office else ""
    context = {"code": code, "answer": answer, "office": office, "letter": letter}
    shown = render(request, "papers/check.html", context, status=status)
    shown["X-Robots-Tag"] = "noindex"
    return shown
