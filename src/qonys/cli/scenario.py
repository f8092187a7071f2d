"""`qonys scenario`: what a policy would change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from qonys.cli.terminal import note, show

scenario_app = typer.Typer(no_args_is_help=True, help="What if: policy levers, compared with the baseline.")

INDICATORS = "population,working_age,school_age,pension_age,old_age_dependency,births"
Document = Annotated[Path, typer.Argument(help="A scenario: a .yaml or .json file; see examples/scenarios.")]
Pack = Annotated[str, typer.Option(help="A country pack: a code such as kz, or the path of a folder.")]
Futures = Annotated[int, typer.Option(min=0, help="How many futures are drawn; 0 is the deterministic answer.")]
Seed = Annotated[int, typer.Option(help="The seed of the forecast it is compared with.")]
Until = Annotated[int, typer.Option(help="Scenarios run to 1 January of this year.")]
Which = Annotated[str, typer.Option(help="Indicators, with commas between.")]
Language = Annotated[str, typer.Option(help="kk, ru or en.")]
Out = Annotated[Path | None, typer.Option(help="A new folder for tables and documents.")]


@scenario_app.command("run")
def scenario_run(
    document: Document,
    country: Pack = "kz",
    trajectories: Futures = 1000,
    seed: Seed = 2026,
    until: Until = 2050,
    indicators: Which = INDICATORS,
    language: Language = "en",
    out: Out = None,
) -> None:
    """Run a scenario and say what it changes against the baseline."""
    from qonys.countries import pack

    _difference(None, document, pack.load(country), trajectories, seed, until, indicators, language, out)


@scenario_app.command("compare")
def scenario_compare(
    one: Document,
    other: Document,
    country: Pack = "kz",
    trajectories: Futures = 1000,
    seed: Seed = 2026,
    until: Until = 2050,
    indicators: Which = INDICATORS,
    language: Language = "en",
    out: Out = None,
) -> None:
    """Say what the second scenario changes against the first: they share every draw, so policy alone differs."""
    from qonys.countries import pack

    _difference(one, other, pack.load(country), trajectories, seed, until, indicators, language, out)


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


def _difference(
    one: Path | None,
    other: Path,
    country: Any,
    trajectories: int,
    seed: int,
    until: int,
    indicators: str,
    language: str,
    out: Path | None,
) -> None:
    from qonys import scenarios

    before = scenarios.read(one, country) if one else None  # documents are refused before anything slow begins
    after = scenarios.read(other, country)
    wanted = scenarios.wanted_indicators(indicators)
    bench = scenarios.prepare(country, trajectories=trajectories, seed=seed, until=until)
    report = scenarios.report(bench, before, after, wanted)
    show(report.lines(language))
    if out is not None:
        report.write(out)
        note(f"Tables and documents are in {out}.")
