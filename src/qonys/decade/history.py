"""What happened to each family in ten years, and how every one of them is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from qonys.decade.placing import NOWHERE
from qonys.decade.world import PERSONS, TENURE, YEARS, World
from qonys.engines.evaluation.outcomes import Gains

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

STAYS = TENURE + YEARS  # a year of leaving that lies beyond what is looked at
ABROAD = 0.25  # of the families that move on, those who leave the country


class State(IntEnum):
    """Where a family is at the end of a year. Each is in exactly one."""

    NOT_YET = 0  # has not applied
    WAITING = 1  # has applied; no place had room
    SETTLED = 2
    MOVED_ON = 3  # elsewhere in the country
    LEFT = 4  # the country


@dataclass
class Decade:
    """It grows a year at a time; nothing that happened is rewritten."""

    world: World
    placed: Numbers  # year, NOWHERE while it waits
    place: Numbers
    works: Floats  # adults in work there twelve months later
    leaves: Numbers  # in which year after arrival it moves on; STAYS: in none of those looked at
    by_lot: NDArray[np.bool_]
    propensity: Floats
    gains: list[Gains]  # believed at the beginning of each year

    @property
    def settled(self) -> NDArray[np.bool_]:
        return np.not_equal(self.placed, NOWHERE)

    @property
    def left_in(self) -> Numbers:
        """The year of the decade in which each moved on; beyond its end for those who did not."""
        return np.where(self.settled, self.placed + 1 + self.leaves, STAYS + YEARS)

    def states(self, year: int) -> Numbers:
        """The state of every family at the end of a year."""
        world = self.world
        state = np.where(world.applies <= year, State.WAITING, State.NOT_YET)
        state = np.where(self.settled & (self.placed <= year), State.SETTLED, state)
        gone = np.where(world.luck_abroad < ABROAD, State.LEFT, State.MOVED_ON)
        return np.where(self.left_in <= year, gone, state)


@dataclass(frozen=True)
class Account:
    """Persons of one year: who came to each place, who moved on from it, who is there at its end."""

    year: int
    came: Floats  # by place
    left: Floats
    there: Floats
    families: dict[State, int]


def accounts(decade: Decade) -> list[Account]:
    """The books of ten years, in persons by place and in families by state."""
    return [_account(decade, year) for year in decade.world.years]


def _account(decade: Decade, year: int) -> Account:
    states = decade.states(year)
    came = decade.settled & (decade.placed == year)
    left = decade.settled & (decade.left_in == year)
    counted = {state: int((states == state).sum()) for state in State}
    there = _persons(decade, states == State.SETTLED)
    return Account(year, _persons(decade, came), _persons(decade, left), there, counted)


def _persons(decade: Decade, which: NDArray[np.bool_]) -> Floats:
    weights = PERSONS[decade.world.type[which]]
    return np.bincount(decade.place[which], weights, decade.world.setting.places).astype(np.float64)


def nothing_yet(world: World) -> Decade:
    n = len(world.type)
    return Decade(
        world=world,
        placed=np.full(n, NOWHERE),
        place=np.full(n, NOWHERE),
        works=np.zeros(n),
        leaves=np.full(n, STAYS),
        by_lot=np.zeros(n, dtype=bool),
        propensity=np.ones(n),
        gains=[],
    )
