"""The brief of the newest run: the two pages a minister reads, as a page and as the file of the reader's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qonys.office.planning.briefs import content, keeping
from qonys.office.planning.briefs.pictures import Fan, Point, Whisker
from qonys.office.planning.briefs.told.shape import Section
from qonys.office.planning.briefs.told.whole import Told, tell
from qonys.office.planning.forecasts import runs
from qonys.office.planning.forecasts.runs import Run
from qonys.office.portal.public.shown import with_run

TABLES = {"missing": "balance", "invited": "quotas", "course": "control"}  # what a section stands on
WIDTH = 240.0  # of a region's picture


@require_safe
@with_run
def brief(request: HttpRequest, run: Run) -> HttpResponse:
    facts = content.brief(run, runs.before(run))
    told = tell(facts)
    context = {
        "run": run,
        "code": facts.nation.code,
        "told": told,
        "fan": _fan(told.fan, told.fan_levels),
        "regions": _regions(told),
        "until": facts.outlook.ahead[-1].year,
        "width": WIDTH,
        "zero": told.whiskers.zero * WIDTH,
        "sections": [(section, _table(run, section)) for section in told.sections],
        "has_pdf": _pdf_of(run) is not None,
    }
    return render(request, "public/brief.html", context)


@require_safe
@with_run
def pdf(request: HttpRequest, run: Run) -> HttpResponse | FileResponse:
    """As the office keeps it, else as it lies in the run."""
    path = _pdf_of(run)
    if path is None:
        raise Http404(_("This run was made before there were briefs."))
    name = f"qonys-{run.id}-{path.name}"
    return FileResponse(path.open("rb"), content_type="application/pdf", filename=name)


def _pdf_of(run: Run) -> Path | None:
    return keeping.newest(run, translation.get_language() or settings.LANGUAGE_CODE, settings.QONYS_HOME)


def _table(run: Run, section: Section) -> str:
    """The table to take home, if the run holds it."""
    name = TABLES.get(section.key, "")
    return name if name and run.holds(name) else ""


def _fan(drawn: Fan, levels: tuple[str, ...]) -> dict[str, Any]:
    """Paths and labels in a box with room for the numbers at its left and foot."""
    return {
        "box": f"-34 -8 {drawn.width + 50:.0f} {drawn.height + 28:.0f}",
        "width": drawn.width,
        "height": drawn.height,
        "outer": _path(drawn.outer) + "Z",
        "inner": _path(drawn.inner) + "Z",
        "median": _path(drawn.median),
        "history": _path(drawn.history),
        "base": drawn.base,
        "years": drawn.years,
        "foot": drawn.height + 16,
        "levels": [(y, text) for (y, _level), text in zip(drawn.levels, levels, strict=True)],
    }


def _regions(told: Told) -> list[dict[str, Any]]:
    return [
        {"row": row, "drawn": _whisker(whisker)}
        for row, whisker in zip(told.regions.rows, told.whiskers.rows, strict=True)
    ]


def _whisker(drawn: Whisker) -> dict[str, Any]:
    tone = {1: "grows", -1: "shrinks"}.get(drawn.direction, "open")
    return {"low": drawn.low * WIDTH, "middle": drawn.middle * WIDTH, "high": drawn.high * WIDTH, "tone": tone}


def _path(points: tuple[Point, ...]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) if points else ""
