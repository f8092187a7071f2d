"""From the password to the office. Nobody is signed in before the last step: until then the session only remembers
whose password was right, for ten minutes.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from qonys.office.foundation.authority import recognition, second_factor
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.portal.entrance import middleware

HALFWAY = "halfway"
HOMES = {Kind.OFFICER: "office", Kind.APPLICANT: "my"}
PATIENCE = 10 * 60  # seconds between password and code


def after_password(request: HttpRequest, account: Account, following: str) -> HttpResponse:
    """The password was right: ask for the code, or have a device set up, or let in where neither is wanted.

    Families need no device: they reach nothing but what is their own.
    """
    asked = second_factor.is_set_up(account)
    if not asked and (account.kind == Kind.APPLICANT or not settings.QONYS_SECOND_FACTOR):
        return come_in(request, account, following)
    request.session.cycle_key()
    request.session[HALFWAY] = {"account": account.pk, "at": int(time.time()), "following": following}
    return redirect("sign_in_code" if asked else "sign_in_set_up")


def halfway(request: HttpRequest) -> tuple[Account, str] | None:
    """Whose password was right, and where they wanted to go; None when that was too long ago."""
    kept = request.session.get(HALFWAY)
    if not kept or abs(time.time() - kept["at"]) > PATIENCE:
        return None
    account = Account.objects.filter(pk=kept["account"], active=True).first()
    return (account, kept["following"]) if account else None


def sign_in(request: HttpRequest, account: Account) -> None:
    """Every step is done. Django gives the session a new key, so that one seen before is worth nothing."""
    request.session.pop(HALFWAY, None)
    recognition.come_in(account)
    login(request, account)
    middleware.begin(request)


def come_in(request: HttpRequest, account: Account, following: str) -> HttpResponse:
    sign_in(request, account)
    return HttpResponseRedirect(destination(account, following))


def destination(account: Account, following: str) -> str:
    """Where they wanted to go, else their home in their language."""
    with translation.override(account.language):
        return following or home_of(account)


def home_of(account: Account) -> str:
    """The first page of an account, in the language in use."""
    return reverse(HOMES.get(Kind(account.kind), "start"))


def wanted(request: HttpRequest) -> str:
    """The page of this site that sent the reader to the door; '' if it is none of ours."""
    path = request.POST.get("next", "") or request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return path if own else ""


def address(request: HttpRequest) -> str:
    """Where the attempt comes from: behind our own proxy, what the proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
