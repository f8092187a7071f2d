"""Invented placements for the laws: small whole numbers, so that a failing case can be read."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from qonys.engines.matching import FREE, Placement


@st.composite
def placements(draw: st.DrawFn, *, families: int = 6, places: int = 3, resources: int = 3) -> Placement:
    """Any placement of this size or smaller; some places are not allowed, some gains negative."""
    n, r, k = (draw(st.integers(1, most)) for most in (families, places, resources))
    gains = draw(st.lists(st.one_of(st.none(), st.integers(-2, 9)), min_size=n * r, max_size=n * r))
    gain = np.array([np.nan if each is None else each / 4 for each in gains]).reshape(n, r)
    need = np.array(draw(st.lists(st.integers(0, 3), min_size=n * k, max_size=n * k)), dtype=float).reshape(n, k)
    room = np.array(draw(st.lists(st.integers(0, 7), min_size=r * k, max_size=r * k)), dtype=float).reshape(r, k)
    return Placement(gain.astype(np.float32), need, room)


def invented(n: int, places: int, seed: int, resources: int = 5, supply: float = 0.7) -> Placement:
    """A larger one by chance, where most things are scarce."""
    random = np.random.default_rng(seed)
    gain = random.random((n, places)).astype(np.float32)
    gain[random.random((n, places)) < 0.1] = np.nan
    need = random.integers(0, 3, (n, resources)).astype(float)
    room = np.floor(random.dirichlet(np.full(places, 8.0), resources).T * need.sum(axis=0) * supply)
    return Placement(gain, need, room, fixed=np.full(n, FREE, dtype=np.int32))
