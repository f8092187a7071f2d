"""The loop on real rooms: families settle and fare, the registers count, planning learns, the gains change.

An invented country of two places, a few years: in one place half as many find work as in the other. Nobody tells the
office; after the counts it sends the next families where they fare better.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from qonys.office.planning.outcomes import selectors, services
from qonys.office.registers.settlements import aggregates
from qonys.office.registers.settlements import services as register
from qonys.office.registers.settlements.models import Ended, Settlement
from qonys.office.registers.sources.services import vintage
from tests.office.cases.filing import KOSTANAY, PAVLODAR, country, person, source

pytestmark = pytest.mark.django_db
YEARS = range(2022, 2026)
FAMILIES = 45  # a year and place
WORKS = {KOSTANAY: 0.75, PAVLODAR: 0.35}
LEAVES = {KOSTANAY: 0.02, PAVLODAR: 0.16}  # in each of the first two years
NOW = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _country(settings: Any, tmp_path: Path) -> None:
    settings.QONYS_HOME = tmp_path


def lived() -> dict[str, int]:
    """Everybody through the services of the registers; who works and who leaves goes by fixed shares, not by luck."""
    places, told = country(), vintage(source(), NOW)
    count = {"adults": 0, "working": 0, "left": 0}
    with transaction.atomic():
        for year in YEARS:
            for path in WORKS:
                for number in range(FAMILIES):
                    row = register.settle(
                        person(places[path]), places[path], since=date(year, 3, 1), adults=2, children=number % 5,
                        job=number % 2 == 0, vintage=told, actor="test",
                    )  # fmt: skip
                    leaves = number % 50 < 50 * LEAVES[path]
                    working = 2 if number < FAMILIES * WORKS[path] and not leaves else 0
                    if leaves:
                        register.end(row, on=date(year, 9, 1), ended=Ended.MOVED_ON, actor="test")
                    else:
                        register.stand(row, 12, seeking=2, working=working, actor="test")
                    count = {"adults": count["adults"] + 2, "working": count["working"] + working,
                             "left": count["left"] + leaves}  # fmt: skip
    return count


def test_what_happens_to_families_changes_where_the_next_are_sent() -> None:
    country()
    services.write_outcomes(NOW)
    before = selectors.latest()
    assert before is not None and before.adults == 0
    first = {before.chances["few-none", place].gain for place in before.places}
    assert max(first) - min(first) < 1e-9, "before anybody was followed no place is better than another"
    assert before.retention_for_scenarios() is None
    counted = lived()
    services.write_outcomes(NOW)
    after = selectors.latest()
    assert after is not None
    assert abs(after.adults - counted["adults"]) <= 0.05 * counted["adults"]
    for family in aggregates.FAMILIES:
        better, worse, unknown = (after.chances[family, place] for place in ("KZ-39", "KZ-55", "KZ-10"))
        assert better.gain > unknown.gain > worse.gain
        assert better.low < better.chance < better.high and unknown.high - unknown.low > better.high - better.low
    assert max(after.places, key=lambda place: after.chances["many-none", place].gain) == "KZ-39"


def test_retention_reaches_scenarios_as_far_as_years_were_lived() -> None:
    lived()
    services.write_outcomes(NOW)
    found = selectors.latest()
    assert found is not None
    assert 0.85 < found.retention[0] < 0.97 and found.low[0] <= found.retention[0] <= found.high[0]
    assert found.retention_for_scenarios() is None, "nobody has been there for five years"
    Settlement.objects.update(since=date(2020, 3, 1))
    services.write_outcomes(NOW)
    whole = selectors.latest()
    assert whole is not None
    shares = whole.retention_for_scenarios()
    assert shares is not None and len(shares) == 5 and list(shares) == sorted(shares, reverse=True)


def test_a_cohort_of_few_families_is_shown_to_nobody() -> None:
    places, told = country(), vintage(source(), NOW)
    for number in range(9):
        row = register.settle(person(places[KOSTANAY]), places[KOSTANAY], since=date(2024, 3, 1), adults=2,
                              children=0, job=False, vintage=told, actor="test")  # fmt: skip
        register.stand(row, 12, seeking=2, working=number % 3, actor="test")
    services.write_outcomes(NOW)
    found = selectors.latest()
    assert found is not None
    assert all(each.share is None and set(each.staying) == {None} for each in found.cohorts)


def test_only_multiples_leave_the_registers() -> None:
    lived()
    for table in (aggregates.work(12, date(2022, 1, 1), date(2027, 1, 1), on=NOW),
                  aggregates.staying(date(2022, 1, 1), date(2027, 1, 1), on=NOW)):  # fmt: skip
        assert table.cells and all(count % table.base == 0 for _cell, count in table)


def test_a_family_that_left_early_counts_as_not_in_work_and_once_as_left() -> None:
    """Whoever left before the visit is not asked; leaving her out would make places that lose people look good."""
    places, told = country(), vintage(source(), NOW)
    for number in range(40):
        row = register.settle(person(places[KOSTANAY]), places[KOSTANAY], since=date(2023, 3, 1), adults=1,
                              children=0, job=False, vintage=told, actor="test")  # fmt: skip
        if number < 20:
            register.end(row, on=date(2023, 3, 1) + timedelta(days=30), ended=Ended.RETURNED, actor="test")
        else:
            register.stand(row, 12, seeking=1, working=1, actor="test")
    work = aggregates.work(12, date(2023, 1, 1), date(2024, 1, 1), on=date(2026, 3, 1)).over("state")
    assert work == {("works",): 20, ("seeks",): 20}
    young = aggregates.work(12, date(2023, 1, 1), date(2024, 1, 1), on=date(2024, 2, 1)).over("state")
    assert young == {("works",): 20}  # who left is told of when everybody who arrived that day can have been asked
    left = aggregates.staying(date(2023, 1, 1), date(2024, 1, 1), on=date(2026, 3, 1)).over("after", "state")
    assert left == {("0", "left"): 20, ("0", "stayed"): 20, ("1", "stayed"): 20, ("2", "stayed"): 20}


def test_a_year_that_is_not_over_says_neither() -> None:
    places, told = country(), vintage(source(), NOW)
    today = timezone.localdate()
    row = register.settle(person(places[KOSTANAY]), places[KOSTANAY], since=date(today.year, 1, 1), adults=1,
                          children=0, job=False, vintage=told, actor="test")  # fmt: skip
    register.end(row, on=today, ended=Ended.MOVED_ON, actor="test")
    assert not list(aggregates.staying(date(today.year, 1, 1), date(today.year + 1, 1, 1), on=today))


def test_what_is_kept_is_a_file_anybody_can_read() -> None:
    path = services.write_outcomes(NOW)
    assert path is not None and json.loads(path.read_text(encoding="utf-8"))["on"] == NOW.isoformat()
