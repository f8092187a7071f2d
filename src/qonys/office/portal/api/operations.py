"""What holds for every operation: declared refusals, the media types it speaks, no unknown parameter, one effect for
one key. A room of the API is a `Room`; nothing else is needed to have all of this.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from ninja.constants import NOT_SET
from ninja.operation import Operation

from qonys.office.portal.api import remembering
from qonys.office.portal.api.callers import Bearer, refuse_scope, slow_down
from qonys.office.portal.api.problems import Mistake, Problem, answer
from qonys.office.portal.api.shapes import ProblemShape
from qonys.office.portal.entrance.steps import address

BEARER = Bearer()
SPOKEN = {
    "body": "application/json",
    "form": "application/x-www-form-urlencoded",
    "file": "multipart/form-data",
}
MOST_BYTES = {"body": 1_000_000, "form": 100_000, "file": 21_000_000}
KEY = {
    "in": "header",
    "name": remembering.HEADER,
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "The same key, the same answer for 24 hours.",
}
Run = Callable[..., HttpResponse]


class Room(Router):
    """One subject of the API."""

    def add_api_operation(self, path: str, methods: list[str], view_func: Any, **told: Any) -> None:
        reading = methods == ["GET"]
        private = told.get("auth", NOT_SET) is not None
        told["auth"] = [BEARER] if private else NOT_SET
        told["response"] = _responses(told["response"], path, reading, private)
        told["operation_id"] = told.get("operation_id") or view_func.__name__
        if private and not reading:
            told["openapi_extra"] = {"parameters": [KEY]}
        view_func._ninja_contribute_to_operation = [_contribute]
        super().add_api_operation(path, methods, view_func, **told)


def _responses(given: Any, path: str, reading: bool, private: bool) -> dict[int, Any]:
    """What was declared, and every refusal that can meet such an operation."""
    declared = dict(given) if isinstance(given, dict) else {200: given}
    refusals = {400, 406, 422, 429, 503}
    refusals |= {401, 403} if private else set()
    refusals |= {404} if "{" in path else set()
    refusals |= set() if reading else {409, 413, 415}
    declared |= {304: None} if reading else {}
    return declared | dict.fromkeys(sorted(refusals), ProblemShape)


def _contribute(operation: Operation) -> None:
    """Wrapped where ninja itself would: a copy of the operation is wrapped the same way."""
    wrap = partial(_conversed, operation)
    operation.run = wrap(operation.run)  # type: ignore[method-assign]
    operation._run_decorators = [wrap]  # type: ignore[attr-defined]


def _conversed(operation: Operation, run: Run) -> Run:
    speaks = next((s for s in ("file", "form", "body") if s in _sources(operation)), "")
    parameters = {name for model in operation.models if _source(model) == "query" for name in _names(model)}
    private = bool(operation.auth_callbacks)

    def conversed(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            caller = _admitted(request, operation, private)
            _refuse_media(request, speaks)
            _refuse_parameters(request, parameters)
            if caller and request.method != "GET" and remembering.HEADER in request.headers:
                return remembering.once(request, caller.account, lambda: run(request, **path))
        except Problem as problem:
            return answer(problem)
        return run(request, **path)

    return conversed


def _admitted(request: HttpRequest, operation: Operation, private: bool) -> Any:
    if not private:
        slow_down(f"address {address(request)}", settings.QONYS_API_RATE // 4)
        return None
    caller = BEARER(request)
    refuse_scope(caller, operation.view_func)
    return caller


def _refuse_media(request: HttpRequest, speaks: str) -> None:
    if not any(request.accepts(kind) for kind in ("application/json", "application/problem+json")):
        raise Problem("not-acceptable")
    length = int(request.META.get("CONTENT_LENGTH") or 0) if speaks else 0
    if length > MOST_BYTES.get(speaks, 0):
        raise Problem("too-large")
    if length and request.content_type != SPOKEN[speaks]:
        raise Problem("unsupported-media-type", _("Send %(kind)s.") % {"kind": SPOKEN[speaks]})


def _refuse_parameters(request: HttpRequest, known: set[str]) -> None:
    """A misspelt filter that is overlooked would answer another question than was asked."""
    letter = _("There is no such parameter here.")
    strangers = [Mistake("query", name[:60], "extra_forbidden", letter) for name in request.GET if name not in known]
    twice = [
        Mistake("query", name, "repeated", _("This parameter is given twice."))
        for name, values in request.GET.lists()
        if name in known and len(values) > 1
    ]
    if strangers or twice:
        raise Problem("invalid", errors=[*strangers, *twice])


def _sources(operation: Operation) -> set[str]:
    return {_source(model) for model in operation.models}


def _source(model: Any) -> str:
    return str(model.__ninja_param_source__)


def _names(model: Any) -> list[str]:
    return list(model.__ninja_flatten_map__)
