"""Policy levers: from a scenario and a prepared baseline to the events of another future.

steer(baseline, scenario)           paths and measures a projection takes, age bands of every year
outcome(baseline, steered)          the indicators of every trajectory
difference(one, other)              what policy alone changes, trajectory by trajectory
seek(baseline, scenario, goal)      how many must come for an indicator to reach a level

Levers act on events (rates, intensities, moves), never on populations: the balancing equation and the sum of
territories stay exact. Baseline and scenarios share every draw of chance; a lever draws its strength in a stream of its
own name.
"""

from qonys.engines.projection.levers.baseline import Baseline
from qonys.engines.projection.levers.comparison import Difference, difference
from qonys.engines.projection.levers.goal import Answer, Goal, Way, seek
from qonys.engines.projection.levers.outcome import Outcome, outcome
from qonys.engines.projection.levers.steering import Steered, steer, strengths_of

__all__ = [
    "Answer",
    "Baseline",
    "Difference",
    "Goal",
    "Outcome",
    "Steered",
    "Way",
    "difference",
    "outcome",
    "seek",
    "steer",
    "strengths_of",
]
