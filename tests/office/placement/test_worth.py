"""What a place is worth to a family: parts that add up, learned where families were followed, assumed where not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qonys.office.casework.placement import services, worth
from qonys.office.casework.placement.models import Placing
from qonys.office.casework.placement.states import Deed
from qonys.office.casework.placement.worth import Outlook, learned, parts
from qonys.office.foundation.authority.models import Territory
from qonys.office.planning.outcomes import selectors
from qonys.office.planning.outcomes import services as outcomes
from qonys.office.registers.sources.services import vintage
from tests.office.authority.people import let_in, places
from tests.office.cases.filing import KOSTANAY, PAVLODAR, person, source
from tests.office.integration.followed import couples
from tests.office.ledger.places import opened as quota
from tests.office.placement.settling import (
    NORTH,
    Commission,
    again,
    commission,
    computed,
    day,
    family,
    quotas,
    settlement,
)  # fmt: skip

KINDS, UNITS = ("few-job", "many-none"), ("KZ-39", "KZ-55", "KZ-10")
EAST = "KZ/KZ-55/551/"
NOW = date(2026, 11, 1)


@pytest.fixture
def of(settings: Any, tmp_path: Path) -> Iterator[Commission]:
    settings.QONYS_HOME = tmp_path
    places("KZ/", KOSTANAY, PAVLODAR, "KZ/KZ-10/", NORTH, EAST)
    with translation.override("en"):
        yield commission()


def followed(good: str, bad: str, families: int = 60) -> None:
    """A year in which everybody found work in one place and nobody in the other."""
    told = vintage(source(), NOW)
    for path, works in ((good, True), (bad, False)):
        who = person(Territory.objects.get(pk=path))
        couples(path, 2024, families, lambda each, who=who: who, lambda each, works=works: works, told)  # type: ignore[misc]


@given(
    st.dictionaries(st.tuples(st.sampled_from(KINDS), st.sampled_from(UNITS)), st.floats(0, 2), min_size=1),
    st.sampled_from(KINDS),
    st.sampled_from(UNITS),
)
def test_the_parts_are_whole_points_and_a_better_gain_is_never_worth_less(
    gains: dict[tuple[str, str], float], kind: str, unit: str
) -> None:
    outlook = learned("v", "2026-11-01", 100, 100, gains)
    found = parts(f"KZ/{unit}/", [], "", (), kind, outlook)
    assert all(isinstance(each, int) and each >= 0 for each in found.values())
    mine = sorted((gain, outlook.points[kind][u]) for (k, u), gain in gains.items() if k == kind)
    assert [points for _gain, points in mine] == sorted(points for _gain, points in mine)
    assert not mine or mine[0][1] == 0, "no kind of family comes before another because it fares better everywhere"
    assert worth.kept(outlook.told()) == outlook


def test_without_a_model_only_choices_and_work_count() -> None:
    assert parts("KZ/KZ-39/391/", ["KZ/KZ-39/"], "мұғалім", {"мұғалім"}, "few-job", Outlook()) == {
        "choice": 100, "own_work": 30,
    }  # fmt: skip


@pytest.mark.django_db
def test_before_anybody_was_followed_a_round_says_that_it_assumes(of: Commission) -> None:
    quotas(), settlement(of, NORTH, 2)
    family(of, 8)
    found = computed(of)
    assert found.report["worth"]["version"] == "" and found.report["value"] == 130
    page = let_in(Client(), of.secretary).get(f"/en/office/placement/{found.pk}/").content.decode()
    assert "all are assumed alike" in page and "its choice: 100; a job in its own occupation: 30" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("good", "bad", "place"), [(PAVLODAR, KOSTANAY, EAST), (KOSTANAY, PAVLODAR, NORTH)])
def test_what_became_of_families_decides_between_places_that_are_alike(
    of: Commission, good: str, bad: str, place: str
) -> None:
    """Neither place was named; in one of them families like these found work."""
    quota(100, "KZ/", year=day().year)
    settlement(of, NORTH, 3), settlement(of, EAST, 3)
    cases = [family(of, *ages, settle="KZ-10") for ages in ((8,), (9, 4), (3, 5, 7))]
    followed(good, bad)
    outcomes.write_outcomes(NOW)
    found = computed(of, "KZ/")
    rows = list(Placing.objects.filter(round=found))
    assert {row.case_id for row in rows} == {case.pk for case in cases}
    assert {row.place_id for row in rows} == {place}
    assert all(row.reasons["parts"]["outlook"] > 10 for row in rows)
    assert all(sum(row.reasons["parts"].values()) == row.reasons["gain"] for row in rows)
    assert sum(row.reasons["gain"] for row in rows) == found.report["value"]


@pytest.mark.django_db
def test_a_round_stays_with_the_version_it_began_with_and_tells_everybody(of: Commission) -> None:
    quotas(), settlement(of, NORTH, 2)
    case = family(of, 8)
    followed(KOSTANAY, PAVLODAR)
    outcomes.write_outcomes(NOW)
    found = computed(of)
    version = found.report["worth"]["version"]
    followed(PAVLODAR, KOSTANAY)
    outcomes.write_outcomes(NOW)
    newest, old = selectors.latest(), selectors.content(version)
    assert newest is not None and newest.version != version and old is not None and old["version"] == version
    services.edit(Placing.objects.get(), Deed.LOCK, NORTH, "Өтініші", by=of.secretary)
    found = again(found)
    assert found.report["worth"]["version"] == version
    services.publish(found, by=of.member)
    for language, words in (("en", "Learned from settled families"), ("kk", "Қоныстанған отбасылардан"),
                            ("ru", "По переселившимся семьям")):  # fmt: skip
        page = Client().get(f"/{language}/planning/quotas/placement/{found.pk}/").content.decode()
        assert version in page and words in page and case.number not in page


@pytest.mark.django_db
def test_what_says_the_same_is_the_same_version(settings: Any, tmp_path: Path) -> None:
    settings.QONYS_HOME = tmp_path
    places("KZ/", KOSTANAY)
    outcomes.write_outcomes(NOW)
    first = selectors.latest()
    outcomes.write_outcomes(date(2026, 11, 2))
    second = selectors.latest()
    assert first is not None and second is not None
    assert first.version == second.version and second.on > first.on and not second.speaks
