"""What is wrong with a value, in the reader's language. Codes are those of pydantic: programs can rely on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OTHER = _("This value is not of the form the description asks for.")
BY_CODE: dict[str, Promise] = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field."),
    "string_too_short": _("This is too short: at least %(min_length)s letters."),
    "string_too_long": _("This is too long: at most %(max_length)s letters."),
    "string_pattern_mismatch": _("This holds signs that are not allowed here."),
    "string_type": _("This must be text."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "bool_type": _("This must be true or false."),
    "bool_parsing": _("This must be true or false."),
    "date_from_datetime_parsing": _("This must be a day, written 2026-11-23."),
    "date_parsing": _("This must be a day, written 2026-11-23."),
    "date_type": _("This must be a day, written 2026-11-23."),
    "greater_than_equal": _("This must be at least %(ge)s."),
    "less_than_equal": _("This must be at most %(le)s."),
    "greater_than": _("This must be more than %(gt)s."),
    "literal_error": _("This must be one of %(expected)s."),
    "enum": _("This must be one of %(expected)s."),
    "list_type": _("This must be a list."),
    "too_short": _("There must be at least %(min_length)s of these."),
    "too_long": _("There may be at most %(max_length)s of these."),
    "model_attributes_type": _("This must be an object with named fields."),
    "model_type": _("This must be an object with named fields."),
    "dict_type": _("This must be an object with named fields."),
}


def detail(code: str, context: Mapping[str, Any]) -> str:
    text = str(BY_CODE.get(code, OTHER))
    try:
        return text % {key: str(value)[:120] for key, value in context.items()}
    except (KeyError, ValueError):
        return str(OTHER)
