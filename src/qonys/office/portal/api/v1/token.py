"""A token for a client (OAuth 2.0 client credentials, RFC 6749 section 4.4), and giving one back (RFC 7009)."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Form
from pydantic import Field

from qonys.office.foundation.tokens import selectors, services
from qonys.office.foundation.tokens.refusals import NotAClient, UnknownScope
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import ProblemShape, Shape
from qonys.office.portal.entrance.steps import address

room = Room(tags=["token"])
Field200 = Annotated[str, Field(max_length=200)]


class TokenShape(Shape):
    access_token: str
    token_type: str
    expires_in: int
    scope: str


class Revoked(Shape):
    revoked: bool


@room.post(
    "/token",
    auth=None,
    response={200: TokenShape, 401: ProblemShape},
    summary=gettext_lazy("A token for a client"),
)
def take_token(
    request: HttpRequest,
    response: HttpResponse,
    grant_type: Annotated[Field200, Form()],
    client_id: Annotated[Field200, Form("")],
    client_secret: Annotated[Field200, Form("")],
    scope: Annotated[str, Form("", max_length=1000)],
) -> TokenShape:
    """The client shows its id and secret in the form or by HTTP Basic; the token lasts an hour."""
    if grant_type != "client_credentials":
        raise _refused("malformed", "unsupported_grant_type", _("The only grant here is client_credentials."))
    name, secret = _shown(request) or (client_id, client_secret)
    try:
        given = services.issue(name, secret, scope.split() if scope.strip() else None, address(request))
    except NotAClient as letter:
        raise _refused("unauthenticated", "invalid_client", str(letter)) from None
    except UnknownScope as letter:
        raise _refused("malformed", "invalid_scope", str(letter)) from None
    response["Cache-Control"] = "no-store"
    return TokenShape(
        access_token=given.letters,
        token_type="Bearer",
        expires_in=int(services.SHORT.total_seconds()),
        scope=" ".join(given.token.scopes),
    )


@room.post("/token/revoke", auth=None, response=Revoked, summary=gettext_lazy("Give a token back"))
def revoke_token(
    request: HttpRequest,
    token: Annotated[Field200, Form()],
    token_type_hint: Annotated[Field200, Form("")],
) -> Revoked:
    """Whoever holds a token may end it. The answer is the same for one that is not known."""
    found = selectors.shown(token)
    if found is not None:
        services.revoke(found, actor=found.account.actor)
    return Revoked(revoked=True)


def _shown(request: HttpRequest) -> tuple[str, str] | None:
    """Id and secret by HTTP Basic; None if the request does not use it."""
    scheme, _space, letters = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(letters.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        name = colon = secret = ""
    return (name[:200], secret[:200]) if colon else ("", "")


def _refused(kind: str, error: str, detail: str) -> Problem:
    """A problem that also speaks as RFC 6749 section 5.2 wants."""
    headers = {"WWW-Authenticate": 'Basic realm="qonys"'} if kind == "unauthenticated" else {}
    return Problem(kind, detail, headers=headers, error=error, error_description=detail)
