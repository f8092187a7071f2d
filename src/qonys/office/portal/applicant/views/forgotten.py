"""A family forgot its password: a code goes to the confirmed address, and with it a new password is chosen.

Whether there is such an account is not said: every login is answered, and slowed down, in the same way.
"""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qonys.engines.vocabulary.errors import QonysError
from qonys.office.foundation.authority import accounts, lockout
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.authority.refusals import Locked, Refused
from qonys.office.foundation.notices import contacts
from qonys.office.foundation.notices.models import Contact
from qonys.office.foundation.notices.refusals import WrongCode
from qonys.office.portal.applicant.forms import ForgottenForm, RenewForm
from qonys.office.portal.entrance import logins, steps

LOGIN = "forgotten"  # in the session: whose password was forgotten, as it was typed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    letter: Refused | None = None
    if form.is_valid():
        login = logins.written(form.cleaned_data["login"])
        try:
            lockout.attempt("forgotten", steps.address(request))
            _send(login)
            request.session[LOGIN] = login
            return redirect("forgotten_code")
        except Locked as refusal:
            letter = refusal
    return render(request, "applicant/forgotten.html", {"form": form, "letter": letter}, status=_status(letter))


@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest) -> HttpResponse:
    login = request.session.get(LOGIN)
    if not login:
        return redirect("forgotten")
    form = RenewForm(request.POST if request.method == "POST" else None)
    letter: QonysError | None = None
    if form.is_valid():
        try:
            account = _renewed(login, form.cleaned_data["code"], form.cleaned_data["password"])
            del request.session[LOGIN]
            steps.sign_in(request, account)
            return redirect("my")
        except (Refused, WrongCode) as refusal:
            letter = refusal
    return render(request, "applicant/renew.html", {"form": form, "letter": letter}, status=_status(letter))


def _send(login: str) -> None:
    contact = _contact(login)
    if contact is None:
        lockout.attempt("contact code", f"nobody {login}")
    else:
        contacts.send_code(contact)


def _renewed(login: str, code: str, password: str) -> Account:
    """Raises Refused for a weak password before the code is used up; WrongCode; Locked."""
    try:
        validate_password(password, Account(login=login))
    except ValidationError as error:
        raise Refused(" ".join(str(accounts.WEAK.get(each.code, each.message)) for each in error.error_list)) from None
    contact = _contact(login)
    if contact is None:
        lockout.attempt("contact", f"nobody {login}")
        raise WrongCode(_("This is not the code we sent. Look at the newest message."))
    account = contacts.confirm(contact, code).account
    accounts.renew(account, password)
    return account


def _contact(login: str) -> Contact | None:
    """Where a family can be written to. Officers go to their administrator, who sees whom he helps."""
    own = {"account__login": login, "account__kind": Kind.APPLICANT, "account__active": True}
    return Contact.objects.filter(verified__isnull=False, **own).select_related("account").first()


def _status(letter: object) -> int:
    return 429 if isinstance(letter, Locked) else 200
