"""`qonys brief`: the two pages of a run, with what changed since another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonys.cli.terminal import note, set_up_languages

LANGUAGES = ("kk", "ru", "en")


def brief(
    run: Annotated[str | None, typer.Argument(help="The id of a run or its folder; without it, the newest.")] = None,
    since: Annotated[str | None, typer.Option(help="The run to compare with; without it, the one before.")] = None,
    language: Annotated[str, typer.Option(help="kk, ru or en.")] = "kk",
    out: Annotated[Path | None, typer.Option(help="The PDF written; without it, brief.LANGUAGE.pdf here.")] = None,
) -> None:
    """Write the two-page brief of a run as PDF; prints where it lies."""
    if language not in LANGUAGES:
        raise typer.BadParameter("--language is kk, ru or en.")
    set_up_languages()
    from qonys.engines.vocabulary.errors import UnknownRun
    from qonys.office.planning.briefs import keeping, services
    from qonys.office.planning.forecasts import runs

    shown = runs.named(run) if run else runs.latest()
    if shown is None:
        raise UnknownRun(f"There is no run in {runs.folder()} yet. Make one with: qonys cycle")
    other = runs.named(since) if since else runs.before(shown)
    target = out or Path(keeping.name(language))
    target.write_bytes(services.pdf(shown, other, language))
    note(f"The brief of {shown.id}, compared with {other.id if other else 'nothing: it is the first run'}.")
    typer.echo(target)
