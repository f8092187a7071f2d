"""What every command shares: where words go, and how a country is named."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Annotated

import typer

Country = Annotated[str, typer.Argument(help="A country pack: a code such as kz, or the path of a folder.")]


def note(message: str) -> None:
    """A run-time message on stderr, never mixed with results."""
    typer.echo(message, err=True)


def show(lines: Iterable[str]) -> None:
    """Results, on stdout."""
    for line in lines:
        typer.echo(line)


def set_up_django() -> None:
    """For commands that need the database: the office's settings, and its models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qonys.office.project.settings")
    import django

    django.setup()
