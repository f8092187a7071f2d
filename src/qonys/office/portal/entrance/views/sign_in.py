"""First step: login and password."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qonys.office.foundation.authority import demonstration
from qonys.office.foundation.authority.recognition import recognise
from qonys.office.foundation.authority.refusals import Locked, NotRecognised
from qonys.office.portal.entrance import logins, shown, steps
from qonys.office.portal.entrance.forms import SignInForm


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(steps.destination(request.user, steps.wanted(request)))
    form = SignInForm(request.POST if request.method == "POST" else None)
    letter: NotRecognised | Locked | None = None
    if form.is_valid():
        told = form.cleaned_data
        try:
            account = recognise(logins.written(told["login"]), told["password"], steps.address(request))
            return steps.after_password(request, account, steps.wanted(request))
        except (NotRecognised, Locked) as refusal:
            letter = refusal
    context = {"form": form, "letter": letter, "next": steps.wanted(request), "left": "left" in request.GET}
    if demonstration.is_on():
        context |= {"groups": shown.groups(), "password": demonstration.PASSWORD}
    status = 429 if isinstance(letter, Locked) else 200
    return render(request, "entrance/sign_in.html", context, status=status)
