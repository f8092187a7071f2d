"""Who I am to this office: account, mandates, territories, tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy
from ninja import Query

from qonys.office.foundation.authority.models import Mandate, Territory
from qonys.office.foundation.authority.roles import ROLES, Action
from qonys.office.foundation.authority.scope import in_force
from qonys.office.foundation.tokens import selectors, services
from qonys.office.foundation.tokens.models import Token
from qonys.office.portal.api import keyset
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import After, Limit, Number, Page, Shape
from qonys.office.portal.api.v1.territories import TerritoryShape, shown

room = Room(tags=["me"])


class TokenTold(Shape):
    number: int
    name: str
    hint: str
    scopes: list[str]
    created: datetime
    expires: datetime
    used: date | None


class Me(Shape):
    number: int
    login: str
    kind: str
    language: str
    token: TokenTold


class MandateShape(Shape):
    number: int
    role: str
    may: list[str]
    territory: str
    procedure: str
    since: date
    until: date | None
    substitutes: int | None


@room.get("/me", response=Me, summary=gettext_lazy("Whose token this is"))
def me(request: HttpRequest) -> Me:
    account, token = request.caller.account, request.caller.token  # type: ignore[attr-defined]
    return Me(number=account.pk, login=account.login, kind=account.kind, language=account.language, token=_token(token))


@room.get("/me/mandates", response=Page[MandateShape], summary=gettext_lazy("My mandates today"))
def my_mandates(request: HttpRequest, after: After, limit: Limit) -> dict[str, Any]:
    return keyset.page(request, in_force(_account(request)), ("id",), after, limit, _mandate)


@room.get("/me/territories", response=Page[TerritoryShape], summary=gettext_lazy("Where I may do something today"))
def my_territories(
    request: HttpRequest, action: Annotated[Action, Query()], after: After, limit: Limit
) -> dict[str, Any]:
    """Every territory a mandate reaches, whatever its procedure; nothing if the token lacks the scope."""
    reached = in_force(_account(request), action).values("territory__parts__part")
    rows = Territory.objects.filter(path__in=reached)
    if not request.caller.holds(action):  # type: ignore[attr-defined]
        rows = rows.none()
    return keyset.page(request, rows, ("path",), after, limit, shown)


@room.get("/me/tokens", response=Page[TokenTold], summary=gettext_lazy("My tokens that are valid"))
def my_tokens(request: HttpRequest, after: After, limit: Limit) -> dict[str, Any]:
    return keyset.page(request, selectors.open_tokens(_account(request)), ("id",), after, limit, _token)


@room.delete("/me/tokens/{number}", response={200: TokenTold}, summary=gettext_lazy("End a token of mine"))
def end_my_token(request: HttpRequest, number: Number) -> TokenTold:
    found = Token.objects.select_related("account").filter(account=_account(request), pk=number).first()
    if found is None:
        raise Problem("not-found")
    services.revoke(found, actor=found.account.actor)
    return _token(found)


def _account(request: HttpRequest) -> Any:
    return request.caller.account  # type: ignore[attr-defined]


def _token(token: Token) -> TokenTold:
    return TokenTold(
        number=token.pk,
        name=token.name,
        hint=token.hint,
        scopes=token.scopes,
        created=timezone.localtime(token.created),
        expires=timezone.localtime(token.expires),
        used=token.used,
    )


def _mandate(mandate: Mandate) -> MandateShape:
    return MandateShape(
        number=mandate.pk,
        role=mandate.role,
        may=sorted(ROLES[mandate.role].may),
        territory=mandate.territory_id,
        procedure=mandate.procedure,
        since=mandate.since,
        until=mandate.until,
        substitutes=mandate.substitutes_id,
    )
