"""Everything a brief says, gathered from a run's tables into frozen values, before any language or picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qonys.office.planning.briefs.facts import changes, course, grounds, invited, missing, people
from qonys.office.planning.briefs.facts.changes import Changes
from qonys.office.planning.briefs.facts.course import Course
from qonys.office.planning.briefs.facts.grounds import Grounds
from qonys.office.planning.briefs.facts.invited import Invited
from qonys.office.planning.briefs.facts.missing import Missing
from qonys.office.planning.briefs.facts.people import Driver, Growth, Outlook, RegionAhead
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Place


@dataclass(frozen=True)
class Brief:
    """The facts of one run; what it does not hold is None. `changes`: since the run it is compared with."""

    run: Run
    nation: Place
    outlook: Outlook
    growth: Growth | None
    drivers: tuple[Driver, ...]
    regions: tuple[RegionAhead, ...]
    missing: Missing | None
    invited: Invited | None
    course: Course | None
    grounds: Grounds
    changes: Changes | None


@lru_cache(maxsize=8)
def brief(run: Run, since: Run | None = None) -> Brief:
    return Brief(
        run=run,
        nation=selectors.geography(run).nation,
        outlook=people.outlook(run),
        growth=people.growth(run),
        drivers=people.drivers(run),
        regions=people.regions(run),
        missing=missing.missing(run),
        invited=invited.invited(run),
        course=course.course(run),
        grounds=grounds.grounds(run),
        changes=changes.changes(since, run) if since is not None else None,
    )
