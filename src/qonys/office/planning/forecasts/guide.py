"""The page that lies on top of a run: what each file holds, so that a stranger needs nothing else to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TABLES: Mapping[str, str] = {
    "population": "People on 1 January by territory, sex and single age (100 is 100 and over).",
    "indicators": "Every indicator of every territory: stocks on 1 January of the year, flows during it.",
    "flows": "Moves between territories, pair by pair, every one an estimate: of published years (`estimate`), of the "
    "years since (`nowcast`), of years ahead (`forecast`).",
    "flow_totals": "Arrivals (`in`) and departures (`out`) of every territory and all moves of the nation (`all`).",
    "flow_ages": "Who moves in the first year ahead, by sex and single age: a model schedule, an estimate.",
    "flow_methods": 'What each way of forecasting flows missed at earlier cut-offs, relative to "next year as this '
    'year", and whether it is heard.',
    "history": "What was published up to the forecast, on the current list of territories.",
    "comparisons": "What other offices forecast.",
    "balance": "What is needed, what is there and the gap (plus: missing), the probability that something is missing "
    "and the cost of closing the gap in the country's money, both with median and 80 % interval. `extended`: past the "
    "published demand for workers.",
    "bottlenecks": "How many newcomers each resource of a territory has room for, and how often it stops them first.",
    "quotas": "Proposed quotas, the official ones beside them (empty: not published).",
    "quota_reasons": "Why each proposed line is what it is; the amounts of a line add up to it.",
    "quota_prices": "What is spare of each resource (`limit`) and what the proposal takes of it (`used`); what one "
    "unit more of it, or one person more under a national limit, would be worth (`price`: 1 is a job filled where it "
    "is needed most) and how many persons more the territory could have for it (`more`). `unplaced`: persons of a "
    "limit nobody needs and has room for.",
    "quota_bounds": "The most the law allows in the whole country.",
    "official_quotas": "Every version of every official quota that was published, with its source.",
    "control": "Every indicator of every programme: target, actual, share done, probability of the target, alarm.",
    "control_course": "Every mark of every indicator's way: baseline, targets, each vintage of each reading, forecast.",
}
DOCUMENTS: Mapping[str, str] = {
    "brief.kk.pdf": "Two pages for a reader in a hurry, in Kazakh; in Russian and English: `brief.ru.pdf` and "
    "`brief.en.pdf`.",
    "manifest.json": "What made this run: figures, code, seed, and the SHA-256 of every file.",
    "definitions.json": "Indicators with name, unit and definition; publishers; how each estimate was made.",
    "territories.json": "The territories: codes, names, neighbours, places on the tile map.",
    "planning.json": "Norms, rules, bounds and programmes behind balance and quotas, each with its source, or the "
    "assumption that stands in its place.",
    "calibration.json": "How the method would have done in earlier years.",
    "map.geojson": "A schematic map. It shows no legal boundaries.",
}
HEAD = """# {country}, {first}-{last}

One turn of the loop of Qonys: published figures -> estimates -> flows -> projection -> balance -> quotas.
{trajectories} futures were drawn with seed {seed}; the same figures, code and seed give the same bytes in every file
but the manifest.

Tables are Parquet: DuckDB, pandas, polars, R and Excel's Power Query read them. `q10` to `q90` holds eight futures in
ten, `q025` to `q975` 95 in 100, `q50` is the median, `mean` the mean. Territories go by code; `territories.json` has
their names.

What is forecast or estimated here is no count. Numbers of the balance and the quotas rest on norms and capacities of
which some are assumptions: `planning.json` says which.
"""


def guide(folder: Path, told: Mapping[str, Any], columns: Mapping[str, list[str]]) -> str:
    """README.md of a run. `columns` of each table in the folder, by name."""
    return "\n".join(_lines(folder, told, columns)) + "\n"


def _lines(folder: Path, told: Mapping[str, Any], columns: Mapping[str, list[str]]) -> Iterator[str]:
    years = {"first": told["first_year"], "last": told["last_year"]}
    yield HEAD.format(country=told["title"]["en"], **years, trajectories=told["trajectories"], seed=told["seed"])
    yield "| table | what it holds | columns |\n|---|---|---|"
    for name, words in TABLES.items():
        if name in columns:
            yield f"| `{name}.parquet` | {words} | {', '.join(columns[name])} |"
    yield "\n| file | what it holds |\n|---|---|"
    for name, words in DOCUMENTS.items():
        if name == "manifest.json" or (folder / name).is_file():
            yield f"| `{name}` | {words} |"
