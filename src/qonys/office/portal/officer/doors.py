"""Who may come in: every view of the officers says `@officers`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from qonys.office.foundation.authority.models import Kind

View = Callable[..., HttpResponse]


def officers(view: View) -> View:
    """Strangers are sent to the door; a password that another chose is changed before anything else."""

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("sign_in"))
        if request.user.kind != Kind.OFFICER:
            raise PermissionDenied(_("The office is for officers of the migration service."))
        if request.user.temporary_password and view.__name__ != "password":
            return redirect("office_password")
        return view(request, *args, **kwargs)

    return shown
