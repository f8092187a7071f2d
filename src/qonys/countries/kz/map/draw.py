"""Draws `map.geojson`, a schematic map of Kazakhstan's units: where they lie and whom they touch, not their
legal borders.

    python -m qonys.countries.kz.map.draw        (needs the extra `map`, that is shapely)

Every town of `towns.csv` gets the ground nearer to it than to any other town; the grounds of one region's
towns are merged and clipped to the country. A city of republican significance, too small to be seen, becomes
a disc at its true place.

towns.csv     places well inside each region, listed by us for this purpose; degrees, rounded
outline.csv   the country's outline, simplified to about 4 km from Natural Earth 1:50m (public domain)
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import shapely
from shapely import MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
GRID = 1e-3  # degrees, about 100 m: what a schematic map needs
DISCS = {"KZ-71": (71.45, 51.16, 0.32), "KZ-75": (76.93, 43.25, 0.28), "KZ-79": (69.60, 42.33, 0.28)}
NOTE = "Schematic: drawn from lists of towns, not legal boundaries. Outline: Natural Earth (public domain)."


def draw() -> dict[str, object]:
    """The map as GeoJSON, one feature per unit, ordered by code."""
    country = outline(rows("outline.csv"))
    discs: dict[str, BaseGeometry] = {code: Point(x, y).buffer(r, quad_segs=6) for code, (x, y, r) in DISCS.items()}
    cities = shapely.union_all(list(discs.values()))
    shapes = {code: ground.difference(cities) for code, ground in grounds(rows("towns.csv"), country).items()} | discs
    return {
        "type": "FeatureCollection",
        "note": NOTE,
        "features": [feature(code, shapes[code].intersection(country)) for code in sorted(shapes)],
    }


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def point(row: dict[str, str]) -> tuple[float, float]:
    return float(row["longitude"]), float(row["latitude"])


def outline(table: list[dict[str, str]]) -> MultiPolygon:
    parts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in table:
        parts[row["part"]].append(point(row))
    return MultiPolygon([Polygon(ring) for ring in parts.values()])


def grounds(towns: list[dict[str, str]], country: MultiPolygon) -> dict[str, BaseGeometry]:
    """The merged Voronoi cells of each region's towns, inside the country."""
    places = MultiPoint([point(town) for town in towns])
    cells = list(shapely.voronoi_polygons(places, extend_to=country.envelope.buffer(3)).geoms)
    tree = shapely.STRtree(cells)
    by_region: dict[str, list[BaseGeometry]] = defaultdict(list)
    for town in towns:
        home = tree.query(Point(point(town)), predicate="within")[0]
        by_region[town["territory"]].append(cells[home])
    return {code: shapely.union_all(parts).intersection(country) for code, parts in by_region.items()}


def feature(code: str, shape: BaseGeometry) -> dict[str, object]:
    tidy = shapely.set_precision(shape, GRID)
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "schematic": True},
        "geometry": mapping(tidy),
    }


if __name__ == "__main__":
    text = json.dumps(draw(), separators=(",", ":"))
    (HERE / "map.geojson").write_text(text + "\n", encoding="utf-8")
