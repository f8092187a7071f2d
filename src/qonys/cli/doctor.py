"""`qonys doctor`: is everything as the office needs it, and if not, what is to be done?"""

from __future__ import annotations

import json as writing
from dataclasses import asdict
from typing import Annotated, Any

import typer

from qonys.cli.terminal import note, set_up_django

MARKS = {"ok": "ok  ", "warn": "WARN", "fail": "FAIL"}


def doctor(
    host: Annotated[str, typer.Option(help="The address the service listens on, as for `qonys serve`.")] = "127.0.0.1",
    json: Annotated[bool, typer.Option("--json", help="A list of findings instead of lines.")] = False,
) -> None:
    """Look at everything the office needs. Ends with 1 if something fails; a warning ends with 0."""
    set_up_django()
    from django.utils import translation

    from qonys.office.project.doctor.visit import visit

    translation.activate("en")  # like every command
    findings = visit(host)
    if json:
        typer.echo(writing.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=1))
    else:
        for each in findings:
            _show(each)
    counted = {level: sum(each.level == level for each in findings) for level in MARKS}
    note(f"{counted['ok']} are well, {counted['warn']} deserve a look, {counted['fail']} must be mended.")
    if counted["fail"]:
        raise typer.Exit(1)


def _show(finding: Any) -> None:
    typer.echo(f"{MARKS[finding.level]}  {finding.what}: {finding.found}")
    if finding.remedy:
        typer.echo(f"      -> {finding.remedy}")
