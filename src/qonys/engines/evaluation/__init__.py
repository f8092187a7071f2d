"""How good forecasts were: proper scores, rolling tests, the simplest alternatives, what others achieved."""

from qonys.engines.evaluation.benchmarks import constant_growth
from qonys.engines.evaluation.published import UN_EX_POST, UN_VITAL_RATES
from qonys.engines.evaluation.rolling_origin import Forecast, Score, ScoreTable, Summary, rolling
from qonys.engines.evaluation.scores import covered, crps, interval, interval_score, weighted_interval_score

__all__ = [
    "UN_EX_POST",
    "UN_VITAL_RATES",
    "Forecast",
    "Score",
    "ScoreTable",
    "Summary",
    "constant_growth",
    "covered",
    "crps",
    "interval",
    "interval_score",
    "rolling",
    "weighted_interval_score",
]
