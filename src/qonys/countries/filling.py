"""What a document says, put into its typed shape, or refused with the row, the place, the value and a remedy."""

from __future__ import annotations

import dataclasses
import difflib
import types
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError

from qonys.engines.vocabulary.errors import BadInput

Shape = TypeVar("Shape")
Rows = Mapping[tuple[str, ...], int]  # where each entry of a document begins: ("housing", "0", "places") -> 7
LAYOUT = "Correct that entry; the layout is described in docs/reference/pack.md."
STRANGE = ("unexpected_keyword_argument", "extra_forbidden")


def fill(shape: type[Shape], content: object, where: str, *, remedy: str = LAYOUT, rows: Rows | None = None) -> Shape:
    """The content as a validated model or dataclass. Raises BadInput naming the first wrong entry.

    `remedy` is said where nothing better is known; with `rows` the letter names the row too.
    """
    try:
        filled: Shape = TypeAdapter(shape).validate_python(content)
    except ValidationError as problem:
        raise _letter(problem, shape, where, remedy, rows or {}) from problem
    return filled


def at(where: str, place: Sequence[object], rows: Rows) -> str:
    """An entry's place for a letter: "Row 7 of trial.yaml: housing.0.places"."""
    parts = tuple(str(part) for part in place)
    row = next((rows[parts[:size]] for size in range(len(parts), 0, -1) if parts[:size] in rows), None)
    name = f"Row {row} of {where}" if row else where
    return f"{name}: {'.'.join(parts) or 'the document'}"


def _letter(problem: ValidationError, shape: Any, where: str, remedy: str, rows: Rows) -> BadInput:
    """The first thing wrong, a misspelt entry before all else: it explains a missing one."""
    errors = problem.errors(include_url=False)
    first = next((each for each in errors if each["type"] in STRANGE), errors[0])
    place = [part for part in first["loc"] if part != "[key]"]
    value = first["input"]
    said = f"{first['msg'].removeprefix('Value error, ')}."
    if first["type"] in STRANGE:
        known = _entries(shape, place[:-1])
        near = difflib.get_close_matches(str(place[-1]), known, n=1)
        said = "there is no entry of that name."
        remedy = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(known)}." if known else remedy
    elif first["type"] == "missing":
        said, value = "this entry is needed.", None
    elif first["type"] == "tuple_type":
        said = "this is a list: one entry or several, each begun with a dash."
    elif first["type"].endswith(("dataclass_type", "model_type")):
        names = _entries(shape, place)
        said = f"this is a group of entries: {', '.join(names)}." if names else said
    return BadInput(said, where=at(where, place, rows), value=value, remedy=remedy)


def _entries(shape: Any, place: Sequence[object]) -> list[str]:
    """The entries known at a place of the document."""
    known: Any = shape
    for part in place:
        if isinstance(part, str) and (hints := _hints(known)):
            known = _plain(hints.get(part))
    return list(_hints(known))


def _hints(known: Any) -> dict[str, Any]:
    """The entries of a model or dataclass with their types; of anything else none."""
    if isinstance(known, type) and issubclass(known, BaseModel):
        return {name: field.annotation for name, field in known.model_fields.items()}
    if dataclasses.is_dataclass(known):
        hints = get_type_hints(known)
        return {entry.name: hints[entry.name] for entry in dataclasses.fields(known)}
    return {}


def _plain(hint: Any) -> Any:
    """The class inside `X | None` or `tuple[X, ...]`."""
    if get_origin(hint) in (types.UnionType, Union, tuple):
        return next((each for each in get_args(hint) if each not in (type(None), Ellipsis)), None)
    return hint
