"""The demonstration as a job, so that the first page waits for no invented family."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.module_loading import import_string

from qonys.office.casework.commission import tasks as minutes
from qonys.office.casework.letters import tasks as letters
from qonys.office.foundation.authority import demonstration
from qonys.office.foundation.jobs import services
from qonys.office.foundation.jobs.models import Job
from qonys.office.project.demonstration import office

KIND, REST = "demonstration", "demonstration, the rest"
WORK = "qonys.office.project.demonstration.tasks.make"
WORK_ON_THE_REST = "qonys.office.project.demonstration.tasks.make_the_rest"
LATER = "qonys.office.project.demonstration.later.go_on"


def ask() -> Job | None:
    """Ask for the demonstration if it is not there yet, or not all of it. Raises NotEmpty."""
    if demonstration.complete():
        return None
    if not demonstration.made():
        office.refuse_occupied()
        office.mark()
    return services.enqueue(KIND, WORK, {})


def make(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """The work itself: the office, so that it opens. The rest takes its turn behind the first forecast.

    Where the demonstration was switched off meanwhile, nobody is invented. Raises NotEmpty.
    """
    if not demonstration.is_on() or demonstration.complete():
        return "nothing to do"
    made = None if demonstration.made() else office.make()
    progress(0.7, "letters")
    letters.set_letters({}, progress)  # here and not when their turn comes: the first forecast stands before it
    minutes.set_protocols({}, progress)
    services.enqueue(REST, WORK_ON_THE_REST, {})
    return f"{made.persons} persons, {made.cases} cases" if made else "the letters"


def make_the_rest(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Rounds, settled families, pairs: each part where it was cut off."""
    if demonstration.is_on():
        import_string(LATER)(progress)
    return "done"
