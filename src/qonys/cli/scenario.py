"""`qonys scenario`: what a policy would change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonys.cli.terminal import note, show

scenario_app = typer.Typer(no_args_is_help=True, help="What if: policy levers, compared with the baseline.")

INDICATORS = "population,working_age,school_age,pension_age,old_age_dependency,births"
Document = Annotated[Path, typer.Argument(help="A scenario: a .yaml or .json file; countries/kz/scenarios has some.")]
Pack = Annotated[str, typer.Option(help="A country pack: a code such as kz, or the path of a folder.")]
Futures = Annotated[int, typer.Option(min=0, help="How many futures are drawn; 0 is the deterministic answer.")]
Seed = Annotated[int, typer.Option(help="The seed of the forecast it is compared with.")]
Until = Annotated[int, typer.Option(help="Scenarios run to 1 January of this year.")]
Which = Annotated[str, typer.Option(help="Indicators, with commas between.")]
Language = Annotated[str, typer.Option(help="kk, ru or en.")]
Out = Annotated[Path | None, typer.Option(help="A new folder for tables and documents.")]


@scenario_app.command("compare")
@scenario_app.command("run")
def scenario_run(
    document: Document,
    other: Annotated[Path | None, typer.Argument(help="A second scenario, measured against the first.")] = None,
    country: Pack = "kz",
    trajectories: Futures = 1000,
    seed: Seed = 2026,
    until: Until = 2050,
    indicators: Which = INDICATORS,
    language: Language = "en",
    out: Out = None,
) -> None:
    """Say what a scenario changes against the baseline, or a second one against the first.

    They share every draw, so policy alone makes the difference.
    """
    from qonys import scenarios
    from qonys.countries import pack

    chosen = pack.load(country)
    read = [scenarios.read(path, chosen) for path in (document, other) if path]  # refused before anything slow begins
    wanted = scenarios.wanted_indicators(indicators)
    bench = scenarios.prepare(chosen, trajectories=trajectories, seed=seed, until=until)
    report = scenarios.report(bench, read[0] if other else None, read[-1], wanted)
    show(report.lines(language))
    if out is not None:
        report.write(out)
        note(f"Tables and documents are in {out}.")


@scenario_app.command("seek")
def scenario_seek(
    territory: Annotated[str, typer.Argument(help="The code of a territory, or of the nation.")],
    indicator: Annotated[str, typer.Argument(help="Such as working_age or old_age_dependency.")] = "working_age",
    year: Annotated[int, typer.Option(help="The 1 January of the goal.")] = 2040,
    level: Annotated[float | None, typer.Option(help="The level to keep; without it, that of the base.")] = None,
    at_most: Annotated[bool, typer.Option("--at-most", help="The level is a ceiling, not a floor.")] = False,
    every_year: Annotated[bool, typer.Option("--every-year", help="Keep it on each 1 January until then.")] = False,
    way: Annotated[str, typer.Option(help="How people come: kandas, labour or relocation.")] = "kandas",
    origin: Annotated[str, typer.Option(help="The territory a relocation takes from.")] = "",
    since: Annotated[int | None, typer.Option(help="The first year in which people come.")] = None,
    most: Annotated[float, typer.Option(help="The highest number of places a year thought of.")] = 50_000,
    scenario: Annotated[Path | None, typer.Option(help="Seek on top of this scenario.")] = None,
    country: Pack = "kz",
    trajectories: Futures = 400,
    seed: Seed = 2026,
    language: Language = "en",
) -> None:
    """How many must be invited every year for a territory to keep a level?"""
    from qonys import scenarios
    from qonys.countries import pack

    chosen = pack.load(country)
    on_top = scenarios.read(scenario, chosen) if scenario else None
    goal = scenarios.goal(chosen, territory, indicator, year, way=way, origin=origin, since=since, level=level,
                          at_least=not at_most, every_year=every_year, most=most)  # fmt: skip
    bench = scenarios.prepare(chosen, trajectories=trajectories, seed=seed, until=year)
    show(scenarios.Speaker(chosen, language).answer(bench.seek(goal, on_top)))
