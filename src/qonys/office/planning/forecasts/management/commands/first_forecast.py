"""`manage first_forecast`: ask for a forecast if this office has none yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from qonys.office.planning.forecasts.tasks import ensure_first_forecast


class Command(BaseCommand):
    help = "Ask for the first forecast, unless there is one already."

    def handle(self, *args: Any, **options: Any) -> None:
        job = ensure_first_forecast()
        self.stderr.write("A forecast is there." if job is None else f"Forecast job {job.pk}: {job.state}.")
