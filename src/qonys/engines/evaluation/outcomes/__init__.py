"""How families fare: chances of work and of staying learned from follow-up, and how far they can be trusted.

What is learned goes into placement as gains (type of family x place) and into scenarios as retention. It never goes
into a decision about a person: it says which places suit, not who is worthy.
"""

from qonys.engines.evaluation.outcomes.calibration import Calibration, assess, one_by_one, recalibrated
from qonys.engines.evaluation.outcomes.fairness import GroupFigure, by_group
from qonys.engines.evaluation.outcomes.gains import Gains, gains
from qonys.engines.evaluation.outcomes.off_policy import Logged, PolicyValue, policy_value
from qonys.engines.evaluation.outcomes.pooling import Chances, Design, Trials, fit
from qonys.engines.evaluation.outcomes.staying import Curve, PersonYears, kaplan_meier, retention

__all__ = [
    "Calibration",
    "Chances",
    "Curve",
    "Design",
    "Gains",
    "GroupFigure",
    "Logged",
    "PersonYears",
    "PolicyValue",
    "Trials",
    "assess",
    "by_group",
    "fit",
    "gains",
    "kaplan_meier",
    "one_by_one",
    "policy_value",
    "recalibrated",
    "retention",
]
