"""How far the outcome model can be trusted: what was said before families came, beside what came about."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qonys.office.planning.outcomes import selectors, services
from qonys.office.registers.persons.models import Person
from qonys.office.registers.settlements import aggregates
from qonys.office.registers.sources.services import vintage
from tests.office.cases.filing import KOSTANAY, PAVLODAR, country, person, source
from tests.office.integration.followed import couples

pytestmark = pytest.mark.django_db
NOW = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _country(settings: Any, tmp_path: Path) -> None:
    settings.QONYS_HOME = tmp_path


def followed(*years: int, families: int = 40, favoured: str = "", rare: int = 0) -> None:
    """Work goes by fixed shares: three in four in one place, one in four in the other; `favoured` always works."""
    places, told, known = country(), vintage(source(), NOW), dict[tuple[Any, ...], Person]()
    sexes = ("female", "male")

    for path, share in ((KOSTANAY, 0.75), (PAVLODAR, 0.25)):

        def who(each: int, path: str = path) -> Person:
            kind = (path, sexes[each // 4 % 2], date(1996 - 20 * (each % 2), 1, 1), "ZZ" if each < rare else "UZ")
            if kind not in known:
                known[kind] = person(places[path], sex=kind[1], birth_date=kind[2], citizenship=kind[3])
            return known[kind]

        def works(each: int, share: float = share) -> bool:
            return each % 4 < 4 * share or sexes[each // 4 % 2] == favoured

        for year in years:
            couples(path, year, families, who, works, told)


def trust() -> selectors.Trust:
    services.write_outcomes(NOW)
    found = selectors.version()
    assert found is not None and found.trust is not None
    return found.trust


def test_what_is_said_before_comes_about_and_every_group_is_served_alike() -> None:
    followed(2021, 2022, 2023, 2024)
    found = trust()
    assert found.years == ("2023", "2024"), "only years whose families could be placed by it"
    assert abs(found.adults - 320) <= 40 and found.error is not None and found.brier is not None
    assert found.error[0] < 0.08 and found.brier[0] < (found.reference or 0) < 0.26
    assert len(found.bins) == 10 and all(each.low <= each.happened <= each.high for each in found.bins)
    assert sum(each.adults for each in found.bins) == found.adults
    assert {each.name for each in found.groups["sex"]} == {"male", "female"}
    assert {each.name for each in found.groups["region"]} == {"KZ-39", "KZ-55"}
    assert not any(each.misjudged for each in found.groups["sex"])


def test_a_group_that_fares_otherwise_than_was_said_is_marked() -> None:
    followed(2021, 2023, families=32, favoured="female")
    female, male = trust().groups["sex"]
    assert (female.name, male.name) == ("female", "male")
    assert female.misjudged and female.gap > 0.1 and male.misjudged and male.gap < -0.1


def test_a_group_of_few_is_left_out_and_counted_as_left_out() -> None:
    followed(2021, 2023, families=32, rare=2)
    found = trust()
    assert {each.name for each in found.groups["origin"]} == {"UZ"} and found.hidden["origin"] <= 1
    page = Client().get("/en/settled/model/").content.decode()
    assert "Uzbekistan" in page and "ZZ" not in page


def test_too_few_families_are_said_to_prove_nothing() -> None:
    followed(2024, families=10)
    found = trust()
    assert found.error is None and not found.bins and not found.groups
    for language, words in (("en", "prove nothing"), ("kk", "ештеңе дәлелденбейді"), ("ru", "ничего не доказывают")):
        assert words in Client().get(f"/{language}/settled/model/").content.decode()


def test_the_page_of_a_version_and_of_one_that_is_not_there() -> None:
    assert "Nothing was counted yet" in Client().get("/en/settled/model/").content.decode()
    followed(2021, 2023, families=32)
    services.write_outcomes(NOW)
    found = selectors.version()
    assert found is not None
    with CaptureQueriesContext(connection) as asked:
        page = Client().get(f"/en/settled/model/{found.version}/").content.decode()
    assert found.version in page and "Does it serve every group alike?" in page and "<circle" in page
    assert len(asked) <= 4
    assert Client().get("/en/settled/model/2020-01-01-00000000/").status_code == 404


def test_groups_leave_the_registers_rounded() -> None:
    followed(2024, families=15)
    for group in aggregates.GROUPS:
        table = aggregates.work_by(group, 12, date(2024, 1, 1), date(2025, 1, 1), on=date(2026, 6, 1))
        assert table.cells and all(count % table.base == 0 for _cell, count in table)
