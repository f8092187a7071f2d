"""The description of the API in words, from the same OpenAPI that programs read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.office.foundation.events.catalogue import TYPES
from qonys.office.portal.api import problems
from qonys.office.portal.api.office import api

Schema = dict[str, Any]
ROOMS: dict[str, Promise] = {
    "token": _("Tokens"),
    "me": _("Account and mandates"),
    "territories": _("Territories"),
    "runs": _("Forecasts"),
    "figures": _("Figures of a forecast"),
    "support": _("Support by law"),
    "ledger": _("The quota ledger"),
    "cases": _("Cases"),
    "documents": _("Papers of a case"),
    "points": _("Decisions by points"),
    "settled": _("Settled families"),
    "journal": _("Journal"),
    "jobs": _("Jobs"),
    "imports": _("Imports"),
    "webhooks": _("Events"),
}


@dataclass(frozen=True)
class Told:
    """One operation."""

    method: str
    path: str
    summary: str
    description: str
    scope: str
    open: bool
    filters: tuple[tuple[str, bool], ...]  # name, and whether it is needed
    sends: tuple[str, ...]
    gives: tuple[str, ...]


def rooms() -> list[tuple[str, list[Told]]]:
    """Every operation, by subject."""
    schema = api.get_openapi_schema()
    told = [(operation["tags"][0], _told(path, method, operation, schema)) for path, method, operation in _all(schema)]
    return [(str(ROOMS[tag]), [each for _tag, each in group]) for tag, group in groupby(told, key=lambda pair: pair[0])]


def markdown() -> str:
    lines = ["# The API, version 1", ""]
    lines += ["Addresses below `/api/v1`, described for programs by `/api/v1/openapi.json`, and for people by the page"]
    lines += ["`/en/api/`. How to begin: [Connect a system](../how-to/connect-a-system.md). Scopes are the actions of"]
    lines += ["the [roles](roles.md), and `own`.", ""]
    for name, operations in rooms():
        lines += [f"## {name}", "", "| operation | | scope | parameters | sends | gives |", "|---|---|---|---|---|---|"]
        lines += [*map(_row, operations), ""]
    lines += ["## Events by webhook", "", "| type | when |", "|---|---|"]
    lines += [*(f"| `{key}` | {means} |" for key, means in TYPES.items()), ""]
    lines += ["## Problems", "", "| type | status | title | what to do |", "|---|---|---|---|"]
    lines += [f"| `{key}` | {kind.status} | {kind.title} | {kind.remedy} |" for key, kind in problems.KINDS.items()]
    return "\n".join(lines) + "\n"


def _row(each: Told) -> str:
    scope = "open" if each.open else f"`{each.scope}`" if each.scope else "any token"
    filters = ", ".join(f"`{name}`{' (needed)' if needed else ''}" for name, needed in each.filters)
    words = f"{each.summary}. {each.description}".strip()
    path = each.path.removeprefix("/api/v1")
    return f"| `{each.method} {path}` | {words} | {scope} | {filters} | {_code(each.sends)} | {_code(each.gives)} |"


def _code(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _all(schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _told(path: str, method: str, operation: Schema, schema: Schema) -> Told:
    security = operation.get("security") or []
    scopes = [scope for each in security for scope in each.get("OAuth2", ())]
    queries = [each for each in operation["parameters"] if each["in"] == "query"]
    answered = next(each for status, each in operation["responses"].items() if int(status) < 300)
    return Told(
        method=method.upper(),
        path=path,
        summary=str(operation["summary"]),
        description=" ".join(str(operation.get("description", "")).split()),
        scope=", ".join(scopes),
        open=not security,
        filters=tuple((each["name"], each["required"]) for each in queries),
        sends=_fields(_shape(operation.get("requestBody", {})), schema),
        gives=_fields(_shape(answered), schema),
    )


def _shape(message: Schema) -> Schema:
    content: Schema = next(iter(message.get("content", {}).values()), {})
    shape: Schema = content.get("schema", {})
    return shape


def _fields(shape: Schema, schema: Schema) -> tuple[str, ...]:
    """The names in a shape; of a page those of its items."""
    if "$ref" in shape:
        shape = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    properties = shape.get("properties", {})
    if set(properties) == {"items", "next"}:
        return _fields(properties["items"]["items"], schema)
    return tuple(properties)
