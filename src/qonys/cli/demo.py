"""`qonys demo`: an invented office to look at."""

from __future__ import annotations

from typing import Annotated

import typer

from qonys.cli.terminal import note, set_up_django


def demo(
    persons: Annotated[int, typer.Option(min=100, help="How many persons at least; a family applies together.")] = 5500,
    seed: Annotated[int, typer.Option(help="The same seed draws the same office on the same day.")] = 2026,
) -> None:
    """Fill an empty office with invented persons, officers and cases in every status; to look at with QONYS_DEMO=1."""
    set_up_django()
    from django.conf import settings
    from django.core.management import call_command

    from qonys.office.foundation.authority import territories
    from qonys.office.project.demonstration import later, office

    call_command("migrate", verbosity=0)
    territories.sync(settings.QONYS_COUNTRY)
    made = office.make(persons, seed)
    later.go_on(lambda share, stage: None)
    note(f"{made.persons:,} invented persons, {made.cases:,} cases, {made.lines:,} lines of the journal.")
    note("Look at it with QONYS_DEMO=1 qonys serve: the sign-in page names its accounts.")
