"""One's own password."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qonys.office.portal.entrance import passwords
from qonys.office.portal.officer.doors import officers


@officers
@sensitive_post_parameters("present", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    return passwords.change(request, "officer/password.html", then="office")
