"""Everything that goes wrong is told in one shape (RFC 9457), in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CONTENT = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    status: int
    title: str | Promise
    remedy: str | Promise


KINDS = {
    "malformed": Kind(
        400,
        gettext_lazy("The request could not be understood"),
        gettext_lazy("Send JSON in UTF-8, as the description of this operation says."),
    ),
    "unauthenticated": Kind(
        401,
        gettext_lazy("A token is needed"),
        gettext_lazy("Send the header Authorization: Bearer and a token that is valid today."),
    ),
    "forbidden": Kind(
        403,
        gettext_lazy("This is not open to you"),
        gettext_lazy("A mandate, or a scope of the token, does not reach so far. An administrator grants mandates."),
    ),
    "not-found": Kind(
        404, gettext_lazy("There is nothing at this address"), gettext_lazy("Compare it with the description.")
    ),
    "method-not-allowed": Kind(
        405, gettext_lazy("This method is not used here"), gettext_lazy("The header Allow names those that are.")
    ),
    "not-acceptable": Kind(
        406, gettext_lazy("Only JSON is given here"), gettext_lazy("Accept application/json and problem+json.")
    ),
    "conflict": Kind(
        409, gettext_lazy("This cannot be done now"), gettext_lazy("Look at the present state, then decide.")
    ),
    "too-large": Kind(413, gettext_lazy("This is too much at once"), gettext_lazy("Divide it into several requests.")),
    "unsupported-media-type": Kind(
        415,
        gettext_lazy("The body is of another kind"),
        gettext_lazy("Send the Content-Type that the description of this operation names."),
    ),
    "invalid": Kind(
        422, gettext_lazy("Some values cannot be used"), gettext_lazy("The list of errors names each of them.")
    ),
    "key-reused": Kind(
        422,
        gettext_lazy("The key was used for another request"),
        gettext_lazy("Choose a new Idempotency-Key for every new request."),
    ),
    "too-many-requests": Kind(
        429, gettext_lazy("Too many requests"), gettext_lazy("The header Retry-After says how many seconds to wait.")
    ),
    "server-error": Kind(
        500,
        gettext_lazy("Something went wrong on our side"),
        gettext_lazy("The error was recorded, and nothing of this request was kept. Try again in a minute."),
    ),
    "unavailable": Kind(
        503, gettext_lazy("Nothing can be read yet"), gettext_lazy("The first forecast is being made. Try again later.")
    ),
}
BY_STATUS = {kind.status: key for key, kind in reversed(KINDS.items())}


@dataclass(frozen=True)
class Mistake:
    """One value that cannot be used: `place` is body, query, path or header."""

    place: str
    field: str
    code: str
    detail: str


class Problem(Exception):
    """Raised anywhere below a request; answered as problem+json."""

    def __init__(
        self,
        key: str,
        detail: str = "",
        errors: Iterable[Mistake] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(key)
        self.key, self.detail, self.errors, self.headers, self.more = key, detail, tuple(errors), headers or {}, more


def unusable(place: str, field: str, code: str, detail: str) -> Problem:
    return Problem("invalid", errors=[Mistake(place, field, code, detail)])


def answer(problem: Problem) -> HttpResponse:
    kind = KINDS[problem.key]
    told: dict[str, Any] = {
        "type": f"/api/problems/{problem.key}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": problem.detail or str(kind.remedy),
        "errors": [asdict(each) for each in problem.errors],
    }
    body = json.dumps({**told, **problem.more}, ensure_ascii=False)
    return HttpResponse(body, status=kind.status, content_type=CONTENT, headers=dict(problem.headers))


def instead_of(response: HttpResponse) -> HttpResponse:
    """The same refusal as a problem, where something before us has answered with a page or a plain line."""
    key = BY_STATUS.get(response.status_code) or ("malformed" if response.status_code < 500 else "server-error")
    kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    made = answer(Problem(key, headers=kept))
    made.cookies = response.cookies
    return made


def nothing(request: HttpRequest) -> Problem:
    return Problem("not-found", _("There is nothing at %(path)s.") % {"path": request.path[:200]})
