"""Moves between regions on the pages: what is shown adds up to what the run holds, and says what it is."""

from __future__ import annotations

import csv
import io
import itertools
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from qonys.office.planning.flows import selectors as moves
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.portal.public.charts import exchange
from qonys.office.portal.public.drawing import arcs, palette, sankey
from qonys.office.portal.public.drawing.atlas import Atlas, Outline
from qonys.office.portal.public.drawing.horizons import HEIGHT, horizons
from tests.office.conftest import SAMAL
from tests.office.test_pages import LANGUAGES, Inline, text_of

pytestmark = pytest.mark.django_db
PAGE = "planning/flows/"
QUERIES = ("", "?year=2024", "?region=XQ-1", "?region=XQ-1&direction=in", "?show=net&count=40", "?sort=XQ-1&order=down")

counts = st.floats(0.0, 1e6)


@st.composite
def tables(draw: st.DrawFn) -> list[sankey.Pair]:
    """Flows of every ordered pair of a few territories, the largest first."""
    codes = [f"T{i}" for i in range(draw(st.integers(2, 6)))]
    pairs = [(o, d, draw(counts)) for o in codes for d in codes if o != d]
    return sorted(pairs, key=lambda pair: -pair[2])


@pytest.mark.usefixtures("turned")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", QUERIES)
def test_the_page_opens_whatever_is_asked(client: Client, turned: Run, language: str, query: str) -> None:
    region = selectors.geography(turned).units[0].code
    response = client.get(f"/{language}/{PAGE}{query.replace('XQ-1', region)}")
    text, parser = text_of(response), Inline()
    assert response.status_code == 200
    assert not re.search(r"\{\{|\{%|None<|>nan<|%\(\w+\)s", text)
    parser.feed(text)
    assert parser.found == []


@pytest.mark.usefixtures("turned")
@pytest.mark.parametrize("query", ["?year=1066", "?year=x&count=9&region=nowhere&direction=up", "?sort='&order=;"])
def test_nonsense_in_the_address_is_left_aside(client: Client, query: str) -> None:
    assert client.get(f"/en/{PAGE}{query}").status_code == 200


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forecast_without_flows_says_what_to_do(client: Client, language: str) -> None:
    text = text_of(client.get(f"/{language}/{PAGE}"))
    assert "qonys cycle" in text
    assert client.get(f"/{language}/{PAGE}pairs.csv").status_code == 404


@pytest.mark.usefixtures("turned")
def test_every_picture_of_pairs_is_labelled_an_estimate(client: Client, turned: Run) -> None:
    for year, kind in moves.years(turned).items():
        text = text_of(client.get(f"/en/{PAGE}?year={year}"))
        badge = {moves.ESTIMATE: "Estimate", moves.FORECAST: "Forecast from estimates"}[kind]
        for part in ("map", "ribbons", "matrix"):
            section = re.search(rf'<section class="chart" id="{part}".*?</section>', text, re.DOTALL)
            assert section and f'<span class="badge">{badge}</span>' in section[0]


def test_arrivals_and_departures_are_the_sums_of_the_pairs(turned: Run) -> None:
    for year in moves.years(turned):
        pairs = moves.flows(turned, year)
        for unit in selectors.geography(turned).units:
            came = sum(flow.persons for flow in pairs if flow.destination == unit.code)
            left = sum(flow.persons for flow in pairs if flow.origin == unit.code)
            told = [moves.total(turned, unit.code, direction, year) for direction in (moves.IN, moves.OUT)]
            assert [came, left] == pytest.approx([total.persons for total in told if total], rel=1e-4)


def test_what_is_not_published_has_an_interval_around_it(turned: Run) -> None:
    for year in moves.years(turned):
        assert all(flow.low <= flow.persons <= flow.high for flow in moves.flows(turned, year))
    for told in moves.totals(turned).values():
        for total in told:
            assert (total.band is None) == (total.kind == moves.PUBLISHED)


