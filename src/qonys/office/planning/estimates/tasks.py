"""Counting the registers as a job of the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from qonys.office.foundation.jobs import services as jobs
from qonys.office.foundation.jobs.models import Job
from qonys.office.planning.estimates.services import write_figures

KIND = "registered figures"


def ask_for_figures(on: date | None = None) -> Job:
    """Ask for the figures of a 1 January, the last one by default."""
    return jobs.enqueue(KIND, f"{__name__}.count", {"on": on.isoformat() if on else None})


def count(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """The work itself; returns the folder."""
    told = parameters.get("on")
    return str(write_figures(date.fromisoformat(told) if told else None, progress))
