"""Making a forecast: compute it, keep it as a run, say where."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qonys.countries import pack as packs
from qonys.countries.pack import CountryPack
from qonys.office.foundation.home import home
from qonys.office.planning.forecasts import calibration, engine, runs, store, tables
from qonys.office.planning.forecasts.code import code_version
from qonys.office.planning.forecasts.engine import Forecast, Plan, Progress, Turn
from qonys.office.planning.forecasts.runs import Run

Enclose = Callable[[Run], None]  # puts more files into the folder of a run whose tables are all there


def make_run(
    country: str,
    *,
    trajectories: int = 1000,
    seed: int = 2026,
    author: str = "",
    last_year: int | None = None,
    threads: int = 2,
    planning: bool = True,
    folder: Path | None = None,
    progress: Progress = lambda share, stage: None,
    enclose: Enclose = lambda run: None,
) -> str:
    """Turn the loop once for `country` (a pack's name or folder) and return the id of the run that keeps it.

    Stocks run to 1 January `last_year`, by default the horizon of the country's conventions. Without `planning` the
    turn ends with the forecast. The run lies among those of this home, or is the new `folder` itself.

    `progress` hears the share done and the key of the stage; raising from it gives the forecast up, and nothing stays.
    `enclose` comes last before the run is sealed; what it sees has no id yet, as what it writes must not depend on one.
    """
    began, created = time.monotonic(), datetime.now(UTC)
    pack = packs.load(country)
    last = last_year or pack.conventions.horizon
    plan = Plan(last_year=last, trajectories=trajectories, seed=seed, threads=threads)
    place, run_id = home() / "runs", f"{pack.code}-{created:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    with store.new_run(folder or place / run_id) as written:
        turn = engine.run(pack, plan, planning, progress)
        progress(0.96, "writing")
        _write(written, pack, turn)
        told = _told(pack, plan, turn, author, created)
        enclose(runs.described(written, {"run": "", "outputs": (), **told}))
        store.write_guide(written, told)
        store.write_manifest(written, {"run": run_id, **told, "seconds": round(time.monotonic() - began, 2)})
    store.remove_unfinished(place)
    progress(1.0, "writing")
    return run_id


def _write(folder: Path, pack: CountryPack, turn: Turn) -> None:
    forecast = turn.forecast
    store.write_table(folder, "population", tables.population(forecast))
    store.write_table(folder, "indicators", tables.indicators(forecast))
    flows = engine.flow_tables(forecast) or {"flows": tables.flows_of_the_pattern(forecast)}
    for name, table in flows.items():
        store.write_table(folder, name, table)
    store.write_table(folder, "history", pack.history_table())
    store.write_table(folder, "comparisons", pack.other_forecasts())
    if turn.planning is not None:
        for name, table in engine.planning_tables.tables(turn.planning, pack.current.nation.code).items():
            store.write_table(folder, name, table)
        store.write_document(folder, "planning.json", engine.planning_tables.document(turn.planning))
    if forecast.backtest is not None:
        store.write_document(
            folder, "calibration.json", calibration.document(forecast.backtest, pack.conventions.past_projections)
        )
    store.write_document(folder, "definitions.json", _definitions(pack, forecast))
    store.write_document(folder, "territories.json", pack.territories_document())
    if pack.map is not None:
        shutil.copyfile(pack.map, folder / "map.geojson")


def _definitions(pack: CountryPack, forecast: Forecast) -> dict[str, Any]:
    methods = [
        {"subject": m.subject, "text": vars(m.text), "sources": list(m.sources)} for m in forecast.estimates.methods
    ]
    return {**pack.definitions_document(), "methods": methods}


def _told(pack: CountryPack, plan: Plan, turn: Turn, author: str, created: datetime) -> dict[str, Any]:
    base = turn.forecast.estimates.base
    return {
        "country": pack.code,
        "title": vars(pack.names),
        "created_at": created.isoformat(timespec="seconds"),
        "author": author,
        "code_version": code_version(),
        "seed": plan.seed,
        "trajectories": plan.trajectories,
        "first_year": turn.forecast.evidence.base_year,
        "last_year": plan.last_year,
        "scenario": "baseline",
        "settings": {"base_uncertainty": True, "open_age": base.open_age, "planning": turn.planning is not None},
        "published_until": str(pack.figures()["published_on"].max()),
        "inputs": [{"path": path, "sha256": digest} for path, digest in pack.inputs()],
    }
