"""Instances of placement that nobody's family is in: made from a seed, by size.

A family has one to six members, one or two who look for work (each with one of six occupations), needs a dwelling of
its size (1, 2, 3, 4 rooms or more), a seat for each child of school age and of kindergarten age, and counts its
persons against the quota: 13 resources. A place's gain for it is the number of its adults expected to be in work: for
each a logit of the place, of occupation in that place, and of three latent interactions between person and place.
Capacities are shares of the whole need, drawn unevenly over places and rounded to whole units; at 3,000 families and
200 places that is one or two units of most things.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

OCCUPATIONS = 6
RESOURCES = (
    *(f"dwelling_{rooms}" for rooms in (1, 2, 3, 4)), "kindergarten", "school", "persons",
    *(f"job_{each + 1}" for each in range(OCCUPATIONS)),
)  # fmt: skip
# How much of what all families need there is, by resource: dwellings and jobs are short, quota is not.
SUPPLY = {"dwelling": 0.85, "kindergarten": 1.0, "school": 1.05, "persons": 1.15, "job": 0.8}


def families(n: int, random: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Needs (n, 13) and occupations (n, 2), -1 where there is no second adult in work."""
    adults = 1 + (random.random(n) < 0.65)
    children = random.choice(5, size=n, p=(0.3, 0.25, 0.25, 0.13, 0.07))
    small = random.binomial(children, 0.35)
    school = random.binomial(children - small, 0.8)
    size = adults + children
    rooms = np.array((1, 1, 1, 2, 3, 3, 4))[size]
    weights = np.array((0.28, 0.22, 0.18, 0.14, 0.1, 0.08))
    first, second = (random.choice(OCCUPATIONS, size=n, p=weights) for _ in range(2))
    occupations = np.stack([first, np.where(adults == 2, second, -1)], axis=1)
    need = np.zeros((n, len(RESOURCES)))
    need[np.arange(n), rooms - 1] = 1
    need[:, 4], need[:, 5], need[:, 6] = small, school, size
    for each in range(OCCUPATIONS):
        need[:, 7 + each] = (occupations == each).sum(axis=1)
    return need, occupations


def gains(occupations: NDArray[np.int64], places: int, random: np.random.Generator) -> NDArray[np.float32]:
    """Adults expected to be in work, (n, places), drawn family by family so that memory stays small."""
    n = len(occupations)
    place = random.normal(0.0, 0.5, places)
    fit = random.normal(0.0, 0.8, (OCCUPATIONS, places))
    latent_place = random.normal(0.0, 1.0, (3, places))
    found = np.zeros((n, places), dtype=np.float32)
    for adult in range(2):
        works = np.flatnonzero(occupations[:, adult] >= 0)
        for part in np.array_split(works, max(1, len(works) // 20_000)):
            latent = random.normal(0.0, 0.5, (len(part), 3))
            score = -0.4 + place + fit[occupations[part, adult]] + latent @ latent_place
            found[part] += (1.0 / (1.0 + np.exp(-score))).astype(np.float32)
    return found


def capacities(need: NDArray[np.float64], places: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Whole units (places, 13): places differ in size, and each place in what it has much of."""
    size = random.lognormal(0.0, 0.5, places)
    mix = random.lognormal(0.0, 0.35, (places, len(RESOURCES)))
    share = size[:, None] * mix
    share /= share.sum(axis=0)
    supply = np.array([next(part for name, part in SUPPLY.items() if each.startswith(name)) for each in RESOURCES])
    exact = share * need.sum(axis=0) * supply
    return np.floor(exact + random.random(exact.shape))


def instance(n: int, places: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.float64]]:
    """gain (n, places), need (n, 13), capacity (places, 13)."""
    random = np.random.default_rng((seed, n, places))
    need, occupations = families(n, random)
    return gains(occupations, places, random), need, capacities(need, places, random)