def test_short_and_long_horizons_are_one_chain(turned: Run) -> None:
    for unit in selectors.geography(turned).units:
        for direction in (moves.IN, moves.OUT):
            chain = moves.chain(turned, unit.code, direction, turned.last_year - 1)
            known = [*chain.published, *(band.year for band in (*chain.forecast, *chain.projection))]
            assert known == list(range(known[0], turned.last_year)), "no year twice, none left out"
            last, first = chain.forecast[-1], chain.projection[0]
            assert last.q10 < first.q50 < last.q90, "the projection goes on where the forecast ends"


def test_winners_and_losers_balance(turned: Run) -> None:
    published = max(year for year, kind in moves.years(turned).items() if kind == moves.ESTIMATE)
    gains = exchange.gains(turned, published, "")
    assert sum(gain.net for gain in gains) == pytest.approx(0.0, abs=1.0)
    assert [gain.net for gain in gains] == sorted((gain.net for gain in gains), reverse=True)


@pytest.mark.usefixtures("turned")
def test_the_pairs_taken_home_are_those_of_the_year_and_region(client: Client, turned: Run) -> None:
    region, year = selectors.geography(turned).units[0].code, max(moves.years(turned))
    response = client.get(f"/en/{PAGE}pairs.csv?year={year}&region={region}")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert {row["year"] for row in rows} == {str(year)}
    assert all(region in (row["origin"], row["destination"]) for row in rows)
    assert len(rows) == 2 * (len(selectors.geography(turned).units) - 1)
    assert f"-{region}-pairs-{year}.csv" in response.headers["Content-Disposition"]


@pytest.mark.usefixtures("turned")
def test_the_chain_taken_home_reaches_from_published_to_projected(client: Client) -> None:
    response = client.get(f"/en/{PAGE}chain.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert {"published", "forecast", "projection"} <= {row["kind"] for row in rows}
    keys = [(row["territory"], row["direction"], row["year"]) for row in rows]
    assert len(keys) == len(set(keys))


@pytest.mark.usefixtures("turned")
def test_the_page_of_a_region_leads_to_its_flows(client: Client, turned: Run) -> None:
    region = selectors.geography(turned).units[0].code
    assert f'href="/en/{PAGE}?region={region}"' in text_of(client.get(f"/en/territories/{region}/"))


@pytest.mark.usefixtures("turned")
def test_the_table_of_pairs_sorts_by_a_destination(client: Client, turned: Run) -> None:
    target = selectors.geography(turned).units[0]
    year = max(moves.years(turned))
    text = text_of(client.get(f"/en/{PAGE}?year={year}&sort={target.code}&order=down"))
    names = re.findall(r'<tr data-search="[^"]*"><th scope="row">([^<]+)', text)
    persons = {flow.origin: flow.persons for flow in moves.flows(turned, year) if flow.destination == target.code}
    wanted = sorted(persons, key=lambda code: -persons[code])
    by_code = {unit.code: unit.names.en for unit in selectors.geography(turned).units}
    assert names == [*(by_code[code] for code in wanted), target.names.en]


@pytest.mark.parametrize("page", ["planning/flows/", "planning/flows/pairs.xlsx", "planning/scores/"])
def test_these_pages_need_no_numerical_library(home_with_turn: Path, page: str) -> None:
    script = (
        "import django, sys; django.setup();"
        "from django.test import Client;"
        f"assert Client(SERVER_NAME='localhost').get('/kk/{page}').status_code == 200;"
        "assert not {'numpy', 'numba', 'xarray', 'polars', 'scipy'} & set(sys.modules)"
    )
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "QONYS_HOME": str(home_with_turn),
        "QONYS_COUNTRY": str(SAMAL),
    }
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)


# Drawings


@given(tables())
def test_what_is_left_of_there_and_back_is_what_each_gains(pairs: list[sankey.Pair]) -> None:
    left = arcs.balance({pair[:2]: pair[2] for pair in pairs})
    for code in {pair[0] for pair in pairs}:
        gross = sum(p if d == code else -p for o, d, p in pairs if code in (o, d))
        net = sum(p if d == code else -p for o, d, p in left if code in (o, d))
        assert net == pytest.approx(gross, abs=1e-6)


