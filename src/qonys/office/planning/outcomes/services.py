"""Counting what happened to settled families and learning from it: a file under QONYS_HOME/outcomes.

Only rounded counts come in (registers.settlements.aggregates): nothing here ever sees a family.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from qonys.countries.folders import pack_folder
from qonys.countries.integration import read_integration
from qonys.countries.territories import load_territories
from qonys.office.planning.outcomes.engine import Learned, learn
from qonys.office.planning.outcomes.selectors import FILE, FOLDER
from qonys.office.registers.settlements import aggregates

MONTH = 12  # of the visit whose work is told
BACK = 10  # years of arrival that are counted


def write_outcomes(on: date | None = None) -> Path | None:
    """Count, learn, and keep what was found; None for a country that follows nobody."""
    day = on or timezone.localdate()
    law = read_integration(pack_folder(settings.QONYS_COUNTRY))
    if law is None:
        return None
    since, until = date(day.year - BACK, 1, 1), date(day.year + 1, 1, 1)
    work, staying = aggregates.work(MONTH, since, until, on=day), aggregates.staying(since, until, on=day)
    found = learn(
        work.over("territory", "family", "state"),
        staying.over("territory", "family", "after", "state"),
        aggregates.FAMILIES,
        load_territories(settings.QONYS_COUNTRY).on(day).codes,
        aggregates.YEARS,
        law.expected,
    )
    cohorts = [[*cell, count] for cell, count in work.over("territory", "year", "state").items()]
    stays = [[*cell, count] for cell, count in staying.over("territory", "year", "after", "state").items()]
    content = _told(found) | {"on": day.isoformat(), "base": work.base, "work_cohorts": cohorts, "stay_cohorts": stays}
    return _write(content)


def _told(found: Learned) -> dict[str, Any]:
    return {
        "families": found.families,
        "places": found.places,
        "work": found.work.chance.tolist(),
        "work_low": found.work.low.tolist(),
        "work_high": found.work.high.tolist(),
        "stays": found.gains.stays.tolist(),
        "gains": found.gains.value.tolist(),
        "place_sd": found.work.place_sd,
        "retention": found.retention,
        "retention_low": found.low,
        "retention_high": found.high,
        "adults": found.adults,
        "family_years": found.family_years,
    }


def _write(content: dict[str, Any]) -> Path:
    folder = Path(settings.QONYS_HOME) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path, part = folder / FILE, folder / f"{FILE}.part"
    part.write_text(json.dumps(content, indent=1, allow_nan=True), encoding="utf-8")
    part.replace(path)
    return path
