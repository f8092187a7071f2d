"""The `qonys` command. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from qonys.cli.access import client_app, token
from qonys.cli.archive import backup, database_app, restore
from qonys.cli.balance import balance, programmes, quotas, recut
from qonys.cli.brief import brief
from qonys.cli.cases import cases_app
from qonys.cli.decade import decade
from qonys.cli.demo import demo
from qonys.cli.doctor import doctor
from qonys.cli.files import files_app
from qonys.cli.flows import flows_app
from qonys.cli.journal import journal_app
from qonys.cli.notices import notices_app
from qonys.cli.officer import officer_app
from qonys.cli.place import place
from qonys.cli.registers import registers_app
from qonys.cli.scenario import scenario_app
from qonys.cli.support import support
from qonys.cli.terminal import Country, note, set_up_django, set_up_languages, show
from qonys.engines.vocabulary.errors import QonysError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.callback()
def qonys() -> None:
    """Steer migration and demography: figures, forecasts, runs and the pages that show them."""


@app.command()
def project(
    folder: Annotated[Path, typer.Argument(help="The folder with population.csv, mortality.csv and so on.")],
    out: Annotated[Path, typer.Option(help="Where year, sex, age, persons go.")],
    migration: Annotated[str, typer.Option(help="When migrants are counted in: end or even.")] = "end",
    ages: Annotated[int, typer.Option(help="The open age inside the calculation: 100 or 130.")] = 100,
    from_year: Annotated[int | None, typer.Option(help="The 1 January of the population.")] = None,
    to_year: Annotated[int | None, typer.Option(help="The last 1 January wanted.")] = None,
) -> None:
    """Project one territory, deterministic, in the United Nations' 1 x 1 conventions."""
    from qonys import one_territory
    from qonys.engines.projection.deterministic import Migration

    if migration not in tuple(Migration) or ages not in (100, 130):
        raise typer.BadParameter("--migration is end or even, --ages is 100 or 130.")
    given = one_territory.read(folder, from_year, to_year, ages)
    stocks = one_territory.run(given, Migration(migration))
    one_territory.write(stocks, given.years[0], out)
    note(f"{len(stocks)} years, {given.years[0]}-{given.years[-1] + 1}, written to {out}.")


figures_app = typer.Typer(no_args_is_help=True, help="Published figures of a country.")
runs_app = typer.Typer(no_args_is_help=True, help="Forecasts that were made.")
bench_app = typer.Typer(no_args_is_help=True, help="Speed and memory bars.")
app.add_typer(figures_app, name="figures")
app.add_typer(runs_app, name="runs")
app.add_typer(bench_app, name="bench")
app.add_typer(flows_app, name="flows")
app.add_typer(scenario_app, name="scenario")
app.add_typer(officer_app, name="officer")
app.add_typer(journal_app, name="journal")
app.add_typer(database_app, name="database")
app.add_typer(cases_app, name="cases")
app.add_typer(registers_app, name="registers")
app.add_typer(notices_app, name="notices")
app.add_typer(files_app, name="files")
app.add_typer(client_app, name="client")
app.command()(token)
app.command()(balance)
app.command()(quotas)
app.command()(recut)
app.command()(programmes)
app.command()(support)
app.command()(place)
app.command()(brief)
app.command()(decade)
app.command()(demo)
app.command()(backup)
app.command()(restore)
app.command()(doctor)


@bench_app.command("projection")
def bench_projection(
    as_json: Annotated[bool, typer.Option("--json", help="A list of rows instead of a table.")] = False,
) -> None:
    """Measure the projection engine: warm, median of three, with the reference's ratio in the same run."""
    import subprocess

    script = Path(__file__).resolve().parents[3] / "benchmarks" / "projection.py"
    if not script.is_file():
        raise QonysError(f"The benchmarks come with the source, not with the package: {script} is not there.")
    subprocess.run([sys.executable, str(script), *(["--json"] if as_json else [])], check=True)


@figures_app.command("check")
def figures_check(
    country: Country = "kz",
    also: Annotated[
        Path | None, typer.Option(help="Another folder of figures, say of `qonys registers figures`.")
    ] = None,
) -> None:
    """Say what holds in the published figures, what breaks, and by how much. Ends with 1 if anything breaks."""
    from qonys.countries import pack
    from qonys.countries.figures.checks import lines

    checks = pack.load(country, also).check()
    for line in lines(checks):
        typer.echo(line)
    if not all(each.holds for each in checks):
        raise typer.Exit(1)


