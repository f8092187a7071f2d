"""The laws of the ledger under any course of events, beside a plain model of it: sums at every step, who is served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from qonys.office.casework.ledger import checking, services
from qonys.office.casework.ledger.models import Reservation
from qonys.office.casework.ledger.refusals import KeyTaken, NotEnough, WrongStep
from qonys.office.casework.ledger.services import Ask, Change
from qonys.office.casework.ledger.states import State
from qonys.office.foundation.journal import verification
from tests.office.authority.people import places
from tests.office.ledger.places import KOSTANAY, PAVLODAR, balance, moved, named, opened

LATER = datetime(2030, 1, 1, tzinfo=UTC)
YEARS = count(2001)


@dataclass
class Plain:
    """A reservation as a child would keep it in a copybook."""

    key: str
    quota: int
    units: int
    priority: int
    arrival: int
    state: str
    expires: bool


class Model:
    """The slow, obvious ledger: it goes through everybody after every step."""

    def __init__(self, given: dict[int, int]) -> None:
        self.given, self.all = given, dict[str, Plain]()

    def free(self, quota: int) -> int:
        holding = ("reserved", "frozen", "used")
        return self.given[quota] - sum(r.units for r in self.all.values() if r.quota == quota and r.state in holding)

    def serve(self) -> None:
        for quota in self.given:
            line = sorted(
                (r for r in self.all.values() if r.quota == quota and r.state == "waiting"),
                key=lambda r: (r.priority, r.arrival),
            )
            for each in line:
                if each.units > self.free(quota):
                    break
                each.state = "reserved"


class Ledger(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        year = next(YEARS)  # entries cannot be removed: each course of events has quotas of its own
        self.names = [named(year=year), named(PAVLODAR, year=year), named(kind="kandas", year=year)]
        self.quotas = [opened(9, year=year), opened(4, PAVLODAR, year=year), opened(5, kind="kandas", year=year)]
        self.year = year
        self.model = Model({q.pk: u for q, u in zip(self.quotas, (9, 4, 5), strict=True)})
        self.count = 0

    def _key(self, number: int) -> str | None:
        keys = list(self.model.all)
        return keys[number % len(keys)] if keys else None

    @rule(which=st.integers(0, 2), units=st.integers(1, 5), priority=st.integers(0, 2), expires=st.booleans())
    def ask(self, which: int, units: int, priority: int, expires: bool) -> None:
        self.count += 1
        key, quota = f"{self.year}/{self.count}", self.quotas[which].pk
        services.reserve(Ask(key, quota, units, None, priority, LATER if expires else None), actor="test")
        nobody = not any(r.state == "waiting" and r.quota == quota for r in self.model.all.values())
        state = "reserved" if nobody and self.model.free(quota) >= units else "waiting"
        self.model.all[key] = Plain(key, quota, units, priority, self.count, state, expires)
        self.model.serve()

    @rule(number=st.integers(0, 50))
    def ask_again(self, number: int) -> None:
        if key := self._key(number):
            told = self.model.all[key]
            again = services.reserve(Ask(key, told.quota, told.units), actor="test")
            assert again.state == told.state
            with pytest.raises(KeyTaken):
                services.reserve(Ask(key, told.quota, told.units + 1), actor="test")

    @rule(number=st.integers(0, 50), after=st.sampled_from([s for s in State if s != State.WAITING]))
    def change(self, number: int, after: State) -> None:
        if key := self._key(number):
            told = self.model.all[key]
            allowed = {
                "waiting": {"released", "expired"},
                "reserved": {"used", "released", "expired", "frozen"},
                "frozen": {"reserved", "released"},
                "used": {"released"},
            }.get(told.state, set())
            if after in allowed or after == told.state:
                services.carry_out([Change(key, after)], actor="test")
                told.state = after.value
                self.model.serve()
            else:
                (outcome,) = services.carry_out([Change(key, after)], actor="test")
                assert isinstance(outcome.refusal, WrongStep)

    @rule(numbers=st.lists(st.integers(0, 50), max_size=4), which=st.integers(0, 2), units=st.integers(1, 3))
    def several_at_once(self, numbers: list[int], which: int, units: int) -> None:
        """A batch ends where the same requests one by one would, but for who is served only at its end."""
        keys = list(dict.fromkeys(k for k in map(self._key, numbers) if k and self.model.all[k].state == "reserved"))
        self.count += 1
        new, quota = f"{self.year}/{self.count}", self.quotas[which].pk
        waited = any(r.state == "waiting" and r.quota == quota for r in self.model.all.values())
        services.carry_out([*(Change(k, State.RELEASED) for k in keys), Ask(new, quota, units)], actor="test")
        for k in keys:
            self.model.all[k].state = "released"
        state = "reserved" if not waited and self.model.free(quota) >= units else "waiting"
        self.model.all[new] = Plain(new, quota, units, 0, self.count, state, False)
        self.model.serve()

    @rule(one=st.integers(0, 2), other=st.integers(0, 2), units=st.integers(1, 6))
    def move(self, one: int, other: int, units: int) -> None:
        if one == other:
            return
        source, target = self.quotas[one].pk, self.quotas[other].pk
        lines = {self.names[one]: -units, self.names[other]: units}
        if self.model.free(source) < units:
            with pytest.raises(NotEnough):
                moved("swap", lines)
            return
        moved("swap", lines)
        self.model.given[source] -= units
        self.model.given[target] += units
        self.model.serve()

    @rule()
    def expire(self) -> None:
        services.expire(LATER + timedelta(days=1))  # of earlier courses too, which nobody looks at any more
        for each in self.model.all.values():
            if each.expires and each.state in ("waiting", "reserved"):
                each.state = "expired"
        self.model.serve()

    @invariant()
    def sums_hold(self) -> None:
        assert checking.check() == []

    @invariant()
    def as_the_copybook_says(self) -> None:
        real = {r.key: str(r.state) for r in Reservation.objects.filter(quota__in=self.quotas)}
        assert real == {r.key: r.state for r in self.model.all.values()}
        for quota in self.quotas:
            assert balance(quota)[:2] == (self.model.given[quota.pk], self.model.free(quota.pk))


@pytest.mark.django_db
def test_sums_hold_and_the_first_come_is_served_first_whatever_happens() -> None:
    places("KZ/", KOSTANAY, PAVLODAR)
    calm: list[Any] = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Ledger, settings=settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=calm)
    )
    assert verification.verify().broken == ()
