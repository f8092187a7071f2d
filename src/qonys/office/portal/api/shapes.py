"""Shapes of the conversation. What is not in a shape is refused, never overlooked."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from ninja import Path, Query, Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from qonys.engines.vocabulary.territory import Names as Named

Item = TypeVar("Item")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Shape(Schema):
    model_config = ConfigDict(extra="forbid")


class Names(Shape):
    """In the three languages of the screen."""

    kk: str
    ru: str
    en: str


class MistakeShape(Shape):
    place: str = Field(description="body, query, path, header or file")
    field: str
    code: str
    detail: str


class ProblemShape(Schema):
    """RFC 9457. A token request that is refused carries the members of RFC 6749 too."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[MistakeShape, ...] = ()
    error: str | None = None
    error_description: str | None = None


class Page(Shape, Generic[Item]):
    """`next` is the address of the next page, null on the last one."""

    items: list[Item]
    next: str | None


# Letters a person can see: no NUL, which PostgreSQL cannot keep, and no line breaks.
Code = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[A-Za-z0-9._:/@+-]+$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Yes = Annotated[bool, Field(strict=True)]
Year = Annotated[int, Field(ge=1900, le=2300)]

After = Annotated[str | None, Query(None, max_length=400, description="The cursor of a next link.")]
Limit = Annotated[int, Query(50, ge=1, le=200, description="Rows on a page.")]
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


def _only_a_day(value: Any) -> Any:
    """2026-11-23 and nothing else: a number of seconds is not taken for a day."""
    if isinstance(value, str) and not ISO_DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "not a day")
    return value if isinstance(value, str | date) else str(value) + "?"


# Near the ends of the calendar even adding a year has no answer.
Day = Annotated[date, BeforeValidator(_only_a_day), Field(ge=date(1800, 1, 1), le=date(2200, 12, 31))]


def names(told: Named) -> Names:
    return Names(kk=told.kk, ru=told.ru, en=told.en)
