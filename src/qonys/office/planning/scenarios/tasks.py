"""Trying policies as jobs: asked for here, computed in the worker. Light: the work is named in the settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from qonys.office.foundation.jobs import selectors as jobs
from qonys.office.foundation.jobs import services
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import State
from qonys.office.planning.forecasts import runs
from qonys.office.planning.forecasts.code import code_version
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.scenarios import comparisons, library
from qonys.office.planning.scenarios.comparisons import Comparison
from qonys.office.planning.scenarios.kept import hashes
from qonys.office.planning.scenarios.library import Shipped

LIBRARY, ONE, GOAL = "scenarios", "scenario", "goal"  # kinds of jobs; the last two are followed by a fingerprint
_HERE = "qonys.office.planning.scenarios.tasks"
Progress = Callable[[float, str], None]


def compare(parameters: dict[str, Any], progress: Progress) -> str:
    """The work itself; returns the names of the comparisons."""
    work = import_string(settings.QONYS_COMPARER)
    made: str = work(parameters["basis"], parameters["documents"], author=parameters["author"], progress=progress)
    return made


def seek(parameters: dict[str, Any], progress: Progress) -> str:
    """The work itself; returns the id of the answer."""
    work = import_string(settings.QONYS_SEEKER)
    made: str = work(parameters["basis"], parameters["wanted"], author=parameters["author"], progress=progress)
    return made


def ask_for_comparison(run: Run, text: str, author: str) -> Job:
    """Try a document that was written here (and checked) on the futures of a run."""
    return _enqueue(ONE, "compare", {"basis": basis(run), "documents": [{"key": "", "text": text}], "author": author})


def ask_for_goal(run: Run, wanted: Mapping[str, Any], author: str) -> Job:
    return _enqueue(GOAL, "seek", {"basis": basis(run), "wanted": dict(wanted), "author": author})


def ask_for_library(author: str = "first start") -> Job | None:
    """Compute what the country ships and nobody has computed yet on the futures of the forecast shown."""
    run = runs.latest()
    missing = lacking(run) if run is not None else ()
    if run is None or not missing:
        return None
    documents = [{"key": each.key, "text": each.text} for each in missing]
    parameters = {"basis": basis(run), "documents": documents, "author": author}
    return services.enqueue(LIBRARY, f"{_HERE}.compare", parameters)


def ensure_library() -> Job | None:
    """At a start: as `ask_for_library`, but what somebody cancelled is not asked for again."""
    last = jobs.latest(LIBRARY)
    return last if last is not None and last.state == State.CANCELLED else ask_for_library()


def asked(kind: str, number: str) -> Job | None:
    """A job for a document or a goal, by the number in an address."""
    return Job.objects.filter(pk=number, kind__startswith=f"{kind} ").first() if number.isdecimal() else None


def lacking(run: Run) -> tuple[Shipped, ...]:
    """The scenarios of the country that are not computed, as they are written now, on the futures of a run."""
    known = {(each.key, each.digest) for each in comparisons.complete(run.country) if _fits(each, run)}
    return tuple(each for each in library.shipped() if (each.key, each.digest) not in known)


def _fits(found: Comparison, run: Run) -> bool:
    """It shares the run's futures. Where code or figures changed since the run, a newer computation must do."""
    if set(found.apart(run)) <= {"code", "figures"}:
        made_of = found.code_version, set(found.inputs)
        of_the_run, of_now = (run.code_version, hashes(run.inputs)), (code_version(), library.country().inputs())
        return made_of in ((version, set(inputs)) for version, inputs in (of_the_run, of_now))
    return False


def basis(run: Run) -> dict[str, Any]:
    """The futures a comparison must share with a run, as a job's parameters carry them."""
    return {
        "country": settings.QONYS_COUNTRY,
        "seed": run.seed,
        "trajectories": run.trajectories,
        "horizon": run.last_year,
    }


def _enqueue(kind: str, work: str, parameters: dict[str, Any]) -> Job:
    """One kind for each thing asked for: the same twice is one job, two things are two."""
    asked = json.dumps(parameters, sort_keys=True, ensure_ascii=False)
    fingerprint = hashlib.sha256(asked.encode()).hexdigest()[:12]
    return services.enqueue(f"{kind} {fingerprint}", f"{_HERE}.{work}", parameters)
