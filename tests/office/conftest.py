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
