"""Where the account can be written to: told by its owner, and believed once a code sent there comes back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from qonys.engines.vocabulary.errors import QonysError
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.refusals import Locked
from qonys.office.foundation.notices import contacts, selectors
from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.models import Contact
from qonys.office.foundation.notices.refusals import WrongAddress, WrongCode
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.forms import AddressForm, CodeForm


def tell(account: Account, address: str) -> Contact | None:
    """A code goes to the address the account was opened with; None where this office cannot write to it."""
    try:
        found = contacts.add(account, _channel(address), address)
    except (WrongAddress, Locked):
        return None
    return None if found.verified else found


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    letter: QonysError | None = None
    if form.is_valid():
        address = form.cleaned_data["address"]
        try:
            found = contacts.add(request.user, _channel(address), address)
            return redirect("my_account" if found.verified else "my_contact_code")
        except (WrongAddress, Locked) as refusal:
            letter = refusal
    status = 429 if isinstance(letter, Locked) else 200
    return render(request, "applicant/contact.html", {"form": form, "letter": letter}, status=status)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The newest address without its code."""
    waiting = selectors.contacts(request.user).filter(verified=None).order_by("-id").first()
    if waiting is None:
        return redirect("my_account")
    again = "again" in request.POST
    form = CodeForm(request.POST if request.method == "POST" and not again else None)
    letter: QonysError | None = None
    try:
        if again:
            contacts.send_code(waiting)
        elif form.is_valid():
            contacts.confirm(waiting, form.cleaned_data["code"])
            return redirect("my")
    except (WrongCode, Locked) as refusal:
        letter = refusal
    context = {"form": form, "letter": letter, "waiting": waiting, "again": again and letter is None}
    return render(request, "applicant/code.html", context, status=429 if isinstance(letter, Locked) else 200)


def _channel(address: str) -> Channel:
    return Channel.MAIL if "@" in address else Channel.SMS
