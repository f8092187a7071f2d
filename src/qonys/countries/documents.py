"""The documents a run keeps about its country: territories with their tiles, and what every indicator means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qonys.countries.conventions import Conventions
from qonys.countries.figures.indicators import Dictionary
from qonys.countries.territories import TerritoryLists
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.territory import Names, Territory

FORECAST_INDICATORS = Path(__file__).with_name("forecast_indicators.yaml")
Text = dict[str, str]


def territories_document(lists: TerritoryLists) -> dict[str, Any]:
    """nation, units (code, names, kind, neighbours, since ...) and tiles of the current list."""
    return {
        "nation": _unit(lists.nation),
        "units": [_unit(unit) for unit in lists.current],
        "since": lists.current.since.isoformat(),
        "tiles": {code: list(place) for code, place in lists.tiles.items()},
    }


def _unit(unit: Territory) -> dict[str, Any]:
    return {
        "code": unit.code,
        "names": vars(unit.names),
        "kind": unit.kind,
        "national_code": unit.national_code,
        "centre": vars(unit.centre) if unit.centre else None,
        "area_km2": unit.area_km2,
        "neighbours": list(unit.neighbours),
        "since": unit.since.isoformat() if unit.since else None,
    }


def definitions_document(
    dictionary: Dictionary, conventions: Conventions, publishers: Mapping[str, Names]
) -> dict[str, Any]:
    """indicators (name, unit, definition in three languages) of figures and forecasts, and publishers' names."""
    indicators = {
        key: {
            "name": vars(entry.name.names),
            "unit": vars(entry.unit.names),
            "definition": vars(entry.definition.names),
        }
        for key, entry in dictionary.entries.items()
    }
    bands = {name: _ages(str(conventions.ages(name))) for name in conventions.age_bands}
    for key, entry in read_mapping(FORECAST_INDICATORS).items():
        indicators[key] = {part: _filled(text, bands) for part, text in entry.items()}
    return {
        "indicators": indicators,
        "publishers": {key: {"name": vars(names)} for key, names in publishers.items()},
    }


def _filled(text: Mapping[str, str], bands: Mapping[str, Text]) -> Text:
    return {
        language: words.format(**{name: ages[language] for name, ages in bands.items()})
        for language, words in text.items()
    }


def _ages(group: str) -> Text:
    """6-17 and 63+ as each language writes them."""
    if group.endswith("+"):
        first = group[:-1]
        return {"kk": f"{first} және одан жоғары", "ru": f"{first} и старше", "en": f"{first} and over"}
    dashed = group.replace("-", "–")
    return {"kk": dashed, "ru": dashed, "en": dashed}
