"""Ten years in the order of their events: read `live`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.decade.history import STAYS, Decade, nothing_yet
from qonys.decade.learning import believed, learned
from qonys.decade.placing import NOWHERE, Solve, place_year
from qonys.decade.world import World

Numbers = NDArray[np.int64]


def live(world: World, feedback: bool, solve: Solve) -> Decade:
    """families come -> placed where there is room -> they work or not, stay or move on -> the office learns."""
    decade = nothing_yet(world)
    gains = believed(world)
    for year in world.years:
        if feedback:
            gains = learned(decade, year)
        decade.gains.append(gains)
        waiting = np.flatnonzero((world.applies <= year) & ~decade.settled)
        drawn = world.lot[waiting] < world.setting.explore
        found = place_year(
            gains.value[world.type[waiting]],
            world.need[waiting],
            world.room[year],
            drawn,
            world.lot_order[waiting],
            solve,
        )
        came = found.place != NOWHERE
        _settle(decade, year, waiting[came], found.place[came])
        decade.by_lot[waiting[came]], decade.propensity[waiting[came]] = found.by_lot[came], found.propensity[came]
    return decade


def _settle(decade: Decade, year: int, families: Numbers, places: Numbers) -> None:
    """What the place makes of them, by their own luck: the same family in the same place fares the same in every way
    of placing. It is drawn now and told when its time has come."""
    world = decade.world
    decade.placed[families], decade.place[families] = year, places
    types = world.type[families]
    employed = world.luck_work[families] < world.work[types, places][:, None]
    chance = world.leave[types, places][np.arange(len(families)), :, employed.any(axis=1).astype(int)]
    goes = world.luck_leave[families] < chance
    decade.leaves[families] = np.where(goes.any(axis=1), goes.argmax(axis=1), STAYS)
    # Who moved on within the first year is not in work there, whatever was found at first.
    decade.works[families] = np.where(decade.leaves[families] == 0, 0, employed.sum(axis=1))
