"""What a brief stands on: whose figures, how many of the norms are assumptions, how past intervals held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run


@dataclass(frozen=True)
class Grounds:
    publishers: tuple[Names, ...]  # of the figures, and of the forecasts ours is compared with
    values: int  # norms, prices and rules behind balance and quotas
    assumed: int  # of these: an assumption stands in the place of a source, or beside it
    held: tuple[float, float] | None  # per cent of past outcomes inside the 80 % interval, least and most by horizon


def grounds(run: Run) -> Grounds:
    names = tuple(Names(**(entry.get("name") or entry)) for entry in selectors.definitions(run).publishers.values())
    told = run.document("planning.json") if (run.folder / "planning.json").is_file() else {}
    values = list(_values({key: told.get(key) for key in ("services", "rules", "bounds", "streams")}))
    return Grounds(names, len(values), sum(bool(value["assumption"]) for value in values), _held(run))


def _values(told: Any) -> Iterator[dict[str, Any]]:
    """Every value of planning.json that carries a source or an assumption; of dated ones the newest."""
    if isinstance(told, dict):
        if "value" in told and "assumption" in told:
            yield told
            return
        for part in told.values():
            yield from _values(part)
    elif isinstance(told, list) and told:
        yield from _values(told[-1])


def _held(run: Run) -> tuple[float, float] | None:
    if not (run.folder / "calibration.json").is_file():
        return None
    shares = [row["coverage80"] for row in run.document("calibration.json")["summary"] if row["method"] == "qonys"]
    return (min(shares), max(shares)) if shares else None
