"""The description of the API as a page: what a person reads before writing a program."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qonys.office.portal.api import problems
from qonys.office.portal.api.office import api

ROOMS: dict[str, Promise] = {
    "token": _("Tokens"),
    "me": _("Account and mandates"),
    "territories": _("Territories"),
    "runs": _("Forecasts"),
    "figures": _("Figures of a forecast"),
    "support": _("Support by law"),
    "cases": _("Cases"),
    "journal": _("Journal"),
    "jobs": _("Jobs"),
    "imports": _("Imports"),
    "webhooks": _("Events"),
}


@dataclass(frozen=True)
class Told:
    """One operation, as the page shows it."""

    method: str
    path: str
    summary: str
    scope: str
    open: bool
    sends: tuple[str, ...]
    filters: tuple[tuple[str, bool], ...]
    gives: tuple[str, ...]


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    told = [(operation["tags"][0], _told(path, method, operation, schema)) for path, method, operation in _all(schema)]
    rooms = [(ROOMS[tag], [each for _, each in group]) for tag, group in groupby(told, key=lambda pair: pair[0])]
    kinds = [(key, kind.status, kind.title, kind.remedy) for key, kind in problems.KINDS.items()]
    return render(request, "api/guide.html", {"rooms": rooms, "problems": kinds})


@require_safe
def problem(request: HttpRequest, key: str) -> HttpResponse:
    """The address a problem names as its type."""
    if key not in problems.KINDS:
        raise Http404
    return redirect(f"{reverse('api_guide')}#{key}")


def _all(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, each) for path, methods in schema["paths"].items() for method, each in methods.items()]


def _told(path: str, method: str, operation: dict[str, Any], schema: dict[str, Any]) -> Told:
    security = operation.get("security") or []
    scopes = [scope for each in security for scope in each.get("OAuth2", ())]
    queries = [each for each in operation["parameters"] if each["in"] == "query"]
    body = next(iter(operation.get("requestBody", {}).get("content", {}).values()), {}).get("schema", {})
    answered = next(each for status, each in operation["responses"].items() if int(status) < 300)
    given = next(iter(answered.get("content", {}).values()), {}).get("schema", {})
    return Told(
        method=method.upper(),
        path=path,
        summary=str(operation["summary"]),
        scope=", ".join(scopes),
        open=not security,
        sends=_fields(body, schema),
        filters=tuple((each["name"], each["required"]) for each in queries),
        gives=_fields(given, schema),
    )


def _fields(shape: dict[str, Any], schema: dict[str, Any]) -> tuple[str, ...]:
    """The names in a shape; of a page those of its items."""
    if "$ref" in shape:
        shape = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    properties = shape.get("properties", {})
    if set(properties) == {"items", "next"}:
        return _fields(properties["items"]["items"], schema)
    return tuple(properties)
