"""The description of the API: what ninja makes of the shapes, and what it does not say by itself."""

from __future__ import annotations

from typing import Any

from qonys.office.foundation.tokens.scopes import SCOPES
from qonys.office.portal.api import problems
from qonys.office.portal.api.callers import scopes_of

TOKEN = "/api/v1/token"


def complete(schema: dict[str, Any], operations: dict[str, Any]) -> dict[str, Any]:
    """Refusals are problem+json; scopes and the way to a token are told; a response has its headers."""
    components = schema["components"]
    components.setdefault("securitySchemes", {})["OAuth2"] = {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": TOKEN, "scopes": {scope: scope for scope in SCOPES}}},
    }
    for path in schema["paths"].values():
        for operation in path.values():
            _refusals(operation)
            _security(operation, operations.get(operation["operationId"]))
    return schema


def _refusals(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        content = response.get("content")
        if int(status) >= 400 and content and "application/json" in content:
            response["content"] = {problems.CONTENT: content.pop("application/json")}
    refused = operation["responses"].get(429)
    if refused:
        refused["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}


def _security(operation: dict[str, Any], view: Any) -> None:
    if "security" in operation:
        scopes = [[scope.value] for scope in scopes_of(view)] or [[]]
        operation["security"] = [{"Bearer": []}, *({"OAuth2": each} for each in scopes)]
