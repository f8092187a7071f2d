"""Scenario documents: YAML or JSON read into the typed scenario, or refused with the place, the value and a remedy."""

from __future__ import annotations

import dataclasses
import difflib
import json
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import yaml
from pydantic import TypeAdapter, ValidationError

from qonys.countries.pack import CountryPack
from qonys.countries.yaml_files import read_text
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, OutOfRange, UnreadableFile
from qonys.engines.vocabulary.scenario import Scenario
from qonys.engines.vocabulary.territory import Names

LAST_YEAR = 2200
REMEDY = "The levers and their entries are described in qonys/engines/vocabulary/levers.py."


def read(path: Path, country: CountryPack) -> Scenario:
    """The scenario of a file, checked against the country. Raises BadInput naming file, place, value and remedy."""
    if path.suffix not in (".yaml", ".yml", ".json"):
        raise UnreadableFile(
            "a scenario is a .yaml or .json file.", where=str(path), remedy="Save it under such a name."
        )
    text = read_text(path)
    scenario = fill(_json(text, path) if path.suffix == ".json" else _yaml(text, path), path.name)
    check(scenario, country, path.name)
    if scenario.title == Scenario().title and any(scenario.levers()):
        scenario = dataclasses.replace(scenario, title=Names(path.stem, path.stem, path.stem))
    return scenario


def fill(content: object, where: str) -> Scenario:
    """The content of a document as a scenario. Raises BadInput; nothing at all is the baseline."""
    if content is None:
        return Scenario()
    if not isinstance(content, dict):
        raise BadInput("a scenario is a list of named levers.", where=where, value=content, remedy=REMEDY)
    try:
        return TypeAdapter(Scenario).validate_python(content)
    except ValidationError as problem:
        raise _letter(problem, where) from problem


def check(scenario: Scenario, country: CountryPack, where: str) -> None:
    """Raises BadInput where the scenario does not fit the country: its code, its territories, its base year."""
    if scenario.country and scenario.country.lower() != country.code:
        raise BadInput(
            f"the scenario was written for another country than {country.code}.",
            where=f"{where}: country",
            value=scenario.country,
            remedy="Choose it with --country.",
        )
    for place, code in scenario.places():
        if code == country.lists.nation.code:
            raise BadInput(
                "a lever acts in territories, this is the nation.",
                where=f"{where}: {place}",
                value=code,
                remedy=f"Use one of {', '.join(country.current.codes)}.",
            )
        country.current.find(code, where=f"{where}: {place}")
    base = country.conventions.base_year
    for place, course in scenario.courses():
        for year in course:
            if not base <= year <= LAST_YEAR:
                raise OutOfRange(
                    f"policy can begin in {base}, the base, at the earliest; {LAST_YEAR} is the last year.",
                    where=f"{where}: {place}.{year}",
                    value=year,
                    remedy="Write the year in which the value holds.",
                )


class _Loader(yaml.SafeLoader):
    """Refuses what YAML lets pass: the same entry twice, of which the last would silently win."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise DuplicateCell(f"entry '{name}' stands there twice.", where=f"Row {key.start_mark.line + 1}")
            seen.add(name)
        return super().construct_mapping(node, deep)


def _yaml(text: str, path: Path) -> object:
    try:
        return yaml.load(text, Loader=_Loader)  # a safe loader
    except DuplicateCell as problem:
        raise _twice(problem, f"{problem.where} of {path.name}") from problem
    except yaml.MarkedYAMLError as problem:
        row = problem.problem_mark.line + 1 if problem.problem_mark else "?"
        raise UnreadableFile(
            f"the file is not valid YAML ({problem.problem}).",
            where=f"Row {row} of {path.name}",
            remedy="Mind the indentation, and put quotes round a text with a colon.",
        ) from problem


def _json(text: str, path: Path) -> object:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                raise DuplicateCell(f"entry '{name}' stands there twice.")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=unique)
    except DuplicateCell as problem:
        raise _twice(problem, path.name) from problem
    except json.JSONDecodeError as problem:
        raise UnreadableFile(
            f"the file is not valid JSON ({problem.msg}).",
            where=f"Row {problem.lineno} of {path.name}",
            remedy="Mind the commas, brackets and quotes before that place.",
        ) from problem


def _twice(problem: DuplicateCell, where: str) -> DuplicateCell:
    return DuplicateCell(problem.problem, where=where, remedy="Keep one; several levers of one kind go in one list.")


def _letter(problem: ValidationError, where: str) -> BadInput:
    """The first thing wrong, a misspelt entry before all else: it explains a missing one."""
    errors = problem.errors(include_url=False)
    first = next((each for each in errors if each["type"] == "unexpected_keyword_argument"), errors[0])
    at = [part for part in first["loc"] if part != "[key]"]
    place = ".".join(str(part) for part in at) or "the document"
    value = first["input"]
    said, remedy = f"{first['msg'].removeprefix('Value error, ')}.", REMEDY
    if first["type"] == "unexpected_keyword_argument":
        known = _entries(at[:-1])
        near = difflib.get_close_matches(str(at[-1]), known, n=1)
        said = "there is no entry of that name."
        remedy = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(known)}."
    elif first["type"] == "missing":
        said, value = "this entry is needed.", None
    elif first["type"] == "tuple_type":
        said = "this is a list: one lever or several, each begun with a dash."
    return BadInput(said, where=f"{where}: {place}", value=value, remedy=remedy)


def _entries(place: Sequence[object]) -> list[str]:
    """The entries known at a place of the document."""
    known: Any = Scenario
    for part in place:
        if isinstance(part, str) and dataclasses.is_dataclass(known):
            known = _plain(get_type_hints(known).get(part))
    return [entry.name for entry in dataclasses.fields(known)] if dataclasses.is_dataclass(known) else []


def _plain(hint: Any) -> Any:
    """The class inside `X | None` or `tuple[X, ...]`."""
    if get_origin(hint) in (types.UnionType, Union, tuple):
        return next((each for each in get_args(hint) if each not in (type(None), Ellipsis)), None)
    return hint
