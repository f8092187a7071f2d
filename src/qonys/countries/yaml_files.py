"""YAML files of a pack, read with letters instead of tracebacks; how a document is filled says `filling.py`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from qonys.countries.filling import Rows
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, UnreadableFile

REMEDY = "Mind the indentation, and put quotes round a text with a colon."


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
    """The top-level mapping of a YAML file. Raises UnreadableFile, DuplicateCell."""
    content = parse(read_text(path), path.name)
    if not isinstance(content, dict):
        raise UnreadableFile("the file holds no 'name: value' lines.", where=path.name, remedy="Compare a kz file.")
    return content


def parse(text: str, name: str) -> object:
    """What a YAML text says; nothing at all is None. Raises UnreadableFile, DuplicateCell."""
    try:
        loader = _Strict(text)
        loader.name = name
        return loader.get_single_data()
    except yaml.MarkedYAMLError as problem:
        row = problem.problem_mark.line + 1 if problem.problem_mark else "?"
        said = f"the file is not valid YAML ({problem.problem})."
        raise UnreadableFile(said, where=f"Row {row} of {name}", remedy=REMEDY) from problem
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as problem:
        said = f"the file is not valid YAML ({str(problem).splitlines()[0]})."
        raise UnreadableFile(said, where=name, remedy=REMEDY) from problem


def rows(text: str) -> Rows:
    """The row in which each entry of a YAML (or JSON) text begins; none where it is not valid."""
    try:
        return dict(_rows(yaml.compose(text, Loader=yaml.SafeLoader), ()))
    except (yaml.YAMLError, RecursionError):
        return {}


def as_date(value: object, where: str) -> date:
    """A date written as YYYY-MM-DD. Raises BadInput."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as problem:
        raise BadInput("this is not a date.", where=where, value=value, remedy="Write it as 2022-06-08.") from problem


class _Strict(yaml.SafeLoader):
    """Refuses what YAML lets pass: an entry that stands there twice, of which the last would silently win, and
    references, with which a few lines can unfold into millions."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            entry = self.construct_object(key, deep=True)
            if not isinstance(entry, Hashable):
                continue  # refused just below
            if entry in seen:
                raise DuplicateCell(
                    f"entry '{entry}' stands there twice.",
                    where=f"Row {key.start_mark.line + 1} of {self.name}",
                    remedy="Keep one; several of one kind go in one list.",
                )
            seen.add(entry)
        return super().construct_mapping(node, deep)

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            where = f"Row {self.line + 1} of {self.name}"
            raise UnreadableFile("references (&, *) are not followed.", where=where, remedy="Write the entry out.")
        return super().compose_node(parent, index)


def _rows(node: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*place, str(key.value))
            yield here, key.start_mark.line + 1
            yield from _rows(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            here = (*place, str(index))
            yield here, value.start_mark.line + 1
            yield from _rows(value, here)
