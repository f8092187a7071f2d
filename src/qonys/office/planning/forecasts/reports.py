"""Runs in plain lines for the terminal: which there are, what one holds, how two differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qonys.office.planning.forecasts import reading
from qonys.office.planning.forecasts.runs import Run

SHOWN = ("population", "births", "deaths", "net_external_migration", "total_fertility", "old_age_dependency")
_VALUES = "SELECT year, q50, q10, q90 FROM {indicators} WHERE territory = $code AND indicator = $name ORDER BY year"
_MEDIANS = "SELECT territory, year, q50, q90 - q10 FROM {indicators} WHERE indicator = 'population' AND year IN $years"


def listing(runs: Sequence[Run]) -> Iterator[str]:
    """One line a run, newest first."""
    if not runs:
        yield "There is no run yet. Make one with: qonys forecast kz"
    for run in runs:
        yield (
            f"{run.id}  {run.created:%Y-%m-%d %H:%M}  {run.first_year}-{run.last_year}  "
            f"{run.trajectories} trajectories  seed {run.seed}  {run.author}"
        )


def description(run: Run) -> Iterator[str]:
    """What a run is and what it says of the nation."""
    yield f"{run.id}: {run.title.en}, {run.first_year}-{run.last_year}"
    yield f"  made {run.created:%Y-%m-%d %H:%M} UTC by {run.author or 'nobody named'} in {run.seconds:.0f} s"
    yield f"  code {run.code_version}, seed {run.seed}, {run.trajectories} trajectories, scenario {run.scenario}"
    yield f"  fingerprint {run.fingerprint}"
    yield f"  {len(run.inputs)} input files, {len(run.outputs)} output files, in {run.folder}"
    nation = run.document("territories.json")["nation"]["code"]
    for name in SHOWN:
        rows = {row[0]: row[1:] for row in reading.rows(run.folder, _VALUES, {"code": nation, "name": name})}
        for year in years_worth_a_look(run):
            if year in rows:
                median, low, high = rows[year]
                yield f"  {name:24} {year}  {_number(median):>14}  (8 in 10: {_number(low)} to {_number(high)})"


def difference(older: Run, newer: Run) -> Iterator[str]:
    """What changed in how two runs were made, and where their populations differ most."""
    yield f"{older.id} -> {newer.id}"
    for name in ("country", "code_version", "seed", "trajectories", "first_year", "last_year", "scenario"):
        before, after = getattr(older, name), getattr(newer, name)
        if before != after:
            yield f"  {name}: {before} -> {after}"
    yield from _changed_files(older, newer)
    if {file["path"]: file["sha256"] for file in older.outputs} == {f["path"]: f["sha256"] for f in newer.outputs}:
        yield "  results: the same bytes"
        return
    yield from _changed_populations(older, newer)


def years_worth_a_look(run: Run) -> tuple[int, ...]:
    wanted = (run.first_year, 2030, 2035, 2050, 2075, run.last_year)
    return tuple(sorted({year for year in wanted if run.first_year <= year <= run.last_year}))


def _changed_files(older: Run, newer: Run) -> Iterator[str]:
    before = {file["path"]: file["sha256"] for file in older.inputs}
    after = {file["path"]: file["sha256"] for file in newer.inputs}
    for path in sorted(before.keys() | after.keys()):
        if path not in after:
            yield f"  input gone: {path}"
        elif path not in before:
            yield f"  input new: {path}"
        elif before[path] != after[path]:
            yield f"  input changed: {path}"


def _changed_populations(older: Run, newer: Run) -> Iterator[str]:
    """The ten largest differences of a median, beside the width of the older 80 % interval."""
    years = sorted(set(years_worth_a_look(older)) & set(years_worth_a_look(newer)))
    before, after = (
        {
            (code, year): (median, width)
            for code, year, median, width in reading.rows(run.folder, _MEDIANS, {"years": years})
        }
        for run in (older, newer)
    )
    both = sorted(before.keys() & after.keys(), key=lambda cell: -abs(after[cell][0] / max(before[cell][0], 1) - 1))
    yield "  population, median (largest relative differences; 'of width' is of the older 80 % interval):"
    for code, year in both[:10]:
        was, width = before[code, year]
        now = after[code, year][0]
        share = f"{abs(now - was) / width:.0%} of width" if width > 0 else ""
        yield f"    {code:8} {year}  {_number(was):>12} -> {_number(now):>12}  {now / was - 1:+.2%}  {share}"


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1000 else f"{value:.2f}"
