"""The schematic map shows the units of the current list, once each, and is what its drawing program draws."""

from __future__ import annotations

import importlib
import json

import pytest

from qonys.countries.pack import CountryPack


@pytest.mark.parametrize("country", ["kz", "samal"])
def test_every_unit_of_the_current_list_is_on_the_map(country: str, request: pytest.FixtureRequest) -> None:
    pack: CountryPack = request.getfixturevalue(country)
    assert pack.map is not None
    features = json.loads(pack.map.read_text(encoding="utf-8"))["features"]
    assert [each["id"] for each in features] == list(pack.current.codes)
    assert all(each["properties"]["schematic"] for each in features), "it must never pass for legal boundaries"


def test_every_centre_lies_in_or_near_its_region_on_the_schematic_map(kz: CountryPack) -> None:
    shapely = pytest.importorskip("shapely")
    assert kz.map is not None
    for feature in json.loads(kz.map.read_text())["features"]:
        unit = kz.current.find(feature["id"])
        shape = shapely.geometry.shape(feature["geometry"])
        assert (
            shape.distance(shapely.Point(unit.longitude, unit.latitude)) < 0.4
        )  # degrees: cities are cut out as discs


def test_the_map_is_what_its_program_draws(kz: CountryPack) -> None:
    pytest.importorskip("shapely")
    draw = importlib.import_module("qonys.countries.kz.map.draw").draw  # needs the optional shapely
    assert kz.map is not None
    committed = json.loads(kz.map.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(draw())) == committed
