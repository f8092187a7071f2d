"""Where briefs lie: in the folder of their run, and the office's own beside its runs."""

from __future__ import annotations

from pathlib import Path

from qonys.office.planning.forecasts.runs import Run


def name(language: str) -> str:
    return f"brief.{language}.pdf"


def kept(run_id: str, language: str, home: Path) -> Path:
    """The office's brief of a run: compared with the run before it. It can be deleted and made again."""
    return home / "briefs" / run_id / name(language)


def newest(run: Run, language: str, home: Path) -> Path | None:
    """The office's brief, else the run's own; None for a run made before there were briefs."""
    places = (kept(run.id, language, home), run.folder / name(language))
    return next((path for path in places if path.is_file()), None)
