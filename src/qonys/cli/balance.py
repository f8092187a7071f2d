"""`qonys balance`, `quotas`, `recut`, `programmes`: what will be missing, who may be invited, what is on course."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from qonys.cli.terminal import Country, note, show

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


def recut(
    used: Annotated[Path, typer.Argument(help="stream, territory, persons: who has settled so far.")],
    country: Annotated[str, typer.Option(help="A country pack: a code such as kz, or the path of a folder.")] = "kz",
    year: Annotated[int, typer.Option(help="The year of the quota.")] = 2026,
    elapsed: Annotated[float | None, typer.Option(help="Share of a usual year's arrivals that is over, 0..1.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the lines cut anew go, with their reasons.")] = None,
    trajectories: Futures = 1000,
    seed: Seed = 2026,
) -> None:
    """Cut the settlement quota anew in mid-year: never below what is used, never more in sum, with reasons."""
    from qonys import cycle, recut
    from qonys.countries import pack
    from qonys.countries.policy import read_policy
    from qonys.planning_text import planning_of

    recut.refuse_share(elapsed)
    loaded = pack.load(country)
    came = recut.read_used(used, read_policy(loaded.folder).quotas.of("settlement"), loaded.current.codes)
    planning = planning_of(_turn(country, trajectories, seed, year + cycle.QUOTA_LEAD + 1))
    found = recut.recut_settlement(planning.ground, planning.balance, year, came, elapsed)
    show(recut.lines(found, planning.ground))
    if out is not None:
        recut.recut_table(found, planning.ground).write_csv(out)
        note(f"{len(found.quotas.lines)} lines looked at, those with anybody written to {out}.")


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
