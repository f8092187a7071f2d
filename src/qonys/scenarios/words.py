"""Outcomes in plain words, in Kazakh, Russian and English, with their uncertainty.

An interval is said as eight futures in ten. Where it holds both signs no direction is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from qonys.countries.pack import CountryPack
from qonys.countries.yaml_files import read_mapping
from qonys.engines.projection.levers import Answer, Difference, Way
from qonys.engines.projection.quantiles import Summary

LANGUAGES = ("kk", "ru", "en")
LOW, MEDIAN, HIGH = 1, 2, 3  # positions in `quantiles.PROBABILITIES`
OWN = Path(__file__).with_name("indicators.yaml")
Text = Mapping[str, str]

CHANGE = {
    "up": {
        "kk": "{place}, {what}, {when}: өсім {low}–{high} {unit} (10 болашақтың 8-інде)",
        "ru": "{place}, {what}, {when}: больше на {low}–{high} {unit} (в 8 вариантах будущего из 10)",
        "en": "{place}, {what}, {when}: higher by {low} to {high} {unit} (8 futures in 10)",
    },
    "down": {
        "kk": "{place}, {what}, {when}: кему {low}–{high} {unit} (10 болашақтың 8-інде)",
        "ru": "{place}, {what}, {when}: меньше на {low}–{high} {unit} (в 8 вариантах будущего из 10)",
        "en": "{place}, {what}, {when}: lower by {low} to {high} {unit} (8 futures in 10)",
    },
    "exact": {
        "kk": "{place}, {what}, {when}: өзгеріс {low} {unit}",
        "ru": "{place}, {what}, {when}: изменение {low} {unit}",
        "en": "{place}, {what}, {when}: a change of {low} {unit}",
    },
    "unclear": {
        "kk": "{place}, {what}, {when}: бағыты айқын емес, {low} … {high} {unit} (10 болашақтың 8-інде)",
        "ru": "{place}, {what}, {when}: направление неясно, от {low} до {high} {unit} (в 8 вариантах будущего из 10)",
        "en": "{place}, {what}, {when}: direction unclear, {low} to {high} {unit} (8 futures in 10)",
    },
    "none": {
        "kk": "{place}, {what}, {when}: өзгеріс жоқ",
        "ru": "{place}, {what}, {when}: без изменений",
        "en": "{place}, {what}, {when}: no change",
    },
}
ON = {"kk": "{year} жылғы 1 қаңтар", "ru": "1 января {year} г.", "en": "1 January {year}"}
DURING = {"kk": "{year} жыл", "ru": "{year} г.", "en": "{year}"}
THOUSAND = {"kk": "мың {unit}", "ru": "тыс. {unit}", "en": "thousand {unit}"}
GOAL = {
    "at_least": {
        "kk": "Мақсат: {place}, {what}, {when}: кемінде {level} {unit}.",
        "ru": "Цель: {place}, {what}, {when}: не меньше {level} {unit}.",
        "en": "Goal: {place}, {what}, {when}: at least {level} {unit}.",
    },
    "at_most": {
        "kk": "Мақсат: {place}, {what}, {when}: көп дегенде {level} {unit}.",
        "ru": "Цель: {place}, {what}, {when}: не больше {level} {unit}.",
        "en": "Goal: {place}, {what}, {when}: at most {level} {unit}.",
    },
}
NEEDED = {
    "kk": "Қажет: {since} жылдан бастап жылына {median} орын ({way}); 10 болашақтың 8-інде {low}–{high}.",
    "ru": "Нужно: с {since} г. по {median} мест в год ({way}); в 8 вариантах будущего из 10 – от {low} до {high}.",
    "en": "Needed: {median} places a year from {since} on ({way}); {low} to {high} in 8 futures of 10.",
}
ALLOWED = {
    "kk": "Рұқсат: {since} жылдан бастап жылына көп дегенде {median} орын ({way}); 10 болашақтың 8-інде {low}–{high}.",
    "ru": "Можно: с {since} г. не больше {median} мест в год ({way}); в 8 вариантах из 10 – от {low} до {high}.",
    "en": "Allowed: at most {median} places a year from {since} on ({way}); {low} to {high} in 8 futures of 10.",
}
FREE = {
    "kk": "Болашақтардың {share} %-ында мақсатқа ешкім келмесе де жетеді.",
    "ru": "В {share} % вариантов будущего цель достигается, даже если никто не приедет.",
    "en": "In {share} % of futures the goal is met though nobody comes.",
}
BEYOND = {
    "kk": "Болашақтардың {share} %-ында жылына {most} орын да жеткіліксіз.",
    "ru": "В {share} % вариантов будущего не хватит и {most} мест в год.",
    "en": "In {share} % of futures even {most} places a year are not enough.",
}
MISSED = {
    "kk": "Болашақтардың {share} %-ында ешкім келмесе де мақсатқа жетпейді.",
    "ru": "В {share} % вариантов будущего цель не достигается и без приезжих.",
    "en": "In {share} % of futures the goal is missed though nobody comes.",
}
IMPOSSIBLE_HELPS = {
    "kk": "Мүмкін емес: жылына {most} орын болса да көрсеткіш {reached} {unit} ғана болады (ешкім келмесе {without}).",
    "ru": "Невозможно: и при {most} местах в год показатель составит {reached} {unit} (без приезжих {without}).",
    "en": "Impossible: even {most} places a year bring it to {reached} {unit} only (if nobody comes, {without}).",
}
IMPOSSIBLE_HURTS = {
    "kk": "Мүмкін емес: ешкім келмесе де көрсеткіш {without} {unit}, ал келушілер оны мақсаттан алыстатады.",
    "ru": "Невозможно: и без приезжих показатель составит {without} {unit}, а приезжие отдаляют его от цели.",
    "en": "Impossible: with nobody coming it is {without} {unit}, and whoever comes moves it away from the goal.",
}
WAYS = {
    Way.KANDAS: {"kk": "қандастар", "ru": "кандасы", "en": "kandas"},
    Way.LABOUR: {"kk": "шетелдік жұмысшылар", "ru": "иностранные работники", "en": "foreign workers"},
    Way.RELOCATION: {"kk": "қоныс аударушылар", "ru": "переселенцы", "en": "resettlers"},
}


def indicators(country: CountryPack) -> dict[str, Any]:
    """Name, unit and definition of every indicator a scenario may speak of, by key, in three languages."""
    known: dict[str, Any] = country.definitions_document()["indicators"] | read_mapping(OWN)
    return known


class Speaker:
    """Says outcomes of one country in one language."""

    def __init__(self, country: CountryPack, language: str) -> None:
        self.language = language
        self._indicators = indicators(country)
        self._places = {unit.code: unit.names for unit in (country.lists.nation, *country.current)}

    def changes(self, found: Difference, year: int, places: Iterator[int]) -> Iterator[str]:
        """One line for each territory: who, what, when, by how much, how surely."""
        at = int(np.flatnonzero(found.years == year)[0])
        stock = found.indicator not in FLOWS
        for place in places:
            low, median, high = (float(found.change.quantiles[at, place, i]) for i in (LOW, MEDIAN, HIGH))
            if np.isfinite(median):  # school seats are known of the territories that the scenario names
                yield self._change(found.indicator, found.codes[place], year, stock, (low, median, high))

    def answer(self, found: Answer) -> Iterator[str]:
        """The goal, what it takes, and where it cannot be had."""
        goal = found.goal
        unit, scale = self._unit(goal.indicator, _size(found.level))
        words = {
            "place": self._place(goal.territory),
            "what": self._name(goal.indicator),
            "when": ON[self.language].format(year=goal.year),
            "unit": unit,
            "level": self._round(float(found.level.quantiles[MEDIAN]) / scale),
            "since": goal.since,
            "way": WAYS[goal.way][self.language],
            "most": self._round(goal.most),
            "without": self._round(float(found.with_none.quantiles[MEDIAN]) / scale),
            "reached": self._round(float(found.with_most.quantiles[MEDIAN]) / scale),
        }
        yield GOAL["at_least" if goal.at_least else "at_most"][self.language].format(**words)
        if not found.possible or found.persons is None:
            yield (IMPOSSIBLE_HELPS if found.helps else IMPOSSIBLE_HURTS)[self.language].format(**words)
            return
        low, median, high = (_round(float(found.persons.quantiles[i]), self.language, 2) for i in (LOW, MEDIAN, HIGH))
        yield (NEEDED if found.helps else ALLOWED)[self.language].format(**words, low=low, median=median, high=high)
        if found.helps and found.met_without >= 0.005:
            yield FREE[self.language].format(share=_percent(found.met_without))
        if found.out_of_reach >= 0.005:
            line = BEYOND if found.helps else MISSED
            yield line[self.language].format(share=_percent(found.out_of_reach), **words)

    def _change(self, indicator: str, code: str, year: int, stock: bool, interval: tuple[float, float, float]) -> str:
        # What nobody could notice is no change: half a person, or half a hundredth of a rate.
        least = 0.5 if self._indicators[indicator]["unit"]["en"] == "persons" else 0.005
        low, _, high = (0.0 if abs(value) < least else value for value in interval)
        unit, scale = self._unit(indicator, max(abs(low), abs(high)))
        words = {
            "place": self._place(code),
            "what": self._name(indicator),
            "when": (ON if stock else DURING)[self.language].format(year=year),
            "unit": unit,
        }
        if low == high:
            kind = "none" if low == 0 else "exact"
        elif low >= 0:
            kind = "up"
        elif high <= 0:
            kind, low, high = "down", -high, -low
        else:
            kind = "unclear"
        return CHANGE[kind][self.language].format(**words, low=self._round(low / scale), high=self._round(high / scale))

    def _round(self, value: float) -> str:
        return _round(value, self.language)

    def _place(self, code: str) -> str:
        return str(self._places[code].in_language(self.language))

    def _name(self, indicator: str) -> str:
        name = str(self._indicators[indicator]["name"][self.language])
        return name[0].lower() + name[1:]

    def _unit(self, indicator: str, size: float) -> tuple[str, float]:
        """The unit, and what a value is divided by: persons go by the thousand from a thousand on."""
        unit: Text = self._indicators[indicator]["unit"]
        plain = str(unit[self.language])
        if unit["en"] == "persons" and size >= 1000:
            return THOUSAND[self.language].format(unit=plain), 1000.0
        return plain, 1.0


FLOWS = frozenset(
    {
        "births", "deaths", "natural_increase", "internal_arrivals", "internal_departures", "net_internal_migration",
        "immigration", "emigration", "net_external_migration", "total_fertility", "life_expectancy_male",
        "life_expectancy_female",
    }
)  # fmt: skip


def _size(level: Summary) -> float:
    return abs(float(level.quantiles[MEDIAN]))


def _round(value: float, language: str, digits: int = 0) -> str:
    """To so many significant digits; else two where little is known, three from a hundred on. No false precision."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits or (3 if abs(value) >= 100 else 2)}g}")
    text = f"{rounded:,.0f}" if abs(rounded) >= 10 else f"{rounded:g}"
    # English groups by comma and points decimals; Kazakh and Russian group by no-break space and write a comma.
    return text if language == "en" else text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"
