"""Counting what happened to settled families and learning from it: a file under QONYS_HOME/outcomes.

Only rounded counts come in (registers.settlements.aggregates): nothing here ever sees a family. Every version is kept
under its own name, so that whoever reads a round of placement finds the numbers it counted with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from qonys.countries.folders import pack_folder
from qonys.countries.integration import read_integration
from qonys.countries.territories import load_territories
from qonys.office.planning.outcomes import selectors
from qonys.office.planning.outcomes.engine import Checked, Learned, check, learn
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
    places = load_territories(settings.QONYS_COUNTRY).on(day).codes
    work, staying = aggregates.work(MONTH, since, until, on=day), aggregates.staying(since, until, on=day)
    found = learn(
        work.over("territory", "family", "state"),
        staying.over("territory", "family", "after", "state"),
        aggregates.FAMILIES,
        places,
        aggregates.YEARS,
        law.expected,
    )
    groups = {name: _by(name, since, until, day) for name in aggregates.GROUPS}
    checked = check(
        work.over("territory", "family", "year", "state"), groups, aggregates.FAMILIES, places, law.expected
    )
    cohorts = [[*cell, count] for cell, count in work.over("territory", "year", "state").items()]
    stays = [[*cell, count] for cell, count in staying.over("territory", "year", "after", "state").items()]
    content = _told(found) | {"on": day.isoformat(), "base": work.base, "work_cohorts": cohorts, "stay_cohorts": stays}
    content |= {"checked": _checked(checked)}
    return _write(content | {"version": _version(content)})


def _by(group: str, since: date, until: date, day: date) -> Mapping[Any, int]:
    counted = aggregates.work_by(group, MONTH, since, until, on=day)
    return counted.over("territory", "family", "year", "group", "state")


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


def _checked(found: Checked) -> dict[str, Any]:
    told: dict[str, Any] = {"years": found.years, "adults": found.adults, "hidden": found.hidden}
    told["groups"] = {name: {group: asdict(figure) for group, figure in rows.items()}
                      for name, rows in found.groups.items()}  # fmt: skip
    if (each := found.calibration) is None:
        return told
    columns = (each.predicted, each.happened, each.low, each.high, each.families)
    told["bins"] = [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    return told | {"ece": asdict(each.ece), "brier": asdict(each.brier), "reference": each.reference}


def _version(content: Mapping[str, Any]) -> str:
    """The day and the digest of what it says; what says the same as the newest is the same version."""
    said = {key: told for key, told in content.items() if key != "on"}
    digest = sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]
    newest = (selectors.content() or {}).get("version", "")
    return str(newest) if newest.endswith(digest) else f"{content['on']}-{digest}"


def _write(content: dict[str, Any]) -> Path:
    folder = selectors.folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name in (selectors.kept_as(content["version"]), selectors.FILE):
        path, part = folder / name, folder / f"{name}.part"
        part.write_text(json.dumps(content, indent=1, allow_nan=True), encoding="utf-8")
        part.replace(path)
    return path
