"""Scenario documents: YAML or JSON read into the typed scenario, or refused with row, place, value and a remedy.

A pack keeps those worth showing in `scenarios/*.yaml`. The levers and their entries are described in
`engines/vocabulary/levers.py`. Light on purpose: a page that takes a document must not load the numerical libraries.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from qonys.countries.filling import Rows, at, fill
from qonys.countries.outline import SCENARIOS, Outline
from qonys.countries.yaml_files import parse, read_text, rows
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, OutOfRange, UnreadableFile
from qonys.engines.vocabulary.scenario import Lever, Scenario
from qonys.engines.vocabulary.territory import Names

LAST_YEAR = 2200
REMEDY = "The levers and their entries are described in docs/reference/scenarios.md."


def read_scenarios(country: Outline) -> dict[str, Scenario]:
    """The scenarios of a pack by file name; none where the folder is absent. Raises BadInput."""
    found = sorted((country.folder / SCENARIOS).glob("*.yaml"))
    return {path.stem: read(path, country) for path in found}


def read(path: Path, country: Outline) -> Scenario:
    """The scenario of a file, checked against the country. Raises BadInput."""
    if path.suffix not in (".yaml", ".yml", ".json"):
        raise UnreadableFile(
            "a scenario is a .yaml or .json file.", where=str(path), remedy="Save it under such a name."
        )
    return from_text(read_text(path), path.name, country)


def from_text(text: str, name: str, country: Outline) -> Scenario:
    """The scenario a text says; JSON if `name` ends so. Raises BadInput; nothing at all is the baseline.

    A scenario without a title is called by the name of its file.
    """
    content = _json(text, name) if name.endswith(".json") else parse(text, name)
    places = rows(text)
    scenario = filled(content, name, places)
    check(scenario, country, name, places)
    if scenario.title == Scenario().title and any(scenario.levers()):
        stem = name.rpartition(".")[0] or name
        scenario = dataclasses.replace(scenario, title=Names(stem, stem, stem))
    return scenario


def filled(content: object, where: str, places: Rows | None = None) -> Scenario:
    """The content of a document as a scenario. Raises BadInput; nothing at all is the baseline."""
    if content is None:
        return Scenario()
    if not isinstance(content, dict):
        raise BadInput("a scenario is a list of named levers.", where=where, value=content, remedy=REMEDY)
    return fill(Scenario, content, where, remedy=REMEDY, rows=places)


def check(scenario: Scenario, country: Outline, where: str, places: Rows | None = None) -> None:
    """Raises BadInput where the scenario does not fit the country: its code, its territories, its base year."""
    found = places or {}
    if scenario.country and scenario.country.lower() != country.code:
        raise BadInput(
            f"the scenario was written for another country than {country.code}.",
            where=at(where, ("country",), found),
            value=scenario.country,
            remedy="Choose it with --country.",
        )
    _check_places(scenario, country, where, found)
    base = country.conventions.base_year
    for place, course in scenario.courses():
        for year in course:
            if not base <= year <= LAST_YEAR:
                raise OutOfRange(
                    f"policy can begin in {base}, the base, at the earliest; {LAST_YEAR} is the last year.",
                    where=at(where, (*place.split("."), year), found),
                    value=year,
                    remedy="Write the year in which the value holds.",
                )


def _check_places(scenario: Scenario, country: Outline, where: str, found: Rows) -> None:
    for place, code in scenario.places():
        here = at(where, place.split("."), found)
        if code == country.lists.nation.code:
            raise BadInput(
                "a lever acts in territories, this is the nation.",
                where=here,
                value=code,
                remedy=f"Use one of {', '.join(country.current.codes)}.",
            )
        country.current.find(code, where=here)


def document(scenario: Scenario) -> dict[str, Any]:
    """The scenario as it was understood, without entries left at what they usually are; reading it gives the same."""
    return dict(_plain(scenario))


def as_text(scenario: Scenario) -> str:
    """The scenario as a YAML document."""
    return str(yaml.safe_dump(document(scenario), allow_unicode=True, sort_keys=False, width=110))


def together(one: Scenario, other: Scenario) -> Scenario:
    """The levers of both; title and note of the first. Raises DuplicateCell where a lever that can stand once does in
    both, BadInput where they do not go together."""
    joined: dict[str, Any] = {}
    for entry in dataclasses.fields(Scenario):
        mine, theirs = getattr(one, entry.name), getattr(other, entry.name)
        if isinstance(mine, tuple):
            joined[entry.name] = (*mine, *theirs)
        elif isinstance(mine, Lever) and isinstance(theirs, Lever):
            raise DuplicateCell("this lever stands there twice.", where=entry.name, remedy="Keep one of the two.")
        elif theirs is not None and not isinstance(mine, str | Names):
            joined[entry.name] = theirs
    try:
        return dataclasses.replace(one, **joined)
    except ValueError as problem:
        raise BadInput(f"{problem}.", where="events", remedy="Give each its own name.") from problem


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = {entry.name: getattr(value, entry.name) for entry in dataclasses.fields(value)}
        usual = {entry.name: _usual(entry) for entry in dataclasses.fields(value)}
        return {name: _plain(each) for name, each in told.items() if each != usual[name]}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if isinstance(value, str) else value


def _usual(entry: dataclasses.Field[Any]) -> object:
    """What an entry is unless somebody says otherwise; one that must be given is never usual."""
    return entry.default_factory() if entry.default_factory is not dataclasses.MISSING else entry.default


def _json(text: str, name: str) -> object:
    def unique(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
        entries = [entry for entry, _ in pairs]
        for entry in entries:
            if entries.count(entry) > 1:
                remedy = "Keep one; several of one kind go in one list."
                raise DuplicateCell(f"entry '{entry}' stands there twice.", where=name, remedy=remedy)
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as problem:
        raise UnreadableFile(
            f"the file is not valid JSON ({problem.msg}).",
            where=f"Row {problem.lineno} of {name}",
            remedy="Mind the commas, brackets and quotes before that place.",
        ) from problem
