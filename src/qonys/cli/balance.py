"""`qonys balance`, `quotas` and `programmes`: what will be missing, how many may be invited, what is on course."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from qonys.cli.terminal import Country, show

Futures = Annotated[int, typer.Option(min=1, help="How many futures are drawn.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same numbers.")]


def balance(
    country: Country = "kz",
    year: Annotated[int, typer.Option(help="The 1 January shown.")] = 2030,
    trajectories: Futures = 1000,
    seed: Seed = 2026,
) -> None:
    """Say what every region will lack, with its probability, and what stops newcomers first."""
    from qonys.planning_text import balance_lines

    show(balance_lines(_turn(country, trajectories, seed, year + 1), year))


def quotas(
    country: Country = "kz",
    year: Annotated[int, typer.Option(help="The year of the quotas.")] = 2026,
    trajectories: Futures = 1000,
    seed: Seed = 2026,
) -> None:
    """Propose the quotas of a year beside the official ones; the reasons of each line add up to it."""
    from qonys import cycle
    from qonys.planning_text import quota_lines

    show(quota_lines(_turn(country, trajectories, seed, year + cycle.QUOTA_LEAD + 1), year))


def programmes(
    country: Country = "kz",
    trajectories: Futures = 1000,
    seed: Seed = 2026,
    last_year: Annotated[int, typer.Option(help="Stocks run to 1 January of this year.")] = 2031,
) -> None:
    """Say of every indicator of every programme what is done, how it deviates and how likely its target is."""
    from qonys.planning_text import programme_lines

    show(programme_lines(_turn(country, trajectories, seed, last_year)))


def _turn(country: str, trajectories: int, seed: int, last_year: int) -> Any:
    from qonys import cycle
    from qonys.countries import pack

    return cycle.turn(pack.load(country), cycle.Plan(last_year=last_year, trajectories=trajectories, seed=seed))
