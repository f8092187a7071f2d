"""One synthetic run for all office tests, and catalogues compiled before any page is shown."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qonys.office.planning.briefs.services import make_run
from qonys.office.planning.forecasts import runs
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.scenarios.services import make_comparisons
from tests.office import synthetic_run

SAMAL = Path(__file__).resolve().parents[2] / "examples" / "samal"

# Playwright runs an event loop in the thread of the tests; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def home_with_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    synthetic_run.write_run(home)
    return home


@pytest.fixture
def run(home_with_run: Path, settings: Any) -> Run:
    """The office looks at a home that holds one run."""
    settings.QONYS_HOME = home_with_run
    found = runs.latest()
    assert found is not None
    return found


@pytest.fixture(scope="session")
def home_with_turn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("turned")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QONYS_HOME", str(home))
        make_run(str(SAMAL), trajectories=60, seed=7, last_year=2040)
    return home


@pytest.fixture
def turned(home_with_turn: Path, settings: Any) -> Run:
    """The office of the invented country looks at one whole turn of the loop, really computed."""
    settings.QONYS_HOME, settings.QONYS_COUNTRY = home_with_turn, str(SAMAL)
    found = runs.latest()
    assert found is not None
    return found


NORTH = """title: {kk: Төбелерге үй, ru: Дома на холмах, en: Homes in the Hills}
note: {kk: Ойдан алынған., ru: Условно., en: Invented.}
housing:
  - {territory: XQ-H, places: {2026: 0, 2032: 9000}}
"""


@pytest.fixture(scope="session")
def country_with_scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented country with two scenarios of its own."""
    pack = tmp_path_factory.mktemp("country") / "samal"
    shutil.copytree(SAMAL, pack)
    (pack / "scenarios").mkdir()
    shutil.copyfile(SAMAL.parent / "scenarios" / "samal-harbour.yaml", pack / "scenarios" / "harbour.yaml")
    (pack / "scenarios" / "hills.yaml").write_text(NORTH, encoding="utf-8")
    return pack


@pytest.fixture(scope="session")
def home_with_comparisons(
    home_with_turn: Path, country_with_scenarios: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A home with a turn of the loop, and what both scenarios change, really computed."""
    home = tmp_path_factory.mktemp("compared")
    shutil.copytree(home_with_turn / "runs", home / "runs")
    documents = [
        {"key": path.stem, "text": path.read_text(encoding="utf-8")}
        for path in sorted((country_with_scenarios / "scenarios").iterdir())
    ]
    basis = {"country": str(country_with_scenarios), "seed": 7, "trajectories": 60, "horizon": 2040}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QONYS_HOME", str(home))
        make_comparisons(basis, documents, author="a test")
    return home


@pytest.fixture
def compared(home_with_comparisons: Path, country_with_scenarios: Path, settings: Any) -> Path:
    """The office of the invented country looks at a home whose scenarios are computed."""
    settings.QONYS_HOME, settings.QONYS_COUNTRY = home_with_comparisons, str(country_with_scenarios)
    return home_with_comparisons


@pytest.fixture
def own_comparisons(compared: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that home which a test may change."""
    shutil.copytree(compared, tmp_path / "home")
    settings.QONYS_HOME = tmp_path / "home"
    monkeypatch.setenv("QONYS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def empty_home(tmp_path: Path, settings: Any) -> Path:
    """The office looks at a home without a run."""
    settings.QONYS_HOME = tmp_path
    return tmp_path


@pytest.fixture
def own_run(home_with_run: Path, tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A copy of the run that a test may damage."""
    shutil.copytree(home_with_run / "runs", tmp_path / "runs")
    settings.QONYS_HOME = tmp_path
    yield next((tmp_path / "runs").iterdir())
