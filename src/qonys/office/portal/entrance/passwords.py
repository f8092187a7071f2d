"""One's own password, as officers and applicants change it."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qonys.office.foundation.authority import accounts
from qonys.office.foundation.authority.refusals import Locked, Refused
from qonys.office.portal.entrance.forms import PasswordForm


def change(request: HttpRequest, template: str, then: str) -> HttpResponse:
    """The page `template` until it is changed; then the page called `then`."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    letter: Refused | None = None
    if form.is_valid():
        try:
            accounts.change_password(request.user, form.cleaned_data["present"], form.cleaned_data["new"])
            update_session_auth_hash(request, request.user)  # this session goes on, every other ends
            return redirect(then)
        except Refused as refusal:
            letter = refusal
    status = 429 if isinstance(letter, Locked) else 200
    return render(request, template, {"form": form, "letter": letter}, status=status)
