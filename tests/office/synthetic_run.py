"""A complete run folder of invented numbers, so that pages can be tested without the engines.

    python tests/office/synthetic_run.py [HOME]     writes HOME/runs/<run> (default: var)

Names and codes are Kazakhstan's; every figure is made up by a few smooth curves.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

NATION = ("KZ", "Қазақстан", "Казахстан", "Kazakhstan")
# code, kk, ru, en, kind, thousand persons, growth in % a year, share of children, tile column and row, long., lat.
UNITS = [
    ("KZ-10", "Абай облысы", "область Абай", "Abai Region", "region", 596, -0.4, 0.27, 6, 2, 79.5, 48.8),
    ("KZ-11", "Ақмола облысы", "Акмолинская область", "Akmola Region", "region", 790, 0.1, 0.26, 3, 1, 70.0, 51.9),
    ("KZ-15", "Ақтөбе облысы", "Актюбинская область", "Aktobe Region", "region", 950, 0.8, 0.33, 1, 1, 58.0, 48.9),
    ("KZ-19", "Алматы облысы", "Алматинская область", "Almaty Region", "region", 1596, 1.5, 0.36, 4, 4, 77.2, 44.0),
    ("KZ-23", "Атырау облысы", "Атырауская область", "Atyrau Region", "region", 715, 1.1, 0.37, 0, 2, 52.5, 47.4),
    (
        "KZ-27",
        "Батыс Қазақстан облысы",
        "Западно-Казахстанская область",
        "West Kazakhstan Region",
        "region",
        697,
        0.4,
        0.31,
        0,
        1,
        50.5,
        49.8,
    ),
    ("KZ-31", "Жамбыл облысы", "Жамбылская область", "Zhambyl Region", "region", 1215, 0.3, 0.37, 3, 4, 72.3, 44.3),
    ("KZ-33", "Жетісу облысы", "область Жетісу", "Jetisu Region", "region", 697, 0.2, 0.33, 5, 3, 79.2, 45.4),
    (
        "KZ-35",
        "Қарағанды облысы",
        "Карагандинская область",
        "Karaganda Region",
        "region",
        1131,
        0.0,
        0.27,
        4,
        2,
        74.0,
        48.6,
    ),
    (
        "KZ-39",
        "Қостанай облысы",
        "Костанайская область",
        "Kostanay Region",
        "region",
        825,
        -0.4,
        0.23,
        2,
        1,
        63.5,
        51.6,
    ),
    (
        "KZ-43",
        "Қызылорда облысы",
        "Кызылординская область",
        "Kyzylorda Region",
        "region",
        848,
        0.7,
        0.38,
        1,
        3,
        63.5,
        45.0,
    ),
    (
        "KZ-47",
        "Маңғыстау облысы",
        "Мангистауская область",
        "Mangystau Region",
        "region",
        810,
        1.9,
        0.41,
        0,
        3,
        53.5,
        44.0,
    ),
    (
        "KZ-55",
        "Павлодар облысы",
        "Павлодарская область",
        "Pavlodar Region",
        "region",
        750,
        -0.2,
        0.25,
        5,
        1,
        76.6,
        52.1,
    ),
    (
        "KZ-59",
        "Солтүстік Қазақстан облысы",
        "Северо-Казахстанская область",
        "North Kazakhstan Region",
        "region",
        514,
        -1.0,
        0.21,
        3,
        0,
        69.0,
        54.2,
    ),
    (
        "KZ-61",
        "Түркістан облысы",
        "Туркестанская область",
        "Turkistan Region",
        "region",
        2149,
        0.5,
        0.42,
        2,
        4,
        68.5,
        43.5,
    ),
    ("KZ-62", "Ұлытау облысы", "область Ұлытау", "Ulytau Region", "region", 219, -0.5, 0.31, 2, 2, 67.7, 48.0),
    (
        "KZ-63",
        "Шығыс Қазақстан облысы",
        "Восточно-Казахстанская область",
        "East Kazakhstan Region",
        "region",
        722,
        -0.4,
        0.24,
        6,
        1,
        84.0,
        49.0,
    ),
    ("KZ-71", "Астана қаласы", "город Астана", "Astana city", "city", 1638, 3.0, 0.35, 4, 1, 71.45, 51.16),
    ("KZ-75", "Алматы қаласы", "город Алматы", "Almaty city", "city", 2348, 1.6, 0.29, 4, 5, 76.93, 43.25),
    ("KZ-79", "Шымкент қаласы", "город Шымкент", "Shymkent city", "city", 1294, 1.8, 0.41, 2, 5, 69.6, 42.33),
]
FIRST, LAST = 2026, 2100
YEARS = np.arange(FIRST, LAST + 1)
AGES = np.arange(101)
Z = {"q025": -1.96, "q10": -1.2816, "q50": 0.0, "q90": 1.2816, "q975": 1.96}
FLOW_SCALE = {
    "births": 0.0165,
    "deaths": 0.0066,
    "internal_arrivals": 0.05,
    "internal_departures": 0.05,
    "immigration": 0.0012,
    "emigration": 0.0004,
}


def write_run(
    home: Path, run_id: str = "kz-20261123-040000-abc123", created: str = "2026-11-23T04:00:00+00:00"
) -> Path:
    """Write one complete run under `home`/runs and return its folder."""
    folder = home / "runs" / run_id
    folder.mkdir(parents=True)
    people = _people()
    rows: dict[str, int] = {}
    for name, table in {
        "population": _population(people),
        "indicators": _indicators(people),
        "history": _history(people),
        "comparisons": _comparisons(),
        "flows": _flows(),
    }.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        rows[f"{name}.parquet"] = table.num_rows
    _json(folder / "definitions.json", _definitions())
    _json(folder / "territories.json", _territories())
    _json(folder / "map.geojson", _map())
    _json(folder / "manifest.json", _manifest(folder, run_id, created, rows))
    return folder


def _people() -> dict[str, np.ndarray]:
    """Mean persons: territory -> (year, sex, age)."""
    horizon = (YEARS - FIRST)[:, None]
    found = {}
    for code, *_names, persons, growth, children, _c, _r, _x, _y in UNITS:
        ageing = np.clip(1 - horizon / 160, 0.4, 1)
        shape = np.exp(-AGES[None, :] * children * 0.075 * ageing) * (1 - 1 / (1 + np.exp(-(AGES[None, :] - 78) / 7)))
        shape = shape * (1 + 0.18 * np.cos((AGES[None, :] - horizon) * 2 * math.pi / 27))
        total = persons * 1000 * np.exp(growth / 100 * horizon * np.exp(-horizon / 90))
        by_age = total * shape / shape.sum(axis=1, keepdims=True)
        male = 0.513 - 0.0022 * np.clip(AGES - 20, 0, 100)
        found[code] = np.stack([by_age * male, by_age * (1 - male)], axis=1)
    return {"KZ": sum(found.values()), **found}


def _spread(code: str, years: np.ndarray, scale: float = 1.0) -> np.ndarray:
    """Relative standard deviation, growing with the horizon."""
    return scale * (0.0035 + 0.0022 * (years - FIRST) ** 0.95) * (1.0 if code == "KZ" else 1.9)


def _quantiles(mean: np.ndarray, deviation: np.ndarray) -> dict[str, np.ndarray]:
    return {"mean": mean.astype("f4"), **{name: (mean + z * deviation).astype("f4") for name, z in Z.items()}}


def _population(people: dict[str, np.ndarray]) -> pa.Table:
    parts = []
    for code, cells in people.items():
        years, sexes, ages = np.meshgrid(YEARS, [0, 1], AGES, indexing="ij")
        young = np.clip((YEARS[:, None, None] - FIRST) - AGES[None, None, :], 0, None) / 40  # not yet born: less sure
        deviation = cells * (_spread(code, YEARS)[:, None, None] * 1.4 + 0.12 * young)
        columns = {
            "territory": np.full(cells.size, code),
            "year": years.ravel().astype("i4"),
            "sex": np.array(["male", "female"])[sexes.ravel()],
            "age": ages.ravel().astype("i4"),
        }
        columns |= _quantiles(cells.ravel(), np.minimum(deviation, cells / 2.1).ravel())
        parts.append(pa.table(columns))
    return pa.concat_tables(parts)


def _indicators(people: dict[str, np.ndarray]) -> pa.Table:
    parts = []
    for code, cells in people.items():
        for indicator, (mean, deviation, years) in {**_stocks(code, cells), **_flows_of(code, cells)}.items():
            columns = {
                "territory": [code] * len(years),
                "year": years.astype("i4"),
                "indicator": [indicator] * len(years),
            }
            parts.append(pa.table(columns | _quantiles(mean, deviation)))
    return pa.concat_tables(parts)


Series = dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]


def _stocks(code: str, cells: np.ndarray) -> Series:
    by_age, relative = cells.sum(axis=1), _spread(code, YEARS)
    child, working, old = by_age[:, :16].sum(1), by_age[:, 16:63].sum(1), by_age[:, 63:].sum(1)
    share = np.cumsum(by_age, axis=1) / by_age.sum(1, keepdims=True)
    counts = {
        "population": by_age.sum(1),
        "population_male": cells[:, 0].sum(1),
        "population_female": cells[:, 1].sum(1),
        "preschool_age": by_age[:, 1:6].sum(1),
        "school_age": by_age[:, 6:18].sum(1),
        "working_age": working,
        "pension_age": old,
        "women_15_49": cells[:, 1, 15:50].sum(1),
    }
    ratios = {
        "child_dependency": 100 * child / working,
        "old_age_dependency": 100 * old / working,
        "total_dependency": 100 * (child + old) / working,
        "median_age": (share < 0.5).sum(1).astype(float),
    }
    young = {"preschool_age": 4.0, "school_age": 2.5}
    found = {key: (value, value * relative * young.get(key, 1.0), YEARS) for key, value in counts.items()}
    return found | {key: (value, value * relative * 1.2, YEARS) for key, value in ratios.items()}


def _flows_of(code: str, cells: np.ndarray) -> Series:
    years = YEARS[:-1]
    total, relative = cells.sum((1, 2))[:-1], 0.05 + 3 * _spread(code, YEARS[:-1])
    events = {key: total * rate for key, rate in FLOW_SCALE.items()}
    growth = np.diff(cells.sum((1, 2)))
    events["births"] = events["births"] * np.exp(-(years - FIRST) / 150)
    events["deaths"] = events["deaths"] * (1 + (years - FIRST) / 110)
    natural, external = events["births"] - events["deaths"], events["immigration"] - events["emigration"]
    internal = np.zeros_like(total) if code == "KZ" else growth - natural - external
    found = {key: (value, value * relative, years) for key, value in events.items()}
    scale = total * 0.004 * relative * 8
    found |= {
        "natural_increase": (natural, scale, years),
        "net_external_migration": (external, scale, years),
        "net_internal_migration": (internal, scale * (code != "KZ"), years),
    }
    if code == "KZ":
        del found["internal_arrivals"], found["internal_departures"], found["net_internal_migration"]
    step = (years - FIRST) / 74
    found["total_fertility"] = (2.62 - 0.55 * step, 0.08 + 0.35 * np.sqrt(step), years)
    if code == "KZ" or code < "KZ-60":
        found["life_expectancy_male"] = (71.9 + 8.5 * step, 0.3 + 2.4 * np.sqrt(step), years)
        found["life_expectancy_female"] = (79.9 + 6.5 * step, 0.3 + 2.0 * np.sqrt(step), years)
    return found


def _history(people: dict[str, np.ndarray]) -> pa.Table:
    rows: list[tuple[str, int, str, float, str, str]] = []
    for code, cells in people.items():
        base = cells[0].sum()
        for year in range(2000, FIRST + 1):
            rows.append(
                (code, year, "population", base * math.exp(-0.0125 * (FIRST - year)), "population", "Invented office")
            )
            if year == FIRST:
                continue
            births = base * 0.0165 * (1 + 0.28 * math.exp(-(((year - 2021) / 4) ** 2)))
            rows.append((code, year, "births", births, "vital", "Invented office"))
            rows.append((code, year, "deaths", base * 0.0068, "vital", "Invented office"))
            rows.append((code, year, "natural_increase", births - base * 0.0068, "vital", "Invented office"))
            rows.append(
                (code, year, "net_external_migration", base * 0.001 * math.sin(year / 4), "vital", "Invented office")
            )
            rows.append(
                (
                    code,
                    year,
                    "total_fertility",
                    1.9 + 1.4 * math.exp(-(((year - 2021) / 8) ** 2)),
                    "vital",
                    "Invented office",
                )
            )
            rows.append((code, year, "life_expectancy_male", 60 + 0.45 * (year - 2000), "vital", "Invented office"))
            rows.append((code, year, "life_expectancy_female", 71 + 0.34 * (year - 2000), "vital", "Invented office"))
    names = ("territory", "year", "indicator", "value", "dataset", "source")
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})


def _comparisons() -> pa.Table:
    un = [
        ("UN WPP", "2024", "medium", "KZ", "population", year, 20_845_000 + (year - 2025) * 235_000)
        for year in range(2025, 2101)
    ]
    un += [
        ("UN WPP", "2024", "medium", "KZ", "births", year, 395_000 - 900 * (year - 2025)) for year in range(2022, 2060)
    ]
    un += [
        ("UN WPP", "2024", "medium", "KZ", "deaths", year, 140_000 + 900 * (year - 2025)) for year in range(2022, 2060)
    ]
    crtr = [
        ("CRTR", "2022", variant, "KZ", "population", year, value)
        for variant, year, value in (
            ("central", 2030, 20_958_000),
            ("central", 2050, 27_192_000),
            ("negative", 2030, 20_800_000),
            ("negative", 2050, 23_500_000),
            ("positive", 2030, 21_500_000),
            ("positive", 2050, 27_700_000),
        )
    ]
    regional = [("CRTR", "2022", "central", "KZ-75", "population", 2050, 3_500_000)]
    mne = [
        ("MNE", "2025", "", "KZ", "population", 2030, 21_700_000),
        ("MNE", "2025", "", "KZ", "population", 2056, 29_700_000),
    ]
    rows = un + crtr + regional + mne
    names = ("publisher", "published", "variant", "territory", "indicator", "year", "value")
    columns: dict[str, list[Any]] = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    columns["value"] = [float(value) for value in columns["value"]]
    columns["source"] = ["invented"] * len(rows)
    return pa.table(columns)


def _flows() -> pa.Table:
    rows = [(a[0], b[0], math.sqrt(a[5] * b[5]) * (2 + b[6])) for a in UNITS for b in UNITS if a[0] != b[0]]
    edges = {"low_80": [r[2] * 0.6 for r in rows], "high_80": [r[2] * 1.6 for r in rows]}
    return pa.table(
        {
            "origin": [r[0] for r in rows],
            "destination": [r[1] for r in rows],
            "year": pa.array([FIRST - 1] * len(rows), pa.int32()),
            "kind": ["estimate"] * len(rows),
            "persons": [r[2] for r in rows],
            **edges,
            "low_95": pa.nulls(len(rows), pa.float64()),
            "high_95": pa.nulls(len(rows), pa.float64()),
        }
    )


def _names(kk: str, ru: str, en: str) -> dict[str, str]:
    return {"kk": kk, "ru": ru, "en": en}


def _definitions() -> dict[str, Any]:
    persons = _names("адам", "человек", "persons")
    table = {
        "population": ("Халық саны", "Население", "Population"),
        "population_male": ("Ерлер", "Мужчины", "Men"),
        "population_female": ("Әйелдер", "Женщины", "Women"),
        "median_age": ("Медианалық жас", "Медианный возраст", "Median age"),
        "preschool_age": ("Мектепке дейінгі жас (1–5)", "Дошкольный возраст (1–5)", "Pre-school age (1–5)"),
        "school_age": ("Мектеп жасы (6–17)", "Школьный возраст (6–17)", "School age (6–17)"),
        "working_age": ("Еңбекке қабілетті жас (16–62)", "Трудоспособный возраст (16–62)", "Working age (16–62)"),
        "pension_age": ("63 және одан жоғары", "63 года и старше", "63 and over"),
        "women_15_49": ("15–49 жастағы әйелдер", "Женщины 15–49 лет", "Women aged 15–49"),
        "child_dependency": ("Балалар жүктемесі", "Нагрузка детьми", "Child dependency"),
        "old_age_dependency": ("Қарттар жүктемесі", "Нагрузка пожилыми", "Old-age dependency"),
        "total_dependency": ("Жалпы жүктеме", "Общая нагрузка", "Total dependency"),
        "births": ("Туу", "Рождения", "Births"),
        "deaths": ("Өлім", "Смерти", "Deaths"),
        "natural_increase": ("Табиғи өсім", "Естественный прирост", "Natural increase"),
        "internal_arrivals": ("Өңірге келгендер", "Прибывшие из других регионов", "Arrivals from other regions"),
        "internal_departures": ("Өңірден кеткендер", "Выбывшие в другие регионы", "Departures to other regions"),
        "net_internal_migration": ("Ішкі көші-қон сальдосы", "Сальдо внутренней миграции", "Net internal migration"),
        "immigration": ("Иммиграция", "Иммиграция", "Immigration"),
        "emigration": ("Эмиграция", "Эмиграция", "Emigration"),
        "net_external_migration": ("Сыртқы көші-қон сальдосы", "Сальдо внешней миграции", "Net external migration"),
        "total_fertility": ("Туудың жиынтық коэффициенті", "Суммарный коэффициент рождаемости", "Total fertility"),
        "life_expectancy_male": (
            "Өмір сүру ұзақтығы, ерлер",
            "Продолжительность жизни, мужчины",
            "Life expectancy, men",
        ),
        "life_expectancy_female": (
            "Өмір сүру ұзақтығы, әйелдер",
            "Продолжительность жизни, женщины",
            "Life expectancy, women",
        ),
    }
    years = _names("жыл", "лет", "years")
    hundred = _names("100 адамға", "на 100 человек", "per 100 persons")
    units = {
        "median_age": years,
        "life_expectancy_male": years,
        "life_expectancy_female": years,
        "child_dependency": hundred,
        "old_age_dependency": hundred,
        "total_dependency": hundred,
        "total_fertility": _names("бір әйелге бала", "детей на женщину", "children per woman"),
    }
    text = _names("Сынақ мәтіні.", "Пробный текст.", "Text for tests.")
    indicators = {
        key: {"name": _names(*names), "unit": units.get(key, persons), "definition": text}
        for key, names in table.items()
    }
    subjects = ("base_population", "fertility", "mortality", "internal_migration", "external_migration")
    methods = [{"subject": subject, "text": text, "sources": ["Invented office, table 1"]} for subject in subjects]
    publishers = {
        "UN WPP": _names("БҰҰ, WPP 2024", "ООН, WPP 2024", "United Nations, WPP 2024"),
        "CRTR": _names("ЕРДО", "ЦРТР", "Labour resources centre (CRTR)"),
        "MNE": _names("ҰЭМ", "МНЭ", "Ministry of National Economy"),
    }
    return {"indicators": indicators, "methods": methods, "publishers": publishers}


def _territories() -> dict[str, Any]:
    units = [
        {"code": u[0], "names": _names(*u[1:4]), "kind": u[4], "neighbours": [], "since": "2022-06-08"} for u in UNITS
    ]
    nation = {"code": "KZ", "names": _names(*NATION[1:]), "kind": "country", "neighbours": [], "since": "2022-06-08"}
    return {"nation": nation, "units": units, "tiles": {u[0]: [u[8], u[9]] for u in UNITS}}


def _map() -> dict[str, Any]:
    """Hexagons around the centres: enough to draw; the country pack has the real schematic map."""
    features = []
    for unit in UNITS:
        size = 0.35 if unit[4] == "city" else 1.6
        turns = [k * math.pi / 3 for k in range(7)]
        ring = [[round(unit[10] + 1.5 * size * math.cos(t), 3), round(unit[11] + size * math.sin(t), 3)] for t in turns]
        features.append(
            {
                "type": "Feature",
                "id": unit[0],
                "properties": {"iso": unit[0], "schematic": True},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _manifest(folder: Path, run_id: str, created: str, rows: dict[str, int]) -> dict[str, Any]:
    outputs = [
        {"path": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "rows": rows.get(file.name, 0)}
        for file in sorted(folder.iterdir())
    ]
    return {
        "run": run_id,
        "country": "kz",
        "title": _names("Сынақ болжамы", "Пробный прогноз", "A forecast for tests"),
        "created_at": datetime.fromisoformat(created).astimezone(UTC).isoformat(),
        "author": "tests",
        "code_version": "0.1.0+test",
        "seed": 2026,
        "trajectories": 1000,
        "first_year": FIRST,
        "last_year": LAST,
        "scenario": "baseline",
        "inputs": [{"path": "countries/kz/figures/population.csv", "sha256": "0" * 64}],
        "outputs": outputs,
        "settings": {},
        "seconds": 12.5,
    }


def _json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    print(
        write_run(
            Path(sys.argv[1] if len(sys.argv) > 1 else "var"), run_id=f"kz-{datetime.now(UTC):%Y%m%d-%H%M%S}-abc123"
        )
    )
