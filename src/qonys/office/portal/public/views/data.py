"""Runs: what was computed, from what, and every file of it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.engines.vocabulary.errors import DamagedRun, UnknownRun
from qonys.office.planning.forecasts import reading, runs
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording.places import name
from qonys.office.portal.public import exports
from qonys.office.portal.public.shown import with_run


@require_safe
@with_run
def data(request: HttpRequest, latest: Run) -> HttpResponse:
    return _page(request, latest)


@require_safe
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    return _page(request, _find(run_id))


@require_safe
def file(request: HttpRequest, run_id: str, name: str) -> HttpResponse:
    """A file as it lies in the run, or a table of it as CSV or XLSX."""
    found = _find(run_id)
    stem, _, form = name.rpartition(".")
    if stem in reading.TABLES and found.holds(stem) and form in ("csv", "xlsx"):
        return exports.response(found, f"SELECT * FROM {{{stem}}}", f"qonys-{found.id}-{stem}", form)
    try:
        path = found.file(name)
    except UnknownRun as error:
        raise Http404(str(error)) from error
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"qonys-{found.id}-{path.name}")


def _find(run_id: str) -> Run:
    try:
        return runs.find(run_id)
    except (UnknownRun, DamagedRun) as error:
        raise Http404(str(error)) from error


def _page(request: HttpRequest, shown: Run) -> HttpResponse:
    told = {output["path"]: output for output in shown.outputs}
    files = [_file(path.name, path.stat().st_size, told.get(path.name, {})) for path in shown.files()]
    context = {"run": shown, "title": name(shown.title), "files": files, "runs": runs.complete()}
    return render(request, "public/data.html", context)


def _file(name: str, size: int, told: dict[str, Any]) -> dict[str, Any]:
    rows = int(told.get("rows") or 0)
    stem, _, form = name.rpartition(".")
    table = stem if form == "parquet" and stem in reading.TABLES else ""
    return {
        "name": name,
        "size": size,
        "rows": rows,
        "sha256": told.get("sha256", ""),
        "table": table,
        "spreadsheet": bool(table) and 0 < rows <= exports.MOST_XLSX_ROWS,
    }
