"""Forecasts that were made. A run never changes; `latest` is the newest one of this country."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Path

from qonys.engines.vocabulary.errors import UnknownRun
from qonys.office.planning.forecasts import reading, runs
from qonys.office.planning.forecasts.runs import Run
from qonys.office.portal.api import keyset
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import After, Code, Limit, Names, Page, Shape, names

room = Room(tags=["runs"])
LATEST = "latest"
RunId = Annotated[Code, Path(description="The id of a run, or latest.")]


class RunShape(Shape):
    id: str
    title: Names
    created: datetime
    code_version: str
    seed: int
    trajectories: int
    first_year: int
    last_year: int
    scenario: str
    fingerprint: str
    tables: list[str]


@room.get("/runs", auth=None, response=Page[RunShape], summary=gettext_lazy("Forecasts that were made"))
def list_runs(request: HttpRequest, after: After, limit: Limit) -> dict[str, Any]:
    """The newest first."""
    return keyset.stretch(request, runs.complete(), after, limit, shown, path=request.path)


@room.get("/runs/{run}", auth=None, response=RunShape, summary=gettext_lazy("One forecast"))
def one_run(request: HttpRequest, run: RunId) -> RunShape:
    return shown(found(run))


def found(name: str) -> Run:
    """Raises Problem, UnknownRun."""
    run = runs.latest() if name == LATEST else runs.find(name)
    if run is None:
        raise Problem("unavailable")
    return run


def table_of(run: Run, *needed: str) -> None:
    """Raises UnknownRun for a run that ends with the forecast and has none of planning's tables."""
    if not all(run.holds(table) for table in needed):
        raise UnknownRun(f"Run {run.id} ends with the forecast and holds no {needed[0]}.")


def shown(run: Run) -> RunShape:
    return RunShape(
        id=run.id,
        title=names(run.title),
        created=run.created,
        code_version=run.code_version,
        seed=run.seed,
        trajectories=run.trajectories,
        first_year=run.first_year,
        last_year=run.last_year,
        scenario=run.scenario,
        fingerprint=run.fingerprint,
        tables=[table for table in reading.TABLES if run.holds(table)],
    )
