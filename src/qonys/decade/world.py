"""An invented country: what is published about its places, what is true of them, and the families of ten years.

Every number comes from a named stream, so a family brings the same luck along in every way of placing it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr

from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.errors import OutOfRange

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

YEARS, TENURE = 10, 5  # years lived, years a family has promised to stay
SCHOOLING, CHILDREN = 3, 2
TYPES = SCHOOLING * CHILDREN  # secondary, vocational, higher; up to two children, more
ADULTS = np.full(TYPES, 2.0)
PERSONS = np.array([4, 6] * SCHOOLING)
SHARES = np.array([0.20, 0.20, 0.25, 0.15, 0.14, 0.06])  # of the families that come
SMALL, LARGE, JOBS = range(3)  # what a family needs of a place: a dwelling of its size, work for its adults

# Half of the adults of resettled families worked a year later in 2024 (DOMAIN section 3); 6 % of all returned since
# 2017, which over years of exposure is a hazard of the order below.
WORK_BASE, WORK_BY_SCHOOLING, WORK_BY_CHILDREN = -0.35, (0.0, 0.35, 0.70), (0.0, -0.25)
LEAVE_BASE, LEAVE_BY_YEAR, LEAVE_WITHOUT_WORK, LEAVE_BY_CHILDREN = -2.6, -0.30, 0.9, (0.0, -0.2)


@dataclass(frozen=True)
class Setting:
    """What may be varied. `differ`: how much places differ in truth beyond what is published, on the logit."""

    families: int = 300  # that come in a year
    places: int = 15
    room: float = 1.15  # dwellings and jobs that are ready in a year, for each that is needed
    published: float = 0.30  # spread of what is known of places beforehand
    differ: float = 0.50
    match: float = 0.35  # how much one place suits one type and not another
    explore: float = 0.05  # share of families that is placed by lot, of those to whom any place is equal

    def __post_init__(self) -> None:
        for name, low, high in (("families", 1, 100_000), ("places", 2, 500), ("room", 0.1, 10), ("explore", 0, 0.5)):
            if not low <= getattr(self, name) <= high:
                raise OutOfRange(
                    "a decade cannot be lived with this.",
                    where=name,
                    value=getattr(self, name),
                    remedy=f"Choose {low} to {high}.",
                )


@dataclass(frozen=True)
class World:
    """One draw of the country. Families are numbered in the order in which they apply."""

    setting: Setting
    work_expected: Floats  # types x places, logit: what is published
    stay_expected: Floats  # types x places x tenure, logit of staying a year
    work: Floats  # the truth, as chances
    leave: Floats  # types x places x tenure x (without work, with work)
    room: Floats  # years x places x (small, large, jobs)
    type: Numbers  # of each family
    applies: Numbers  # the year it applies in, from 0
    need: Floats  # families x (small, large, jobs)
    luck_work: Floats  # families x adults
    luck_leave: Floats  # families x tenure
    luck_abroad: Floats  # families
    lot: Floats  # families: below `explore`, the place is drawn
    lot_order: Floats  # families x places: which place the lot favours

    @property
    def years(self) -> range:
        return range(YEARS)

    def known_truth(self) -> Self:
        """The same country in which the office knows everything: nobody can place better on average."""
        told = stays_a_year(self.work, self.leave)
        return replace(self, work_expected=logit(self.work), stay_expected=logit(told))


def draw(setting: Setting, streams: Streams, replication: int) -> World:
    """The country of one replication."""
    n, places, named = setting.families * YEARS, setting.places, _Named(streams, replication)
    schooling, many = np.divmod(np.arange(TYPES), CHILDREN)
    known = named.normal("published", places) * setting.published
    types = np.take(WORK_BY_SCHOOLING, schooling) + np.take(WORK_BY_CHILDREN, many)
    work_expected = WORK_BASE + types[:, None] + known
    unknown = named.normal("places", places) * setting.differ + named.normal("match", TYPES, places) * setting.match
    work = expit(work_expected + unknown)
    leave_expected = LEAVE_BASE + np.take(LEAVE_BY_CHILDREN, many)[:, None] - 0.5 * known
    bond = named.normal("bonds", places) * setting.differ + named.normal("suits", TYPES, places) * setting.match
    leave = _leaving(leave_expected + bond)
    type_ = np.searchsorted(np.cumsum(SHARES), named.uniform("types", n), side="right").clip(0, TYPES - 1)
    return World(
        setting=setting,
        work_expected=work_expected,
        stay_expected=logit(stays_a_year(expit(work_expected), _leaving(leave_expected))),
        work=work,
        leave=leave,
        room=_room(setting, named),
        type=type_,
        applies=np.repeat(np.arange(YEARS), setting.families),
        need=_needs(type_),
        luck_work=named.uniform("work", n, int(ADULTS[0])),
        luck_leave=named.uniform("leaving", n, TENURE),
        luck_abroad=named.uniform("abroad", n),
        lot=named.uniform("lot", n),
        lot_order=named.uniform("order of places", n, places),
    )


def stays_a_year(work: Floats, leave: Floats) -> Floats:
    """Chance to stay each year, whether or not there is work: types x places x tenure.

    A family counts as in work when one of its two adults is.
    """
    some = (1 - (1 - work) ** 2)[..., None]
    return np.asarray(1 - ((1 - some) * leave[..., 0] + some * leave[..., 1]))


def _leaving(base: Floats) -> Floats:
    """By year since arrival and by work: the longer there, the rarer; without work, the likelier."""
    by_year = base[..., None] + LEAVE_BY_YEAR * np.arange(TENURE)
    return np.asarray(expit(np.stack([by_year + LEAVE_WITHOUT_WORK, by_year], axis=-1)))


def _needs(type_: Numbers) -> Floats:
    need = np.zeros((len(type_), 3))
    need[np.arange(len(type_)), type_ % CHILDREN] = 1  # SMALL or LARGE
    need[:, JOBS] = 2
    return need


def _room(setting: Setting, named: _Named) -> Floats:
    """Ready dwellings and jobs by year and place: uneven between places, and another every year."""
    share = np.exp(0.5 * named.normal("room of places", setting.places)[None, :, None])
    share = share * np.exp(0.3 * named.normal("room of years", YEARS, setting.places, 3))
    share /= share.sum(axis=1, keepdims=True)
    large = SHARES[1::CHILDREN].sum()
    needed = setting.families * np.array([1 - large, large, 2.0])
    return np.asarray(np.floor(share * needed * setting.room + 0.5))


@dataclass(frozen=True)
class _Named:
    """The streams of one replication."""

    streams: Streams
    replication: int

    def normal(self, name: str, *shape: int) -> Floats:
        return np.asarray(self.streams.normal(f"decade/{self.replication}/{name}", 1, *shape)[0])

    def uniform(self, name: str, *shape: int) -> Floats:
        return np.asarray(ndtr(self.normal(name, *shape)))
