"""What a course of policy says of each year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.vocabulary.scenario import Course


def value_in(course: Course, years: NDArray[np.int64], before: float = 0.0) -> NDArray[np.float64]:
    """The values of a course in `years` (T,), `before` where it has not begun."""
    if not course:
        return np.full(len(years), before)
    known = sorted(course)
    return np.asarray(np.interp(years, known, [course[year] for year in known], left=before), dtype=np.float64)
