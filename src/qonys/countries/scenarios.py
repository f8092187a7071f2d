"""Scenario documents: YAML or JSON read into the typed scenario, or refused with row, place, value and a remedy.

A pack keeps those worth showing in `scenarios/*.yaml`. The levers and their entries are described in
`engines/vocabulary/levers.py`. Light on purpose: a page that takes a document must not load the numerical libraries.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

from qonys.countries.filling import Rows, at, fill
from qonys.countries.outline import Outline
from qonys.countries.yaml_files import parse, read_text, rows
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, OutOfRange, UnreadableFile
from qonys.engines.vocabulary.scenario import Scenario
from qonys.engines.vocabulary.territory import Names

FOLDER = "scenarios"
LAST_YEAR = 2200
REMEDY = "The levers and their entries are described in docs/reference/scenarios.md."


def read_scenarios(country: Outline) -> dict[str, Scenario]:
    """The scenarios of a pack by file name; none where the folder is absent. Raises BadInput."""
    found = sorted((country.folder / FOLDER).glob("*.yaml"))
    return {path.stem: read(path, country) for path in found}


def read(path: Path, country: Outline) -> Scenario:
    """The scenario of a file, checked against the country. Raises BadInput."""
    if path.suffix not in (".yaml", ".yml", ".json"):
        raise UnreadableFile(
            "a scenario is a .yaml or .json file.", where=str(path), remedy="Save it under such a name."
        )
    scenario = from_text(read_text(path), path.name, country)
    if scenario.title == Scenario().title and any(scenario.levers()):
        scenario = dataclasses.replace(scenario, title=Names(path.stem, path.stem, path.stem))
    return scenario


def from_text(text: str, name: str, country: Outline) -> Scenario:
    """The scenario a text says; JSON if `name` ends so. Raises BadInput; nothing at all is the baseline."""
    content = _json(text, name) if name.endswith(".json") else parse(text, name)
    places = rows(text)
    scenario = filled(content, name, places)
    check(scenario, country, name, places)
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


def document(scenario: Scenario) -> dict[str, object]:
    """The scenario as it was understood, without levers that were left out; reading it again gives the same."""
    return {name: value for name, value in dataclasses.asdict(scenario).items() if value not in (None, "", ())}


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
