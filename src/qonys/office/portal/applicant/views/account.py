"""Opening an account, and what its owner may change of it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qonys.office.foundation.authority import accounts, lockout
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.authority.refusals import Locked, Refused
from qonys.office.foundation.notices import selectors as notices
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.forms import OpenForm
from qonys.office.portal.applicant.views.contact import tell
from qonys.office.portal.entrance import logins, passwords, steps


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Name, address, password; the way goes on to the code that was sent, or to where the reader wanted to go."""
    if request.user.is_authenticated:
        return redirect(steps.destination(request.user, steps.wanted(request)))
    form = OpenForm(request.POST if request.method == "POST" else None)
    letter: Refused | None = None
    if form.is_valid():
        try:
            lockout.attempt("opening", steps.address(request))
            account = _opened(form)
            following = steps.destination(account, steps.wanted(request))
            steps.sign_in(request, account)
            return redirect("my_contact_code") if tell(account, form.cleaned_data["login"]) else redirect(following)
        except Refused as refusal:
            letter = refusal
    context = {"form": form, "letter": letter, "next": steps.wanted(request)}
    return render(request, "applicant/open.html", context, status=429 if isinstance(letter, Locked) else 200)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    languages = dict(settings.LANGUAGES)
    if request.method == "POST" and request.POST.get("language") in languages:
        accounts.set_language(request.user, request.POST["language"])
        with translation.override(request.POST["language"]):
            return redirect("my_account")
    context = {"contacts": notices.contacts(request.user), "choices": list(languages.items())}
    return render(request, "applicant/account.html", context)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    return passwords.change(request, "applicant/password.html", then="my")


def _opened(form: OpenForm) -> Account:
    told = form.cleaned_data
    return accounts.open_account(
        logins.written(told["login"]),
        told["name"],
        kind=Kind.APPLICANT,
        password=told["password"],
        actor="portal",
        language=translation.get_language() or "kk",
        temporary=False,
    )
