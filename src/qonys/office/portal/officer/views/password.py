"""One's own password."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qonys.office.foundation.authority import accounts
from qonys.office.foundation.authority.refusals import Locked, Refused
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.officer.forms import PasswordForm


@officers
@sensitive_post_parameters("present", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None)
    letter: Refused | None = None
    if form.is_valid():
        try:
            accounts.change_password(request.user, form.cleaned_data["present"], form.cleaned_data["new"])
            update_session_auth_hash(request, request.user)  # this session goes on, every other ends
            return redirect("office")
        except Refused as refusal:
            letter = refusal
    status = 429 if isinstance(letter, Locked) else 200
    return render(request, "officer/password.html", {"form": form, "letter": letter}, status=status)
