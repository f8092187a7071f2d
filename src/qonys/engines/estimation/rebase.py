"""Where the nation's own books stop adding up: the last time a census moved its population count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qonys.engines.estimation.series import of_nation
from qonys.engines.vocabulary.evidence import NationalHistory

NOTICEABLE = 0.004  # a yearly gap of 0.4 % is far beyond late registrations, which leave about 0.02 %


@dataclass(frozen=True)
class Rebase:
    """On 1 January `year` the count moved by the share `size` without births, deaths or moves."""

    year: int
    size: float


def last_rebase(history: NationalHistory, until: int) -> Rebase | None:
    """The latest break up to `until`, found with the balancing equation.

    None where the books always add up.
    """
    people, born, died = (of_nation(x) for x in (history.population, history.births, history.deaths))
    moved = of_nation(history.net_migration)
    found = None
    for start in range(int(people.times[0]) if people.times.size else until, until):
        before, after = people.at(start)[0], people.at(start + 1)[0]
        net = moved.at(start)[0]
        expected = before + born.at(start)[0] - died.at(start)[0] + (net if np.isfinite(net) else 0.0)
        gap = (after - expected) / before
        if np.isfinite(gap) and abs(gap) > NOTICEABLE:
            found = Rebase(start + 1, float(gap))
    return found
