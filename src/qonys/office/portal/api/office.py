"""The API itself: its rooms, and how what they refuse becomes a problem."""

from __future__ import annotations

import json
from typing import Any, ClassVar, NoReturn

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from qonys.engines.vocabulary.errors import BadInput, DamagedRun, QonysError, UnknownRun
from qonys.office.casework.cases.refusals import Incomplete, NotAllowed, UnknownCase, UnknownProcedure, WrongStep
from qonys.office.casework.documents.refusals import DocumentRefused, UnknownDocument
from qonys.office.casework.integration.refusals import IntegrationRefused, UnknownSettlement
from qonys.office.casework.ledger.refusals import LedgerRefused, UnknownPlaces
from qonys.office.casework.selection.refusals import NotScored, UnknownReceipt, WrongFact
from qonys.office.foundation.authority.refusals import BeyondMandate, Locked, Refused
from qonys.office.foundation.events.refusals import ForbiddenAddress, UnknownEventType
from qonys.office.foundation.exchange.refusals import UnknownLayout, Unreadable
from qonys.office.foundation.files.refusals import FileRefused, NoRoom, NotThere
from qonys.office.portal.api import openapi, words
from qonys.office.portal.api.problems import Mistake, Problem, answer
from qonys.office.portal.api.v1 import (
    cases,
    documents,
    figures,
    imports,
    jobs,
    journal,
    ledger,
    me,
    points,
    runs,
    settled,
    support,
    territories,
    token,
    webhooks,
)


class StrictJson(Parser):
    """JSON as the standard has it: no NaN, no Infinity, no name twice."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, parse_constant=_no_number, object_pairs_hook=_each_once)


class Letters(JSONRenderer):
    """Kazakh and Russian letters as they are: a third of the bytes."""

    json_dumps_params: ClassVar[dict[str, Any]] = {"ensure_ascii": False, "separators": (",", ":")}


class Described(NinjaAPI):
    """Ninja's description, completed."""

    def get_openapi_schema(self, **told: Any) -> Any:
        schema = super().get_openapi_schema(**told)
        views = {
            operation.operation_id: operation.view_func
            for bound in self._get_bound_routers()
            for path in bound.path_operations.values()
            for operation in path.operations
        }
        return openapi.complete(schema, views)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def _problem_of(error: Exception) -> Problem:
    """What was refused, in the shape of a problem; the first kind that fits."""
    match error:
        case Problem():
            return error
        case ValidationError():
            return Problem("invalid", errors=[_mistake(each) for each in error.errors])
        case Locked():
            return Problem("too-many-requests", str(error), headers={"Retry-After": "60"})
        case BeyondMandate() | PermissionDenied():
            return Problem("forbidden", str(error))
        case ForbiddenAddress():
            return Problem("invalid", errors=[Mistake("body", "url", "address", str(error))])
        case UnknownEventType():
            return Problem("invalid", errors=[Mistake("body", "types", "unknown", str(error))])
        case UnknownCase() | UnknownDocument() | NotThere() | UnknownReceipt() | UnknownSettlement() | UnknownPlaces():
            return Problem("not-found", str(error))
        case NotAllowed():
            return Problem("forbidden", str(error))
        case Incomplete() | UnknownProcedure() | FileRefused() | DocumentRefused() | WrongFact():
            return Problem("invalid", str(error))
        case WrongStep() | NotScored() | IntegrationRefused():
            return Problem("conflict", str(error))
        case LedgerRefused():
            return Problem("conflict", str(error))
        case Unreadable() | UnknownLayout():
            return Problem("invalid", str(error))
        case Refused():
            return Problem("conflict", str(error))
        case UnknownRun() | Http404():
            return Problem("not-found", str(error) if isinstance(error, QonysError) else "")
        case DamagedRun() | NoRoom():
            return Problem("unavailable", str(error))
        case BadInput():
            return Problem("invalid", str(error))
        case QonysError():
            raise error  # a defect of ours, not of the request
    return Problem("malformed")


def _mistake(told: dict[str, Any]) -> Mistake:
    place, *field = told["loc"]
    if place == "body":
        field = field[1:]  # the name our own function gives it
    where = ".".join(str(each)[:60] for each in field)
    return Mistake(str(place), where, told["type"], words.detail(told["type"], told.get("ctx") or {}))


def _answered(request: HttpRequest, error: Exception) -> HttpResponse:
    return answer(_problem_of(error))


def _build() -> Described:
    api = Described(
        title="Qonys",
        version="1",
        description="Numbers for everybody; cases, imports and events for those with a mandate.",
        urls_namespace="api",
        docs_url=None,
        openapi_url="/openapi.json",
        parser=StrictJson(),
        renderer=Letters(),
    )
    del api._exception_handlers[Exception]  # what nobody expected is recorded, and told as a problem of status 500
    known: tuple[type[Exception], ...] = (
        Problem, ValidationError, QonysError, PermissionDenied, Http404, HttpError, BadRequest, SuspiciousOperation,
        MultiPartParserError, UnreadablePostError,
    )  # fmt: skip
    for kind in known:
        api.add_exception_handler(kind, _answered)
    for room in (
        token,
        me,
        territories,
        runs,
        figures,
        support,
        cases,
        documents,
        points,
        settled,
        journal,
        jobs,
        imports,
        webhooks,
        ledger,
    ):
        api.add_router("", room.room)
    return api


api = _build()
