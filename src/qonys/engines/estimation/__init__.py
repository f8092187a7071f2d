"""Estimation: from imperfect published figures to a base population and regional patterns, with their doubt.

Start reading at `estimate`.
"""

from qonys.engines.estimation.estimate import estimate

__all__ = ["estimate"]
