"""Named random streams: the same seed and name give the same numbers, whatever else is drawn.

Two scenarios that share a seed therefore differ by policy, not by luck; and the first thousand trajectories of
ten thousand are the thousand of a shorter run. Numbers come from the counter-based Philox generator
(Salmon et al. 2011), keyed by the seed and a digest of the stream's name.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Streams:
    """All randomness of one run."""

    seed: int

    def normal(self, name: str, trajectories: int, *shape: int) -> NDArray[np.float64]:
        """Standard normal numbers of shape (trajectories, *shape), one block of `shape` after the other."""
        digest = hashlib.blake2b(f"{self.seed}/{name}".encode(), digest_size=16).digest()
        key = np.frombuffer(digest, dtype=np.uint64)
        return np.random.Generator(np.random.Philox(key=key)).standard_normal((trajectories, *shape))
