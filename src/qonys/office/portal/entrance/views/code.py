"""Second step: the code of the device."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qonys.office.foundation.authority import second_factor
from qonys.office.foundation.authority.refusals import Locked, NotRecognised
from qonys.office.portal.entrance import steps
from qonys.office.portal.entrance.forms import CodeForm


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    known = steps.halfway(request)
    if known is None:
        return redirect("sign_in")
    account, following = known
    form = CodeForm(request.POST if request.method == "POST" else None)
    letter: NotRecognised | Locked | None = None
    if form.is_valid():
        try:
            second_factor.check(account, form.cleaned_data["code"])
            return steps.come_in(request, account, following)
        except (NotRecognised, Locked) as refusal:
            letter = refusal
    status = 429 if isinstance(letter, Locked) else 200
    return render(request, "entrance/code.html", {"form": form, "letter": letter}, status=status)
