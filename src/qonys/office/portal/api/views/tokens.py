"""One's own tokens: which there are, a new one, the end of one."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.authority.roles import ROLES
from qonys.office.foundation.authority.scope import in_force
from qonys.office.foundation.tokens import selectors, services
from qonys.office.foundation.tokens.scopes import OWN, SCOPES
from qonys.office.portal.api.forms import TokenForm
from qonys.office.portal.officer.words import ACTIONS


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    account = request.user
    if not account.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("sign_in"))
    if account.temporary_password:
        return redirect("office_password")
    form = TokenForm(_choices(account), request.POST if request.method == "POST" else None)
    given = None
    if form.is_valid():
        told = form.cleaned_data
        given = services.give_personal(account, told["name"], told["scopes"], told["days"], actor=account.actor)
    context = {"form": form, "given": given, "tokens": selectors.open_tokens(account).filter(client=None)}
    return render(request, "api/tokens.html", context)


@never_cache
@require_http_methods(["POST"])
def end(request: HttpRequest, number: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("api_tokens"), reverse("sign_in"))
    found = selectors.open_tokens(request.user).filter(pk=number).select_related("account").first()
    if found is None:
        raise Http404
    services.revoke(found, actor=request.user.actor)
    return redirect("api_tokens")


def _choices(account: Account) -> list[tuple[str, str]]:
    """What the account may do today; what its mandates allow later, a token for it is asked for later."""
    if account.kind == Kind.APPLICANT:
        return [(OWN, _("see and do what belongs to my own applications"))]
    actions = {action for mandate in in_force(account) for action in ROLES[mandate.role].may}
    return [(scope, str(ACTIONS[action])) for scope in SCOPES for action in actions if scope == action]
