"""Briefs written: one in each language into the folder of a run, and one the office keeps beside its runs.

The copy in the run's folder depends on nothing but the run: it names no id and compares with nothing, so that the same
figures, code and seed give the same bytes. The office's copy tells what changed since the run before it.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from qonys.engines.vocabulary.errors import DamagedRun
from qonys.office.foundation.home import home
from qonys.office.planning.briefs import content, typesetting
from qonys.office.planning.briefs.keeping import kept, name
from qonys.office.planning.briefs.told.whole import tell
from qonys.office.planning.forecasts import runs, services
from qonys.office.planning.forecasts.runs import Run

log = logging.getLogger(__name__)


def make_run(country: str, *, folder: Path | None = None, **plan: Any) -> str:
    """As `forecasts.services.make_run`, with a brief in every language; Django must be set up for its languages."""
    run_id = services.make_run(country, folder=folder, enclose=enclose, **plan)
    if folder is None:
        keep(run_id, home())
    return run_id


def enclose(run: Run) -> None:
    """Write the run's own briefs into its folder, before it is sealed."""
    for language, _name in settings.LANGUAGES:
        (run.folder / name(language)).write_bytes(pdf(run, None, language, alone=True))


def keep(run_id: str, place: Path) -> None:
    """Write the office's own briefs of one of the runs at home in `place`; none if an older run cannot be read."""
    run = next(each for each in runs.complete(place / "runs") if each.id == run_id)
    try:
        since = runs.before(run, place / "runs")
        briefs = {language: pdf(run, since, language) for language, _name in settings.LANGUAGES}
    except DamagedRun as letter:
        log.warning("The brief of %s is not compared with the run before it: %s", run_id, letter)
        return
    for language, made in briefs.items():
        target = kept(run_id, language, place)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made)


def pdf(run: Run, since: Run | None, language: str, alone: bool = False) -> bytes:
    """The brief of a run in one language, told with what changed since another run."""
    with translation.override(language):
        return typesetting.pdf(tell(content.brief(run, since), alone))
