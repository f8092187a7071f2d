"""Turning the registers into figures: a pair of files for each subject, as a country pack keeps them.

Figures are written under QONYS_HOME/figures, never into a pack: to let an estimate stand on them is a decision, taken
by putting a pair into the pack's own `figures/` and naming the publisher in its conventions.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import yaml
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.countries.territories import TerritoryLists, load_territories
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.planning.estimates import registered
from qonys.office.planning.estimates.heads import head
from qonys.office.planning.estimates.registered import Counts, Row
from qonys.office.registers.residence import aggregates as of_residence
from qonys.office.registers.vital_events import aggregates as of_events

FOLDER, PAIRS = "figures", "flows"
YEARS = 5  # whole years before the day whose moves, births and deaths are counted
Progress = Callable[[float, str], None]


def write_figures(on: date | None = None, progress: Progress = lambda share, stage: None) -> Path:
    """Count the registers on a 1 January (the last one by default) and in the years before; returns the folder."""
    told = timezone.localdate()
    day = on or date(told.year, 1, 1)
    _refuse(day, told)
    lists = load_territories(settings.QONYS_COUNTRY)
    folder = Path(settings.QONYS_HOME) / FOLDER
    (folder / PAIRS).mkdir(parents=True, exist_ok=True)
    for share, (kind, write) in enumerate((("people", _people), ("events", _events), ("moves", _moves))):
        progress(share / 3, kind)
        write(folder, lists, day, told)
    return folder


def newest() -> tuple[date, date] | None:
    """The day the newest figures are as of, and the day they were counted; None before anybody did."""
    names = [path.stem.split("-") for path in (Path(settings.QONYS_HOME) / FOLDER).glob("registers-population-*.yaml")]
    found = [(_read_day(name[2]), _read_day(name[-1])) for name in names]
    return max(found, default=None)


def _read_day(text: str) -> date:
    return date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}")


def _refuse(day: date, told: date) -> None:
    if (day.month, day.day) != (1, 1):
        raise BadInput(
            _("figures of a year stand on its 1 January."),
            value=str(day),
            remedy=_("Ask for %(day)s.") % {"day": day.replace(month=1, day=1)},
        )
    if day > told:
        raise BadInput(_("nobody knows yet who will be registered on that day."), value=str(day))


def _people(folder: Path, lists: TerritoryLists, day: date, told: date) -> None:
    table = of_residence.population(day)
    counts = table.over("territory", "sex", "age")
    rows = registered.stock(counts, lists.on(day), day)
    since = [{"list": str(lists.on(day).since)}]
    _write(folder, "population", day, told, rows, since, registered.unplaced(counts))


def _events(folder: Path, lists: TerritoryLists, day: date, told: date) -> None:
    born, died = [], []
    for year in _years(day):
        since, until = date(year, 1, 1), date(year + 1, 1, 1)
        births, deaths = of_events.births(since, until), of_events.deaths(since, until)
        units = lists.on(date(year, 12, 31))
        born += registered.births(births.over("territory", "sex", "year"), units, [year])
        died += registered.deaths(deaths.over("territory", "sex", "age"), units, year)
    _write(folder, "births", day, told, born, _since(lists, day))
    _write(folder, "deaths", day, told, died, _since(lists, day))


def _moves(folder: Path, lists: TerritoryLists, day: date, told: date) -> None:
    rows: list[Row] = []
    found: list[Row] = []
    for year in _years(day):
        table = of_residence.moves(date(year, 1, 1), date(year + 1, 1, 1))
        quarters = table.over("origin", "destination", "quarter")
        units = lists.on(date(year, 12, 31))
        rows += registered.moves(table.over("origin", "destination"), units, str(year))
        for quarter in sorted({cell[2] for cell in quarters}):
            rows += registered.moves(_of(quarters, quarter), units, quarter)
        found += registered.pairs(quarters)
    _write(folder, "moves", day, told, rows, _since(lists, day))
    _write_table(folder / PAIRS / f"{_name('moves', day, told)}.csv", found, registered.PAIR)


def _of(counts: Counts, quarter: str) -> dict[tuple[str, ...], int]:
    return {(origin, destination): count for (origin, destination, each), count in counts.items() if each == quarter}


def _years(day: date) -> range:
    return range(day.year - YEARS, day.year)


def _since(lists: TerritoryLists, day: date) -> list[dict[str, object]]:
    """For the head: on which list each year is counted, that of its end."""
    return [{"until": year, "list": str(lists.on(date(year, 12, 31)).since)} for year in _years(day)]


def _name(kind: str, day: date, told: date) -> str:
    return f"registers-{kind}-{day:%Y%m%d}-as-of-{told:%Y%m%d}"


def _write(
    folder: Path,
    kind: str,
    day: date,
    told: date,
    rows: Iterable[Row],
    lists: Sequence[Mapping[str, object]],
    unplaced: int = 0,
) -> None:
    """The table first: a head without a table is a broken pair, a table without a head is nothing yet."""
    path = folder / f"{_name(kind, day, told)}.csv"
    _write_table(path, rows, registered.COLUMNS)
    base = settings.QONYS_SMALLEST_COUNT
    content = head(kind, on=day, told=told, base=base, lists=lists, unplaced=unplaced)
    said = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    path.with_suffix(".yaml").write_text(said, encoding="utf-8")


def _write_table(path: Path, rows: Iterable[Row], columns: tuple[str, ...]) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    part.replace(path)