@given(st.floats(0, 1000), st.floats(0, 500), st.floats(0, 1000), st.floats(0, 500), st.floats(1, 1e6))
def test_an_arrow_points_to_its_destination(x: float, y: float, to_x: float, to_y: float, persons: float) -> None:
    if math.dist((x, y), (to_x, to_y)) < 20:
        return
    drawn = Atlas(500.0, (Outline("A", "", x, y, False), Outline("B", "", to_x, to_y, False)))
    (arc,) = arcs.arcs(drawn, [("A", "B", persons)], persons)
    points = [tuple(map(float, point.split())) for point in arc.path[1:-1].split("L")]
    tip = points[len(points) // 2]
    assert math.dist(tip, (to_x, to_y)) < math.dist(tip, (x, y))


def test_there_and_back_do_not_lie_on_each_other() -> None:
    drawn = Atlas(500.0, (Outline("A", "", 100, 100, False), Outline("B", "", 140, 100, True)))
    there, back = arcs.arcs(drawn, [("A", "B", 10.0), ("B", "A", 10.0)], 10.0)
    assert math.dist((there.x, there.y), (back.x, back.y)) > 2 * arcs.WIDEST


@given(tables())
def test_ribbons_fill_the_bars_they_leave_and_reach(pairs: list[sankey.Pair]) -> None:
    drawn = sankey.between_all(pairs, 3)
    assert len(drawn.ribbons) == len(pairs)
    assert sum(node.persons for node in drawn.left) == pytest.approx(sum(node.persons for node in drawn.right))
    assert sum(node.height for node in drawn.left) <= sankey.HEIGHT * (1 + 1e-6)
    assert sorted(ribbon.number for ribbon in drawn.ribbons)[-3:] == [1, 2, 3][-min(3, len(pairs)) :] or len(pairs) < 3
    for column in (drawn.left, drawn.right):
        middles = [node.middle for node in column]
        assert all(b - a >= sankey.SLOT - 1e-6 for a, b in itertools.pairwise(middles)), "names need room"


@given(tables())
def test_a_region_in_the_middle_holds_all_who_come_and_go(pairs: list[sankey.Pair]) -> None:
    hub = pairs[0][0]
    drawn = sankey.around(hub, [pair for pair in pairs if hub in pair[:2]], 3)
    assert drawn.hub is not None
    came, left = (sum(node.persons for node in side) for side in (drawn.left, drawn.right))
    assert drawn.hub.persons == pytest.approx(max(came, left))
    assert hub not in {node.code for node in (*drawn.left, *drawn.right)}


def test_small_multiples_keep_arrivals_above_and_departures_below_the_line(turned: Run) -> None:
    drawn = horizons(turned, turned.last_year - 1)
    assert len(drawn.drawn) == len(selectors.geography(turned).units)
    for each in drawn.drawn:
        for side, above in zip(each.sides, (True, False), strict=True):
            for path in (side.published, side.forecast, side.projection, side.projection_band):
                heights = [float(point.split()[1]) for point in path.strip("MZ").split("L")]
                assert all((y <= HEIGHT / 2) == above or y == HEIGHT / 2 for y in heights)


@given(st.lists(st.floats(0.0, 1e7), min_size=1, max_size=400))
def test_shades_of_pairs_have_four_rising_round_breaks(values: list[float]) -> None:
    breaks = palette.skewed(values).breaks
    assert len(breaks) == 4
    assert all(low < high for low, high in itertools.pairwise(breaks))


@given(st.floats(0.001, 1e8))
def test_round_numbers_lie_just_below_and_just_above(value: float) -> None:
    assert palette.round_below(value) <= value * (1 + 1e-6) < 2.6 * palette.round_below(value)
    assert value * (1 - 1e-6) <= palette.round_above(value) <= 1.6 * value
