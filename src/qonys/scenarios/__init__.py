"""Scenarios: what if? START READING HERE.

    bench = prepare(country)                      figures, estimates and futures, once
    scenario = read(path, country)                a typed document of levers
    before, after = bench.outcome(), bench.outcome(scenario)
    bench.compare(before, after, ("population",))   what policy alone changes
    bench.seek(goal)                              how many must come for an indicator to keep its level

Stands on the loop (`cycle.prepare`); the science is in `qonys.engines.projection.levers`.
"""

from qonys.countries.scenarios import check, from_text, read, read_scenarios
from qonys.engines.projection.levers import Answer, Difference, Goal, Outcome, Way
from qonys.engines.vocabulary.scenario import Scenario
from qonys.scenarios.report import Report, report, wanted_indicators
from qonys.scenarios.words import Speaker
from qonys.scenarios.workbench import Workbench, goal, prepare

__all__ = [
    "Answer",
    "Difference",
    "Goal",
    "Outcome",
    "Report",
    "Scenario",
    "Speaker",
    "Way",
    "Workbench",
    "check",
    "from_text",
    "goal",
    "prepare",
    "read",
    "read_scenarios",
    "report",
    "wanted_indicators",
]
