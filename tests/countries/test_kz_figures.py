"""Golden facts of Kazakhstan's pack. Each names the publication it comes from."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from qonys.countries.figures.checks import Check, lines
from qonys.countries.figures.vintages import as_of, latest
from qonys.countries.pack import CountryPack


def value(figures: pl.DataFrame, **cell: str) -> float:
    wanted = {"publisher": "bns", "territory": "KZ", "sex": "both", "age": "all", **cell}
    found = figures.filter(**wanted)
    assert len(found) == 1, f"{len(found)} figures for {wanted}"
    return float(found["value"][0])


def named(pack: CountryPack, name: str) -> Check:
    return next(each for each in pack.check() if each.name == name)


# Bureau of National Statistics, release of 2 February 2026; demographic yearbooks; UN DESA, WPP 2024
FACTS = [
    ("population", "2026-01-01", 20_495_975),
    ("population", "2000-01-01", 14_901_641),
    ("births", "2021", 446_491),
    ("births", "2025", 335_005),
    ("deaths", "2025", 134_735),
    ("immigration", "2025", 23_761),
    ("emigration", "2025", 7_608),
    ("net_external_migration", "1994", -406_679),
    ("total_fertility", "2024", 2.80),
    ("life_expectancy", "2024", 75.44),
]


@pytest.mark.parametrize(("indicator", "period", "published"), FACTS)
def test_published_figures_of_the_nation(kz: CountryPack, indicator: str, period: str, published: float) -> None:
    assert value(latest(kz.figures()), indicator=indicator, period=period) == published


def test_every_check_holds_and_what_does_not_add_up_is_said_with_its_size(kz: CountryPack) -> None:
    report = lines(kz.check())
    assert all(each.holds for each in kz.check()), "\n".join(report)
    assert any("2025 breaks by 3,847 (preliminary" in line for line in report)
    assert any("2021 breaks by 380,736 (the census" in line for line in report)


def test_the_balancing_equation_holds_to_the_person_in_2015_to_2019_and_2022_to_2024(kz: CountryPack) -> None:
    now = latest(kz.figures())
    for year in (*range(2015, 2020), *range(2022, 2025)):
        start, end = (value(now, indicator="population", period=f"{y}-01-01") for y in (year, year + 1))
        births, deaths, net = (
            value(now, indicator=name, period=str(year)) for name in ("births", "deaths", "net_external_migration")
        )
        assert end - start == births - deaths + net


def test_regions_sum_to_the_nation_every_year_from_2000_to_2026(kz: CountryPack) -> None:
    assert named(kz, "regions").compared >= 100
    now = latest(kz.figures()).filter(indicator="population", sex="both", age="all")
    for year in range(2000, 2027):
        of_year = now.filter(pl.col("period") == f"{year}-01-01")
        units = of_year.filter((pl.col("territory") != "KZ") & pl.col("publisher").is_in(["bns", "qonys"]))
        assert units["value"].sum() == value(of_year, indicator="population", period=f"{year}-01-01")


def test_both_vintages_of_a_revised_figure_are_kept(kz: CountryPack) -> None:
    births = kz.figures().filter(indicator="births", territory="KZ", period="2024", publisher="bns")
    assert sorted(births["value"]) == [365_923, 368_670]
    assert value(as_of(kz.figures(), date(2025, 3, 1)), indicator="population", period="2025-01-01") == 20_286_084
    assert value(latest(kz.figures()), indicator="population", period="2025-01-01") == 20_283_399


def test_nothing_was_known_before_it_was_published(kz: CountryPack) -> None:
    known = as_of(kz.figures(), date(2024, 1, 1))
    assert known["published_on"].max() <= date(2024, 1, 1)  # type: ignore[operator]
    assert known.filter(period="2026-01-01").is_empty()


def test_moves_between_regions_are_those_published(kz: CountryPack) -> None:
    moves = kz.figures().filter(indicator="internal_arrivals").filter(pl.col("period").str.len_chars() == 4)
    totals = dict(moves.group_by("period").agg(pl.col("value").sum()).iter_rows())
    assert totals == {"2022": 803_033, "2023": 1_023_573, "2024": 1_510_337}


def test_a_code_means_a_territory_only_with_its_list(kz: CountryPack) -> None:
    south_kazakhstan = kz.figures().filter(indicator="population", territory="KZ-61", period="2016-01-01", sex="both")
    assert south_kazakhstan["list_since"].to_list() == [date(1998, 1, 1)]
    history = kz.history_table().filter(territory="KZ-61", indicator="population")
    assert history["year"].min() == 2017, "South Kazakhstan must not be drawn as Turkistan"


def test_the_derived_first_of_january_2024_follows_its_definition(kz: CountryPack) -> None:
    now = latest(kz.figures()).filter(sex="both", age="all")
    before = now.filter(indicator="population", period="2023-01-01", publisher="bns")
    mean = now.filter(indicator="population_average", period="2024-H1")
    line = before.join(mean, on="territory", suffix="_mean").select(
        "territory", guess=pl.col("value") + (pl.col("value_mean") - pl.col("value")) * 12 / 15
    )
    scaled = line.with_columns(pl.col("guess") * (20_033_842 / line["guess"].sum()))
    derived = now.filter(publisher="qonys", indicator="population", period="2024-01-01").join(scaled, on="territory")
    assert len(derived) == 20
    assert (derived["value"] - derived["guess"]).abs().max() <= 1  # type: ignore[operator]


def test_every_figure_has_a_definition_in_three_languages_a_unit_a_source_and_a_day(kz: CountryPack) -> None:
    figures = kz.figures()
    for key in figures["definition"].unique():
        words = kz.definition(key)
        assert all((words.kk, words.ru, words.en))
    for column in ("unit", "source", "vintage", "file"):
        assert figures.filter(pl.col(column) == "").is_empty()
    assert figures["published_on"].null_count() == 0
    assert {each.licence for each in kz.datasets if each.publisher == "un-wpp-2024"} == {"CC BY 3.0 IGO"}


def test_the_dictionary_of_pages_is_complete(kz: CountryPack) -> None:
    told = kz.definitions_document()
    wanted = set(kz.history_table()["indicator"]) | set(kz.other_forecasts()["indicator"])
    wanted |= {"median_age", "school_age", "pension_age", "women_15_49", "total_dependency", "natural_increase"}
    assert wanted <= set(told["indicators"])
    for entry in told["indicators"].values():
        for part in ("name", "unit", "definition"):
            assert all(entry[part][language] and "{" not in entry[part][language] for language in ("kk", "ru", "en"))
    assert told["indicators"]["school_age"]["definition"]["en"] == "Children aged 6–17."
    assert told["indicators"]["pension_age"]["definition"]["ru"].startswith("Люди в возрасте 63 и старше")
    assert set(kz.other_forecasts()["publisher"]) <= set(told["publishers"])


def test_other_offices_forecasts_are_told_by_name(kz: CountryPack) -> None:
    told = kz.other_forecasts()
    assert set(told["publisher"]) == {"un-wpp-2024", "crtr", "mne"}
    births = told.filter(publisher="un-wpp-2024", variant="medium", indicator="births", year=2024)
    assert births["value"].to_list() == [401_985], "UN medium births of 2024, against 365,923 that happened"
    assert told.filter(publisher="mne", year=2030)["value"].to_list() == [21_700_000]
    assert set(told.filter(publisher="un-wpp-2024")["variant"]) == {"medium", "low", "high"}
    bounds = kz.other_forecasts(bounds=True).filter(publisher="un-wpp-2024", indicator="population", year=2050)
    assert bounds.filter(variant="lower95")["value"][0] < bounds.filter(variant="upper95")["value"][0]


def test_age_bands_are_dated_and_sourced(kz: CountryPack) -> None:
    given = kz.conventions
    assert [str(given.ages(band)) for band in ("school_age", "working_age", "pension_age")] == ["6-17", "16-62", "63+"]
    assert given.pension_age_on(date(2026, 1, 1)).female == 61
    assert given.pension_age_on(date(2031, 1, 1)).female == given.pension_age_on(date(2031, 1, 1)).male == 63
    assert all(band.source for bands in given.age_bands.values() for band in bands)


def test_inputs_are_listed_with_their_digests(kz: CountryPack) -> None:
    listed = dict(kz.inputs())
    assert {"territories.yaml", "conventions.yaml", "figures/bns-national.csv", "forecasts/mne.csv"} <= set(listed)
    assert all(len(digest) == 64 for digest in listed.values())
    assert not any(path.endswith(".py") for path in listed)
