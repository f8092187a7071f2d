"""The forecast as a job: asked for here, made in the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from qonys.office.foundation.events.services import publish
from qonys.office.foundation.jobs import selectors as jobs
from qonys.office.foundation.jobs import services
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import State
from qonys.office.planning.forecasts import runs

KIND = "forecast"
WORK = "qonys.office.planning.forecasts.tasks.forecast"


def forecast(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """The work itself; returns the run id. The forecaster is named in the settings, so that asking stays light."""
    make_run = import_string(settings.QONYS_FORECASTER)
    run: str = make_run(
        parameters["country"],
        trajectories=parameters["trajectories"],
        seed=parameters["seed"],
        author=parameters["author"],
        progress=progress,
    )
    tell(run)
    import_string(settings.QONYS_AFTER_FORECAST)()
    return run


def tell(run: str) -> None:
    """Other systems hear that there is a new forecast, and where."""
    name = quote(run)  # as it stands in an address
    with transaction.atomic():
        publish(
            "qonys.forecast.made",
            f"run:{name}",
            {"run": name, "link": f"/api/v1/runs/{name}"},
            key=f"run:{name}",
        )


def ask_for_forecast(author: str) -> Job:
    """Queue a forecast of this office's country, or return the one that is already queued or running."""
    parameters = {
        "country": settings.QONYS_COUNTRY,
        "trajectories": settings.QONYS_TRAJECTORIES,
        "seed": settings.QONYS_SEED,
        "author": author,
    }
    return services.enqueue(KIND, WORK, parameters)


def ensure_first_forecast() -> Job | None:
    """At the first start there is no forecast yet: ask for one. A job somebody cancelled is not asked for again."""
    if runs.latest() is not None:
        return None
    last = jobs.latest(KIND)
    if last is not None and last.state == State.CANCELLED:
        return last
    return ask_for_forecast("first start")
