"""YAML files of a pack, read with letters instead of tracebacks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from qonys.engines.vocabulary.errors import BadInput, UnreadableFile

Model = TypeVar("Model", bound=BaseModel)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file (a byte-order mark is tolerated). Raises UnreadableFile."""
    return as_text(read_content(path), path)


def read_content(path: Path) -> bytes:
    """What the file holds. Raises UnreadableFile."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise UnreadableFile(
            f"the file cannot be opened ({problem.strerror}).", where=path.name, remedy="Put the file there."
        ) from problem


def as_text(raw: bytes, path: Path) -> str:
    """The content of `path`, perhaps unpacked, as text. Raises UnreadableFile if it is empty or not UTF-8."""
    if not raw.strip():
        raise UnreadableFile("the file is empty.", where=path.name, remedy="Export it again; a table needs a head.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = raw[: problem.start].count(b"\n") + 1
        raise UnreadableFile(
            "the file is not UTF-8 text.",
            where=f"Row {row} of {path.name}",
            value=raw[problem.start : problem.start + 8],
            remedy="Save it as 'CSV UTF-8' (in a spreadsheet) or convert it from its old code page.",
        ) from problem


def read_mapping(path: Path) -> dict[str, Any]:
    """The top-level mapping of a YAML file. Raises UnreadableFile."""
    text = read_text(path)
    try:
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as problem:
        row = problem.problem_mark.line + 1 if problem.problem_mark else "?"
        raise UnreadableFile(
            f"the file is not valid YAML ({problem.problem}).",
            where=f"Row {row} of {path.name}",
            remedy="Mind the indentation, and put quotes round a text with a colon.",
        ) from problem
    if not isinstance(content, dict):
        raise UnreadableFile("the file holds no 'name: value' lines.", where=path.name, remedy="Compare a kz file.")
    return content


def fill(model: type[Model], content: dict[str, Any], where: str) -> Model:
    """The content as a validated model. Raises BadInput naming the first wrong entry."""
    try:
        return model.model_validate(content)
    except ValidationError as problem:
        first = problem.errors()[0]
        entry = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInput(
            f"entry '{entry}' cannot be used: {first['msg']}.",
            where=where,
            value=first.get("input"),
            remedy="Correct that entry; the layout is described in qonys/countries/pack.py.",
        ) from problem


def as_date(value: object, where: str) -> date:
    """A date written as YYYY-MM-DD. Raises BadInput."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as problem:
        raise BadInput("this is not a date.", where=where, value=value, remedy="Write it as 2022-06-08.") from problem
