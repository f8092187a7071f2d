"""Who may come in: every view of the applicants says `@applicants`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from qonys.office.casework.applications import selectors
from qonys.office.casework.applications.refusals import UnknownDraft
from qonys.office.casework.cases.refusals import UnknownCase
from qonys.office.casework.documents.refusals import UnknownDocument
from qonys.office.casework.letters.refusals import UnknownLetter
from qonys.office.foundation.authority.models import Kind

View = Callable[..., HttpResponse]


def applicants(view: View) -> View:
    """Strangers are sent to the door. What is not the reader's own is not there, whoever asks."""

    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("sign_in"))
        if request.user.kind != Kind.APPLICANT:
            raise Http404
        if request.user.temporary_password and view.__name__ != "password":
            return redirect("my_password")
        try:
            return view(request, *args, **kwargs)
        except UnknownDraft:
            return _sent(request, kwargs.get("key"))
        except (UnknownCase, UnknownDocument, UnknownLetter):
            raise Http404 from None

    return shown


def _sent(request: HttpRequest, key: Any) -> HttpResponse:
    """A draft that was sent from another window leads to its case."""
    case = selectors.sent(request.user, key) if key else None
    if case is None:
        raise Http404
    return redirect("my_case", case.number)
