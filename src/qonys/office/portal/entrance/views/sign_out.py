"""Out again."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qonys.office.foundation.authority import recognition


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("sign_in")
    if request.method != "POST":  # a link must not be able to sign anybody out
        return render(request, "entrance/sign_out.html")
    recognition.go(request.user)
    logout(request)
    return redirect(f"{reverse('sign_in')}?left")
