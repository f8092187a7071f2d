"""The table of all pairs: a row an origin, a column a destination, shaded by size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qonys.office.planning.flows.selectors import Flow
from qonys.office.planning.forecasts.selectors import Place
from qonys.office.planning.wording import places
from qonys.office.portal.public.charts import exchange
from qonys.office.portal.public.drawing import palette


@dataclass(frozen=True)
class Cell:
    text: str
    interval: str
    bin: str


@dataclass(frozen=True)
class Row:
    code: str
    name: str
    cells: tuple[Cell, ...]


NOTHING = Cell("", "", "")


def matrix(units: Sequence[Place], found: Sequence[Flow], sort: str, descending: bool) -> tuple[Row, ...]:
    """Rows in the order of their names, or of what goes to the destination `sort`."""
    pairs = {(flow.origin, flow.destination): flow for flow in found}
    scale = palette.skewed([flow.persons for flow in found])
    codes = [unit.code for unit in units]
    rows = [
        Row(unit.code, places.name(unit.names), tuple(_cell(pairs.get((unit.code, code)), scale) for code in codes))
        for unit in units
    ]
    if sort in codes:
        rows.sort(key=lambda row: _persons(pairs, (row.code, sort)), reverse=descending)
    return tuple(reversed(rows)) if sort not in codes and descending else tuple(rows)


def _persons(pairs: Mapping[tuple[str, str], Flow], key: tuple[str, str]) -> float:
    return pairs[key].persons if key in pairs else -1.0


def _cell(flow: Flow | None, scale: palette.Scale) -> Cell:
    if flow is None:
        return NOTHING
    return Cell(*exchange.in_persons(flow), scale.bin(flow.persons))
