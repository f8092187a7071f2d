"""Every path of one run: the nation's and, around it, the territories'."""

from __future__ import annotations

from qonys.engines.projection.paths import Paths
from qonys.engines.projection.processes.national import national_paths
from qonys.engines.projection.processes.national_outlook import Outlook
from qonys.engines.projection.processes.regional import regional_paths
from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.rates import Doubt


def simulate(
    outlook: Outlook, doubt: Doubt, streams: Streams, trajectories: int, territories: tuple[str, ...]
) -> Paths:
    """`trajectories` futures; the first n of them are the same whatever the number drawn."""
    national = national_paths(outlook, streams, trajectories)
    regional = regional_paths(doubt, streams, trajectories, territories, outlook.years)
    return Paths(national, regional)
