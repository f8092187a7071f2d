"""The scoreboard: dots stand where the errors are, and a method that wins nothing is said to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from qonys.countries import pack
from qonys.office.planning.flows import selectors as moves
from qonys.office.planning.flows.selectors import Method
from qonys.office.planning.forecasts import calibration, engine
from qonys.office.planning.forecasts.runs import Run
from qonys.office.portal.public.charts import scores
from qonys.office.portal.public.drawing.versus import of_percent, of_ratio
from tests.office.test_pages import LANGUAGES, Inline, text_of

pytestmark = pytest.mark.django_db
PAGE = "planning/scores/"
YARDSTICK = Method(1, "persistence", 1.0, 9, 1.0, "benchmark")


@pytest.fixture(scope="module")
def card() -> dict[str, object]:
    """The real one of Kazakhstan."""
    kazakhstan = pack.load("kz")
    tested = engine.look_back(kazakhstan)
    assert tested is not None
    return calibration.document(tested, kazakhstan.conventions.past_projections)


@pytest.mark.usefixtures("turned")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_and_names_every_method(client: Client, turned: Run, language: str) -> None:
    response = client.get(f"/{language}/{PAGE}")
    text, parser = text_of(response), Inline()
    assert response.status_code == 200
    assert not re.search(r"\{\{|\{%|None<|>nan<|%\(\w+\)s", text)
    parser.feed(text)
    assert parser.found == []
    names = {method.name for method in moves.methods(turned)}
    assert names <= set(scores.METHODS), "a method without a name in plain words"
    assert text.count('<td class="weight') == len(moves.methods(turned))


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forecast_without_scores_says_what_to_do(client: Client, language: str) -> None:
    text = text_of(client.get(f"/{language}/{PAGE}"))
    assert "qonys cycle" in text
    assert client.get(f"/{language}/{PAGE}flow-methods.csv").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_of_the_population_is_shown(
    client: Client, own_run: Path, card: dict[str, object], language: str
) -> None:
    page = f"/{language}/{PAGE}"
    assert b"card-title" not in client.get(page).content
    (own_run / "calibration.json").write_text(json.dumps(card), encoding="utf-8")
    shown = text_of(client.get(page))
    assert "card-title" in shown
    assert all(str(round(row["coverage80"])) in shown for row in card["summary"])  # type: ignore[attr-defined]


def test_the_population_beats_constant_growth_and_the_lines_say_so(card: dict[str, object]) -> None:
    ours = [line for line in scores.population(card, "Kazakhstan") if line.dots[0].shape == "circle"]
    assert [line.verdict for line in ours] == ["better"] * 3
    assert all(dot.x < 50 for line in ours for dot in line.dots)


@pytest.mark.usefixtures("turned")
def test_methods_come_home_as_they_lie_in_the_run(client: Client, turned: Run) -> None:
    response = client.get(f"/en/{PAGE}flow-methods.csv")
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 1 + len(moves.methods(turned))


@given(st.floats(0.01, 100.0))
def test_halves_and_doubles_stand_equally_far_from_the_line(ratio: float) -> None:
    assert of_ratio(1.0) == 50
    assert of_ratio(ratio) + of_ratio(1 / ratio) == pytest.approx(100, abs=0.11)
    assert (of_ratio(ratio) < 50) == (of_ratio(ratio) != 50 and ratio < 1)
    assert 0 < of_ratio(ratio) < 100


@given(st.floats(0, 100), st.floats(0, 100))
def test_shares_keep_their_order(one: float, other: float) -> None:
    assert (of_percent(one) <= of_percent(other)) or one > other


@pytest.mark.parametrize(
    ("others", "verdict", "hollow"),
    [
        ((Method(1, "momentum", None, 1, 0.0, "untried"),), "unknown", [True]),
        ((Method(1, "momentum", 0.99, 9, 0.0, "demoted"),), "same", [True]),
        ((Method(1, "momentum", 0.8, 9, 0.6, "heard"),), "better", [False]),
        ((Method(1, "momentum", 0.8, 9, 0.6, "heard"), Method(1, "counterflow", 1.2, 9, 0.0, "demoted")), "better",
         [False, True]),
    ],
)  # fmt: skip
def test_a_method_is_drawn_as_it_stands(others: tuple[Method, ...], verdict: str, hollow: list[bool]) -> None:
    (line,) = scores.flow_lines((YARDSTICK, *others))
    assert line.verdict == verdict
    assert [dot.hollow for dot in line.dots] == hollow


def test_three_years_are_called_too_few(client: Client, turned: Run) -> None:
    standings = {method.standing for method in moves.methods(turned)}
    text = text_of(client.get(f"/en/{PAGE}"))
    assert ("Not known yet" in text) == (not standings & {"heard", "demoted"})
    years = scores.years_published(turned)
    assert f"{len(years)} years are published ({years[0]}–{years[-1]})" in text
