"""Published tables for the bars: moves between the provinces of Korea (Statistics Korea) and UK regions (ONS)."""

from __future__ import annotations

from pathlib import Path

from qonys.engines.flows.history import History
from qonys.engines.flows.tidying import tidy
from qonys.origin_destination.reading import read_flows
from tests.shared_data import require_shared


def path_of(name: str) -> Path:
    return require_shared() / "data" / "flows" / f"{name}.csv.gz"


def published(name: str) -> History:
    return tidy(read_flows(path_of(name))).history
