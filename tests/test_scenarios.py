"""Scenario documents: read, refused with a letter, run, compared, sought, said in three languages, kept in a folder."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qonys import cycle, scenarios
from qonys.countries import pack
from qonys.countries.outline import outline
from qonys.countries.pack import CountryPack
from qonys.cycle import Plan
from qonys.engines.vocabulary.errors import BadInput, QonysError
from qonys.engines.vocabulary.levers import ActiveAgeing, Inflow
from qonys.engines.vocabulary.scenario import Scenario
from qonys.scenarios import Speaker, Workbench, tables

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples" / "scenarios").glob("*.*"))
SHIPPED = sorted((ROOT / "src" / "qonys" / "countries" / "kz" / "scenarios").glob("*.yaml"))
HARBOUR = ROOT / "examples" / "scenarios" / "samal-harbour.yaml"


@pytest.fixture(scope="module")
def kz() -> CountryPack:
    return pack.load("kz")


@pytest.fixture(scope="module")
def samal() -> CountryPack:
    return pack.load(ROOT / "examples" / "samal")


@pytest.fixture(scope="module")
def bench(samal: CountryPack) -> Workbench:
    return scenarios.prepare(samal, trajectories=40, seed=7, until=2040, last_year=2045)


def written(folder: Path, text: str, name: str = "trial.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", [*EXAMPLES, *SHIPPED], ids=lambda path: path.name)
def test_every_example_is_read_and_titled_in_three_languages(path: Path, kz: CountryPack, samal: CountryPack):
    scenario = scenarios.read(path, samal if path.name.startswith("samal") else kz)
    assert all((scenario.title.kk, scenario.title.ru, scenario.title.en))


def test_yaml_json_and_python_say_the_same(tmp_path: Path, kz: CountryPack):
    entries = {"kandas": [{"persons": {2026: 5000, 2030: 8000}, "shares": {"KZ-39": 0.4, "KZ-59": 0.6}}]}
    title = "title: {kk: Т, ru: Т, en: T}\n"
    by_yaml = written(
        tmp_path, title + "kandas:\n  - persons: {2026: 5000, 2030: 8000}\n    shares: {KZ-39: 0.4, KZ-59: 0.6}\n"
    )
    by_json = written(tmp_path, json.dumps(entries | {"title": {"kk": "Т", "ru": "Т", "en": "T"}}), "trial.json")
    by_hand = replace(
        scenarios.read(by_yaml, kz),
        kandas=(Inflow(persons={2026: 5000, 2030: 8000}, shares={"KZ-39": 0.4, "KZ-59": 0.6}),),
    )
    assert scenarios.read(by_yaml, kz) == scenarios.read(by_json, kz) == by_hand


def test_an_empty_document_is_the_baseline(tmp_path: Path, kz: CountryPack):
    for text in ("{}", "# nothing at all\n", "title: {kk: a, ru: b, en: c}\n"):
        assert list(scenarios.read(written(tmp_path, text), kz).levers()) == []


REFUSED = {
    "unknown lever": ("kandass: []", "trial.yaml: kandass: ", "Did you mean kandas?"),
    "unknown entry": ("kandas:\n- {person: {2026: 1}}", "trial.yaml: kandas.0.person: ", "Did you mean persons?"),
    "missing entry": ("housing:\n- {territory: KZ-39}", "trial.yaml: housing.0.places: ", "needed"),
    "not a number": ("emigration: {change_percent: {2030: much}}", "emigration.change_percent.2030: ", "'much'"),
    "not a year": ("emigration: {change_percent: {soon: 5}}", "emigration.change_percent.soon: ", "'soon'"),
    "negative persons": ("kandas:\n- {persons: {2026: -5}}", "trial.yaml: kandas.0: ", "got -5"),
    "infinite": ("kandas:\n- {persons: {2026: .inf}}", "trial.yaml: kandas.0: ", "got inf"),
    "not a number at all": ("kandas:\n- {persons: {2026: .nan}}", "trial.yaml: kandas.0: ", "got nan"),
    "shares": ("kandas:\n- {persons: {2026: 5}, shares: {KZ-39: 0.5}}", "trial.yaml: kandas.0: ", "sum to 0.5"),
    "ages overlap": ("kandas:\n- {persons: {2026: 5}, ages: {0-15: 0.5, 10+: 0.5}}", "kandas.0: ", "overlap"),
    "not an age": ("kandas:\n- {persons: {2026: 5}, ages: {young: 1}}", "trial.yaml: kandas.0: ", "'young'"),
    "nowhere": ("housing:\n- {territory: KZ-99, places: {2026: 5}}", "trial.yaml: housing.0.territory: ", "KZ-10"),
    "share of nowhere": ("kandas:\n- {persons: {2026: 5}, shares: {KZ-98: 1}}", "kandas.0.shares.KZ-98: ", "KZ-10"),
    "the nation": ("wages:\n- {territory: KZ, percent: {2026: 5}}", "trial.yaml: wages.0.territory: ", "nation"),
    "the past": ("emigration: {change_percent: {2020: 5}}", "trial.yaml: emigration.change_percent.2020: ", "2026"),
    "to itself": (
        "relocation:\n- {origin: KZ-39, destination: KZ-39, persons: {2026: 5}}",
        "trial.yaml: relocation.0: ",
        "both KZ-39",
    ),
    "persons and families": (
        "relocation:\n- {origin: KZ-61, destination: KZ-39, persons: {2026: 5}, families: {2026: 5}}",
        "trial.yaml: relocation.0: ",
        "not both",
    ),
    "rising retention": (
        "relocation:\n- {origin: KZ-61, destination: KZ-39, persons: {2026: 5}, retention: [.8, .9, .7, .6, .5]}",
        "trial.yaml: relocation.0: ",
        "never rises",
    ),
    "an elasticity without source": (
        "wages:\n- {territory: KZ-39, percent: {2026: 5}, elasticity: {value: 1, low: 0, high: 2}}",
        "trial.yaml: wages.0.elasticity.source: ",
        "needed",
    ),
    "an elasticity outside its interval": (
        "wages:\n- {territory: KZ-39, percent: {2026: 5}, elasticity: {value: 3, low: 0, high: 2, source: x}}",
        "trial.yaml: wages.0.elasticity: ",
        "low <= value <= high",
    ),
    "one lever for a list": ("housing: {territory: KZ-39, places: {2026: 5}}", "trial.yaml: housing: ", "dash"),
    "twins": ("emigration: {change_percent: {2026: 5}}\nemigration: {change_percent: {2026: 6}}", "Row 2", "twice"),
    "same luck": ("events:\n- {name: a, frequency: 0}\n- {name: a, frequency: 1}", "trial.yaml: ", "share a name"),
    "another country": ("country: xq", "trial.yaml: country: ", "--country"),
    "a list": ("- kandas", "trial.yaml: ", "named levers"),
    "broken": ("kandas: [", "Row 1 of trial.yaml", "not valid YAML"),
    "nothing": ("", "trial.yaml", "empty"),
}


@pytest.mark.parametrize(("text", "where", "said"), REFUSED.values(), ids=REFUSED)
def test_a_bad_document_is_refused_with_its_place_and_a_remedy(
    tmp_path: Path, kz: CountryPack, text: str, where: str, said: str
):
    with pytest.raises(BadInput) as refusal:
        scenarios.read(written(tmp_path, text), kz)
    letter = str(refusal.value)
    assert where in letter and said in letter, letter
    assert refusal.value.where and refusal.value.remedy


def test_bad_json_and_other_files_are_refused(tmp_path: Path, kz: CountryPack):
    for name, text, said in (
        ("trial.json", '{"kandas": [}', "not valid JSON"),
        ("trial.json", '{"note": "a", "note": "b"}', "twice"),
        ("trial.xlsx", "PK", ".yaml or .json"),
    ):
        with pytest.raises(BadInput, match=said):
            scenarios.read(written(tmp_path, text, name), kz)


def test_the_baseline_scenario_is_the_forecast_to_the_bit(samal: CountryPack):
    plan = Plan(2030, trajectories=12, seed=3)
    plain, idle = cycle.forecast(samal, plan), cycle.forecast(samal, replace(plan, scenario=Scenario()))
    for one, other in zip(plain.years, idle.years, strict=True):
        assert one.people.quantiles.tobytes() == other.people.quantiles.tobytes()
        assert all(one.stocks[name].mean.tobytes() == other.stocks[name].mean.tobytes() for name in one.stocks)


def test_a_forecast_takes_a_scenario(samal: CountryPack):
    plan = Plan(2035, trajectories=12, seed=3)
    harbour = scenarios.read(HARBOUR, samal)
    older = replace(harbour, active_ageing=ActiveAgeing(pension_age={2030: 67}))
    plain, steered = cycle.forecast(samal, plan), cycle.forecast(samal, replace(plan, scenario=older))
    coast = plain.codes.index("XQ-C")
    last, first = -1, 0
    assert steered.years[last].stocks["population"].mean[coast] > plain.years[last].stocks["population"].mean[coast]
    assert steered.years[last].stocks["working_age"].mean[-1] > plain.years[last].stocks["working_age"].mean[-1]
    assert steered.years[first].stocks["working_age"].mean[-1] == plain.years[first].stocks["working_age"].mean[-1]


def test_a_workbench_outcome_is_the_forecast(samal: CountryPack, bench: Workbench):
    """The same seed, horizon and number of futures: the scenario's first years are the forecast's."""
    forecast = cycle.forecast(samal, Plan(2045, trajectories=40, seed=7))
    found = tables.indicators(bench.outcome()).filter((pl.col("indicator") == "population") & (pl.col("year") == 2040))
    expected = dict(zip(forecast.codes, forecast.years[15].stocks["population"].mean.tolist(), strict=True))
    assert forecast.years[15].stock_year == 2040
    assert dict(found.select("territory", "mean").rows()) == pytest.approx(expected, rel=1e-6)


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path, bench: Workbench):
    harbour = scenarios.read(HARBOUR, bench.country)
    for name in ("one", "two"):
        scenarios.report(bench, None, harbour, ("population", "births")).write(tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == [
        "before.parquet", "differences.parquet", "indicators.parquet", "scenario.json", "strengths.parquet",
        "summary.en.txt", "summary.kk.txt", "summary.ru.txt",
    ]  # fmt: skip
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    with pytest.raises(BadInput, match="already"):
        scenarios.report(bench, None, harbour, ("population",)).write(tmp_path / "one")


def test_the_document_kept_can_be_read_again(tmp_path: Path, bench: Workbench):
    harbour = scenarios.read(HARBOUR, bench.country)
    scenarios.report(bench, None, harbour, ("population",)).write(tmp_path / "run")
    kept = json.loads((tmp_path / "run" / "scenario.json").read_text(encoding="utf-8"))["scenario"]
    again = scenarios.read(written(tmp_path, json.dumps(kept), "again.json"), bench.country)
    assert again == harbour


def test_differences_and_strengths_are_tables(bench: Workbench):
    harbour = scenarios.read(HARBOUR, bench.country)
    found = scenarios.report(bench, None, harbour, ("population",))
    table = tables.differences(found.differences)
    coast = table.filter((pl.col("territory") == "XQ-C") & (pl.col("year") == 2040)).row(0, named=True)
    assert 0 < coast["q10"] < coast["q50"] < coast["q90"]
    assert (coast["raised"], coast["lowered"]) == (1.0, 0.0)
    strengths = tables.strengths(harbour)
    assert strengths["source"].str.len_chars().min() > 0
    assert "invented for this example" in strengths["source"]


def test_words_tell_direction_size_and_certainty(bench: Workbench):
    harbour = scenarios.read(HARBOUR, bench.country)
    found = scenarios.report(bench, None, harbour, ("population", "births", "school_seats_per_child"))
    english, russian, kazakh = ("\n".join(found.lines(language)) for language in ("en", "ru", "kk"))
    assert "Coast, population, 1 January 2040: higher by" in english and "thousand persons (8 futures in 10)" in english
    assert "Samal, population, 1 January 2040: no change" in english
    assert "Побережье, численность населения, 1 января 2040 г.: больше на" in russian
    assert "Жаға, халық саны, 2040 жылғы 1 қаңтар: өсім" in kazakh
    lower = re.search(r"Hills, population, 1 January 2040: lower by ([\d.]+) to ([\d.]+) thousand", english)
    assert lower and 0 < float(lower[1]) < float(lower[2])
    assert "nan" not in english + russian + kazakh
    assert english.count("\n") == russian.count("\n") == kazakh.count("\n")


def test_no_lever_is_said_to_change_nothing(bench: Workbench):
    lines = list(scenarios.report(bench, None, Scenario(), ("population", "old_age_dependency")).lines("en"))
    assert lines[1:] and all(line.endswith("no change") for line in lines[1:])


def test_without_chance_one_number_is_said(samal: CountryPack):
    sure = scenarios.prepare(samal, trajectories=0, until=2035, last_year=2040)
    lines = list(scenarios.report(sure, None, scenarios.read(HARBOUR, samal), ("population",)).lines("en"))
    assert any("Coast" in line and "a change of" in line for line in lines)


def test_a_goal_is_answered_in_words(bench: Workbench):
    now = bench.outcome().stocks["working_age"]
    coast = bench.baseline.index("XQ-C")
    reachable = scenarios.goal(
        bench.country, "XQ-C", "working_age", 2035, level=1.02 * float(np.median(now[10, coast])), most=60_000
    )
    answer = bench.seek(reachable)
    for language, word in (("en", "Needed"), ("ru", "Нужно"), ("kk", "Қажет")):
        assert any(line.startswith(word) for line in Speaker(bench.country, language).answer(answer))
    hopeless = bench.seek(scenarios.goal(bench.country, "XQ-C", "working_age", 2035, level=1e9))
    for language, word in (("en", "Impossible"), ("ru", "Невозможно"), ("kk", "Мүмкін емес")):
        assert any(line.startswith(word) for line in Speaker(bench.country, language).answer(hopeless))


def test_a_relocation_is_sought_from_its_origin(bench: Workbench):
    goal = scenarios.goal(
        bench.country, "XQ-C", "working_age", 2035, way="relocation", origin="XQ-H", level=200_000, most=30_000
    )
    assert bench.seek(goal).helps


@pytest.mark.parametrize(
    "wrong",
    [
        {"territory": "XQ-9"},
        {"way": "balloon"},
        {"way": "relocation"},
        {"way": "relocation", "origin": "XQ-C"},
        {"indicator": "births"},
        {"since": 1990},
        {"since": 2040},
        {"year": 2099},
        {"indicator": "school_seats_per_child"},
    ],
    ids=str,
)
def test_a_goal_nobody_can_seek_is_refused(bench: Workbench, wrong: dict[str, object]):
    asked: dict[str, object] = {"territory": "XQ-C", "indicator": "working_age", "year": 2035} | wrong
    with pytest.raises(QonysError):
        bench.seek(scenarios.goal(bench.country, **asked))  # type: ignore[arg-type]


def test_indicators_and_horizons_that_do_not_exist_are_refused(samal: CountryPack):
    with pytest.raises(BadInput, match="Choose from"):
        scenarios.wanted_indicators("population,happiness")
    with pytest.raises(BadInput, match="Choose a year"):
        scenarios.prepare(samal, until=2020)


def test_a_letter_names_the_row_of_the_document(tmp_path: Path, kz: CountryPack):
    text = "title: {kk: Т, ru: Т, en: T}\nhousing:\n  - territory: KZ-39\n    places: {2027: 0}\n  - territory: KZ-99\n"
    for name, wrong in (("housing.1.places", text), ("housing.1.territory", f"{text}    places: {{2027: 5}}\n")):
        with pytest.raises(BadInput, match=rf"^Row 5 of trial.yaml: {name}: "):
            scenarios.read(written(tmp_path, wrong), kz)


@settings(deadline=None)
@given(st.text(alphabet="kandas:[]{}-&*!|>?#'\" 2026\n\t,.%@`\x00\x07é0e", max_size=60))
@example("a: &a [*a]")
@example("? [a]: b")
@example("a: 2026-99-99")
@example("[" * 2000)
@example("title: text")
@example("housing: {}")
def test_whatever_is_written_is_read_or_refused_with_a_letter(text: str):
    try:
        scenarios.from_text(text, "trial.yaml", outline("kz"))
    except BadInput as letter:
        assert letter.where and letter.remedy


def test_the_scenarios_of_a_pack_are_no_input_of_its_forecast(kz: CountryPack):
    assert len(scenarios.read_scenarios(kz)) >= 5
    assert not any(path.startswith("scenarios/") for path, _ in kz.inputs())
