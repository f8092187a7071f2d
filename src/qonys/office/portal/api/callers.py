"""Who asks: the token of the request, how fast it may ask, and what it may be used for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Kind
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.tokens.recognition import Caller, recognise
from qonys.office.foundation.tokens.refusals import NotAToken
from qonys.office.foundation.tokens.scopes import OWN
from qonys.office.portal.api import rates
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.entrance.steps import address

View = TypeVar("View", bound=Callable[..., Any])
CHALLENGE = 'Bearer realm="qonys"'
NEEDS = "_needs_scope"


class Bearer:
    """RFC 6750, by header only: an address with a token in it ends up in logs."""

    openapi_security_schema: ClassVar[dict[str, str]] = {"type": "http", "scheme": "bearer"}

    def __call__(self, request: HttpRequest) -> Caller:
        known: Caller | None = getattr(request, "caller", None)
        if known is None:
            known = self._recognised(request)
            request.caller = known  # type: ignore[attr-defined]
        return known

    @staticmethod
    def _recognised(request: HttpRequest) -> Caller:
        scheme, _space, shown = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != "bearer" or not shown.strip():
            slow_down(f"address {address(request)}", settings.QONYS_API_RATE // 4)
            raise Problem("unauthenticated", headers={"WWW-Authenticate": CHALLENGE})
        try:
            caller = recognise(shown.strip())
        except NotAToken as letter:
            slow_down(f"address {address(request)}", settings.QONYS_API_RATE // 4)
            challenge = f'{CHALLENGE}, error="invalid_token"'
            raise Problem("unauthenticated", str(letter), headers={"WWW-Authenticate": challenge}) from None
        slow_down(caller.actor, settings.QONYS_API_RATE)
        return caller


def slow_down(who: str, per_minute: int) -> None:
    """Raises Problem for a caller that asks too fast."""
    if seconds := rates.seconds_to_wait(who, max(per_minute, 1)):
        raise Problem("too-many-requests", headers={"Retry-After": str(seconds)})


def needs(*actions: Action, own: bool = False) -> Callable[[View], View]:
    """The token must hold one of these scopes; whether the account's mandates reach is asked where the row is known.

    `own`: an applicant's token may come with the scope of what is its own instead.
    """

    def marked(view: View) -> View:
        setattr(view, NEEDS, (actions, own))
        return view

    return marked


def scopes_of(view: Callable[..., Any]) -> tuple[Action, ...]:
    """One of them is enough."""
    found: tuple[tuple[Action, ...], bool] | None = getattr(view, NEEDS, None)
    return found[0] if found else ()


def refuse_scope(caller: Caller, view: Callable[..., Any]) -> None:
    """Raises Problem for a token that does not hold what the operation needs."""
    found: tuple[tuple[Action, ...], bool] | None = getattr(view, NEEDS, None)
    if found is None:
        return
    actions, own = found
    wanted = [OWN] if own and caller.account.kind == Kind.APPLICANT else [each.value for each in actions]
    if not any(caller.holds(each) for each in wanted):
        letter = _("The token does not hold the scope %(scope)s.")
        raise Problem("forbidden", letter % {"scope": " / ".join(wanted)})
