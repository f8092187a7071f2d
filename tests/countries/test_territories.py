"""Territories at any date, and how lists lead to one another."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from qonys.countries.pack import CountryPack
from qonys.countries.territories import load_territories
from qonys.engines.vocabulary.errors import UnknownCountry, UnknownTerritory


def test_kazakhstan_had_16_then_17_then_20_units() -> None:
    lists = load_territories("kz")
    assert [(len(lists.on(day)), lists.on(day).since) for day in (date(2018, 6, 18), date(2018, 6, 19))] == [
        (16, date(1998, 1, 1)),
        (17, date(2018, 6, 19)),
    ]
    assert len(lists.on(date(2022, 6, 7))) == 17
    assert len(lists.on(date(2022, 6, 8))) == len(lists.current) == 20


def test_a_day_before_the_first_list_gets_the_first_list() -> None:
    lists = load_territories("kz")
    assert lists.on(date(1980, 1, 1)) is lists.lists[0]


def test_every_unit_has_names_in_three_languages_a_centre_an_area_and_a_tile() -> None:
    lists = load_territories("kz")
    for unit in lists.current:
        assert all((unit.names.kk, unit.names.ru, unit.names.en))
        assert unit.centre is not None and unit.latitude is not None and unit.longitude is not None
        assert unit.area_km2 and unit.code in lists.tiles
        assert unit.national_code[:2] == unit.code[3:], "KATO begins with the digits of the ISO code"


def test_neighbours_are_mutual() -> None:
    current = load_territories("kz").current
    for unit in current:
        for code in unit.neighbours:
            assert unit.code in current.find(code).neighbours


def test_the_cities_stand_beside_the_region_that_surrounds_them_on_the_tile_map() -> None:
    tiles = load_territories("kz").tiles
    for city, region in (("KZ-71", "KZ-11"), ("KZ-75", "KZ-19"), ("KZ-79", "KZ-61")):
        distance = sum(abs(a - b) for a, b in zip(tiles[city], tiles[region], strict=True))
        assert distance == 1
    assert len(set(tiles.values())) == 20


def test_the_parts_of_a_split_unit_share_its_people(kz: CountryPack) -> None:
    # BNS, 1 January 2022 on the list of 2022: Almaty 1,478,496 and Jetisu 698,757
    shares = {(old, new): share for old, new, share in kz.concordances[1].shares}
    assert shares["KZ-19", "KZ-33"] == pytest.approx(698757 / (1478496 + 698757))
    assert shares["KZ-71", "KZ-71"] == 1


def test_steps_chain_from_any_list_to_the_current_one(kz: CountryPack) -> None:
    chained = kz.lists.concordance_from(date(2010, 1, 1))
    assert chained is not None
    parts = {new: share for old, new, share in chained.shares if old == "KZ-61"}
    assert parts == pytest.approx({"KZ-61": 1966336 / 2878636, "KZ-79": 912300 / 2878636})
    assert {new for _, new, _ in chained.shares} == set(kz.current.codes)
    assert kz.lists.concordance_from(date(2024, 1, 1)) is None


def test_the_ten_unnamed_regions_are_those_the_release_of_2026_left_out(kz: CountryPack) -> None:
    (group,) = kz.lists.groups
    published = kz.figures().filter(period="2026-01-01", indicator="population", publisher="bns")["territory"]
    assert set(group.members) == set(kz.current.codes) - set(published)


def test_a_letter_names_the_countries_there_are() -> None:
    with pytest.raises(UnknownCountry, match="Built-in packs: kz"):
        load_territories("atlantis")


def test_an_unknown_code_is_told_the_list(kz: CountryPack) -> None:
    with pytest.raises(UnknownTerritory, match=r"KZ-99.*Use one of KZ, KZ-10"):
        kz.current.find("KZ-99")


def test_pages_can_load_territories_without_the_numerical_libraries() -> None:
    program = (
        "import sys\n"
        "from qonys.countries.territories import load_territories\n"
        "assert len(load_territories('kz').current) == 20\n"
        "heavy = {'polars', 'pandas', 'xarray', 'numpy', 'pandera', 'sdmx', 'openpyxl'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parent)
