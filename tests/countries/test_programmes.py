"""Programmes: known structure, unknown targets left empty, vintages kept, definitions attached."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qonys.countries.figures.indicators import Words
from qonys.countries.pack import CountryPack
from qonys.countries.programmes import Programme, read_programmes
from qonys.engines.vocabulary.errors import BadInput


@pytest.fixture(scope="module")
def concept(kz: CountryPack) -> Programme:
    return read_programmes(kz.folder)["migration-concept-2030"]


def test_the_concept_to_2030_has_its_three_directions(concept: Programme) -> None:
    assert list(concept.directions) == ["digital_contour", "settlement", "quality_selection"]
    assert all(direction.measures for direction in concept.directions.values())


def test_targets_nobody_published_are_empty_and_said_to_be(concept: Programme) -> None:
    assert concept.indicators["outflow_ministry"].targets == {}
    assert isinstance(concept.note, Words) and "not found" in concept.note.en
    assert all(each.targets_source for each in concept.indicators.values() if each.targets)


def test_two_definitions_of_the_outflow_stand_side_by_side(concept: Programme, kz: CountryPack) -> None:
    ministry, statistics = concept.indicators["outflow_ministry"], concept.indicators["outflow_statistics"]
    assert ministry.same_subject_as == ("outflow_statistics",)
    assert ministry.definition.en != statistics.definition.en
    assert ministry.known()[-1].value == 13_000
    assert statistics.forecast is not None
    moves = kz.evidence().regions
    six = list(statistics.forecast.territories)
    for reading in statistics.known():
        net = (moves.internal_arrivals - moves.internal_departures).sel(territory=six, time=reading.day.year).sum()
        assert reading.value == -float(net), "31,395 in 2024: the 31.4 thousand of the registers"


def test_every_text_on_screen_is_in_three_languages(kz: CountryPack, samal: CountryPack) -> None:
    for pack in (kz, samal):
        for programme in read_programmes(pack.folder).values():
            words = [programme.names, *(o.names for o in programme.owners.values())]
            words += [m.names for d in programme.directions.values() for m in d.measures.values()]
            words += [w for i in programme.indicators.values() for w in (i.names, i.unit, i.definition)]
            assert all(text for each in words for text in (each.kk, each.ru, each.en))


def test_the_latest_vintage_counts_and_the_earlier_is_kept(samal: CountryPack) -> None:
    hills = read_programmes(samal.folder)["shores"].indicators["hills_people"]
    assert [each.value for each in hills.known()] == [295_291]
    assert [each.value for each in hills.known(date(2025, 2, 1))] == [295_400]
    assert hills.known(date(2024, 12, 31)) == ()


def test_a_reading_of_1_october_stands_at_three_quarters_of_the_year(concept: Programme) -> None:
    settled = concept.indicators["settled"]
    assert settled.known()[-1].when == pytest.approx(2025.745, abs=0.01)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("owner: council\n        indicators", "owner: elders\n        indicators", "owner 'elders' is not described"),
        ("[hills_people]", "[hills_goats]", "indicator 'hills_goats' is not described"),
        ("published_on: 2025-03-01, source: final", "published_on: 2025-01-20, source: final", "same day"),
        ("aim: at_least", "aim: as_many_as_possible", "aim"),
    ],
)
def test_a_broken_programme_is_refused_with_a_letter(broken: Path, old: str, new: str, says: str) -> None:
    path = broken / "programmes" / "shores.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        read_programmes(broken)


def test_a_pack_without_programmes_has_none(broken: Path) -> None:
    (broken / "programmes" / "shores.yaml").unlink()
    assert read_programmes(broken) == {}