Futures = Annotated[int, typer.Option(min=1, help="How many futures are drawn.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same bytes.")]
LastYear = Annotated[int | None, typer.Option(help="Stocks run to 1 January of this year.")]
Threads = Annotated[int, typer.Option(min=1, help="How many processors to use; no byte depends on it.")]
Author = Annotated[str, typer.Option(help="Who asked for it; kept in the manifest.")]


@app.command()
def cycle(
    country: Country = "kz",
    trajectories: Futures = 1000,
    seed: Seed = 2026,
    last_year: LastYear = None,
    threads: Threads = 2,
    author: Author = "",
    out: Annotated[Path | None, typer.Option(help="A new folder for the run; without it, among the others.")] = None,
) -> None:
    """Turn the loop once: figures, estimates, flows, projection, balance, quotas; prints the folder that holds it."""
    from qonys.office.foundation.home import home

    run_id = _run(country, trajectories, seed, last_year, threads, author, planning=True, folder=out)
    folder = out or home() / "runs" / run_id
    note(f"Begin with {folder / 'README.md'}.")
    typer.echo(folder)


@app.command()
def forecast(
    country: Country = "kz",
    trajectories: Futures = 1000,
    seed: Seed = 2026,
    last_year: LastYear = None,
    threads: Threads = 2,
    author: Author = "",
) -> None:
    """Forecast a country and its regions, without what follows for planning; prints the id of the run."""
    typer.echo(_run(country, trajectories, seed, last_year, threads, author, planning=False, folder=None))


def _run(
    country: str,
    trajectories: int,
    seed: int,
    last_year: int | None,
    threads: int,
    author: str,
    planning: bool,
    folder: Path | None,
) -> str:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    set_up_languages()  # a run comes with its brief in every language
    from qonys.office.planning.briefs.services import make_run

    columns = (TextColumn("{task.description:<12}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("figures", total=1.0)
        return make_run(
            country,
            trajectories=trajectories,
            seed=seed,
            last_year=last_year,
            threads=threads,
            author=author,
            planning=planning,
            folder=folder,
            progress=lambda share, stage: bar.update(task, completed=share, description=stage),
        )


@app.command()
def calibration(country: Country = "kz") -> None:
    """Put the forecast back to earlier years and score it, beside constant growth and the United Nations."""
    from qonys.countries import pack
    from qonys.office.planning.forecasts import calibration as card
    from qonys.office.planning.forecasts import engine

    tested = engine.look_back(pack.load(country))
    if tested is None:
        raise QonysError(f"{country} names no long series to look back on: add long_series to its conventions.yaml.")
    show(card.lines(tested))


@runs_app.command("list")
def runs_list() -> None:
    """All complete runs, newest first."""
    reports, runs = _runs_room()
    show(reports.listing(runs.complete()))


@runs_app.command("show")
def runs_show(run: Annotated[str, typer.Argument(help="The id of a run.")]) -> None:
    """What a run is, that it is whole, and what it says of the nation."""
    reports, runs = _runs_room()
    from qonys.office.planning.forecasts import store

    found = runs.find(run)
    store.verify(found.folder)
    show(reports.description(found))


@runs_app.command("diff")
def runs_diff(older: str, newer: str) -> None:
    """What changed between two runs: figures, code, settings, results."""
    reports, runs = _runs_room()
    show(reports.difference(runs.find(older), runs.find(newer)))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
) -> None:
    """Serve the pages, with a worker beside them that makes the first forecast."""
    import os

    if host not in ("127.0.0.1", "localhost", "::1"):
        os.environ.setdefault("QONYS_PUBLIC_CONTROLS", "0")  # strangers may read, not start forecasts
    set_up_django()
    from qonys.office.project import serve as office

    office.prepare()
    if office.lacks_an_administrator():
        note("Nobody can let officers in yet. The first administrator comes from here, in another terminal:")
        note("    qonys officer add LOGIN --role administrator --territory CODE --generate")
    note(f"Qonys is at http://{host}:{port}/  (Ctrl-C stops it)")
    office.serve(host, port)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def manage(context: typer.Context) -> None:
    """Django's own commands: migrate, check, worker and so on."""
    set_up_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["qonys manage", *context.args])


def _runs_room() -> tuple[Any, Any]:
    set_up_django()
    from qonys.office.planning.forecasts import reports, runs

    return reports, runs


def main() -> None:
    """Run the command; what Qonys refuses is said in one line and ends with 2."""
    try:
        app()
    except QonysError as refusal:
        note(f"qonys: {refusal}")
        sys.exit(2)
