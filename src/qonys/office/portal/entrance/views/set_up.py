"""Second step of the first time: the device is made known, and recovery codes are told once."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qonys.office.foundation.authority import second_factor
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.refusals import Locked, NotRecognised
from qonys.office.portal.entrance import steps
from qonys.office.portal.entrance.forms import CodeForm

SECRET = "device"  # in the session, until the device has shown that it knows it


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    known = steps.halfway(request)
    if known is None or second_factor.is_set_up(known[0]):
        return redirect("sign_in")
    account, following = known
    secret = request.session.setdefault(SECRET, second_factor.new_secret())
    form = CodeForm(request.POST if request.method == "POST" else None)
    letter: NotRecognised | Locked | None = None
    if form.is_valid():
        try:
            codes = second_factor.set_up(account, secret, form.cleaned_data["code"])
            return _recovery_codes(request, account, following, codes)
        except (NotRecognised, Locked) as refusal:
            letter = refusal
    address = second_factor.address(account, secret)
    context = {"form": form, "letter": letter, "drawing": _drawn(address), "secret": _in_groups(secret)}
    return render(request, "entrance/set_up.html", context, status=429 if isinstance(letter, Locked) else 200)


def _recovery_codes(request: HttpRequest, account: Account, following: str, codes: list[str]) -> HttpResponse:
    request.session.pop(SECRET, None)
    steps.sign_in(request, account)
    context = {"codes": codes, "on": steps.destination(account, following)}
    return render(request, "entrance/recovery_codes.html", context)


def _drawn(address: str) -> SafeString:
    """A QR code as SVG: always dark on white, since cameras do not read it the other way round."""
    drawing = segno.make(address, error="m").svg_inline(
        border=4, dark="#000", light="#fff", svgclass="qr", omitsize=True
    )
    return mark_safe(drawing)


def _in_groups(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
