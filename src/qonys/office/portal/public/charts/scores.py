"""The scoreboard: every forecast beside the simplest alternative, as dots and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qonys.office.planning.flows import selectors as moves
from qonys.office.planning.flows.selectors import Method
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.places import name
from qonys.office.portal.public.charts import checked
from qonys.office.portal.public.charts.calibration import DOCUMENT
from qonys.office.portal.public.charts.territory import Subject
from qonys.office.portal.public.drawing.versus import Dot, Line, of_percent, of_ratio

AS_GOOD = 0.03  # errors that differ by less are called the same
BENCHMARK, HEARD, DEMOTED = "benchmark", "heard", "demoted"
METHODS = {
    "persistence": (gettext_lazy("As last year"), gettext_lazy("Every pair repeats its latest year.")),
    "convergence": (
        gettext_lazy("Large and small drift"),
        gettext_lazy("Large flows grow slower or faster than small ones, as they did before."),
    ),
    "momentum": (
        gettext_lazy("Momentum"),
        gettext_lazy("Regions that lately won or lost go on doing so, or come back, as they did before."),
    ),
    "long_run_growth": (
        gettext_lazy("Long-run growth"),
        gettext_lazy("A pair's average growth since the record began goes on, as far as it did before."),
    ),
    "counterflow": (
        gettext_lazy("Counterflow"),
        gettext_lazy("Where many leave, more arrive later: what went one way comes back."),
    ),
    "smoothing_85": (
        gettext_lazy("Light smoothing"),
        gettext_lazy("A pair's share is a moving average; the latest year counts 85%."),
    ),
    "smoothing_70": (
        gettext_lazy("Smoothing"),
        gettext_lazy("A pair's share is a moving average; the latest year counts 70%."),
    ),
    "smoothing_45": (
        gettext_lazy("Strong smoothing"),
        gettext_lazy("A pair's share is a moving average; the latest year counts 45%."),
    ),
}
STANDINGS = {
    BENCHMARK: gettext_lazy("the yardstick"),
    HEARD: gettext_lazy("heard"),
    DEMOTED: gettext_lazy("demoted: “as last year” is as good"),
    "untried": gettext_lazy("not tried yet: too few years"),
}


@dataclass(frozen=True)
class Cell:
    """One method at one horizon: its weight in percent, its error, and its standing."""

    weight: float
    text: str
    error: str
    standing: str
    key: str


@dataclass(frozen=True)
class Row:
    label: Promise | str
    explained: Promise | str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Verdict:
    """One of the answers at the top of the page."""

    what: str
    answer: str
    told: str


# The population


def population(told: dict[str, Any], country: str) -> tuple[Line, ...]:
    """Our method, then the United Nations: mean errors over those of "growth stays as it was"."""
    counts = {row["horizon"]: row["forecasts"] for row in told["summary"] if row["method"] == "qonys"}
    text = _("%(country)s, %(years)s years ahead: Qonys, put back to %(count)s earlier years")
    ours = (
        _line(text % {"country": country, "years": years, "count": counts[years]}, [_Told(ratio, "Qonys")])
        for years, ratio in _ours(told).items()
    )
    return (*ours, *_united_nations(told, country))


def _ours(told: dict[str, Any]) -> dict[int, float]:
    """Our mean error over that of "growth stays as it was", by years ahead."""
    naive = {row["horizon"]: row["mape"] for row in told["summary"] if row["method"] != "qonys"}
    ours = {row["horizon"]: row["mape"] for row in told["summary"] if row["method"] == "qonys"}
    return {years: error / naive[years] for years, error in ours.items() if naive.get(years)}


def _united_nations(told: dict[str, Any], country: str) -> Iterable[Line]:
    by_horizon = sorted(told["united_nations"], key=lambda row: row["horizon"])
    for horizon, rows in groupby(by_horizon, key=lambda row: row["horizon"]):
        what = _("Some 200 countries, %(years)s years ahead: United Nations") % {"years": horizon}
        yield _line(what, [_revised(r, r["mape"] / r["constant_growth_mape"]) for r in rows])
    own = [row for row in told["past_projections"] if row["constant_growth_error"]]
    for year, rows in groupby(sorted(own, key=lambda row: row["year"]), key=lambda row: row["year"]):
        what = _("%(country)s in %(year)s: United Nations") % {"country": country, "year": year}
        yield _line(what, [_revised(r, abs(r["error"] / r["constant_growth_error"])) for r in rows])


def _revised(row: dict[str, Any], ratio: float) -> _Told:
    return _Told(ratio, _revision(row), "diamond")


def _revision(row: dict[str, Any]) -> str:
    return _("revision of %(year)s") % {"year": row["revision"]}


def coverage(told: dict[str, Any], country: str) -> tuple[Line, ...]:
    """How many of a hundred outcomes the 80 % interval held."""
    titles = {"qonys": "Qonys", "constant growth": _("Growth stays as it was")}
    lines = []
    for row in sorted(told["summary"], key=lambda row: (row["horizon"], row["method"] != "qonys")):
        what = _("%(country)s, %(years)s years ahead: %(who)s") % {
            "country": country,
            "years": row["horizon"],
            "who": titles[row["method"]],
        }
        lines.append(_held(what, [row], "circle", hollow=row["method"] != "qonys"))
    by_horizon = sorted(told["united_nations"], key=lambda row: row["horizon"])
    for horizon, rows in groupby(by_horizon, key=lambda row: row["horizon"]):
        what = _("Some 200 countries, %(years)s years ahead: United Nations") % {"years": horizon}
        lines.append(_held(what, list(rows), "diamond"))
    return tuple(lines)


def _held(what: str, rows: Sequence[dict[str, Any]], shape: str, hollow: bool = False) -> Line:
    shares = [row["coverage80"] for row in rows]
    dots = tuple(
        Dot(of_percent(share), shape, hollow, _revision(row) if "revision" in row else "")
        for share, row in zip(shares, rows, strict=True)
    )
    return Line(what, dots, _in_100(shares))


def rebased(told: dict[str, Any]) -> str:
    """How many outcomes the intervals of the United Nations held, once the error of its base is removed."""
    return _in_100([row["rebased_coverage80"] for row in told["united_nations"]])


def _in_100(shares: Sequence[float]) -> str:
    low, high = (numbers.number(edge) for edge in (min(shares), max(shares)))
    return _("%(number)s in 100") % {"number": low if low == high else numbers.between(low, high)}


# The moves between regions


def flow_lines(found: Sequence[Method]) -> tuple[Line, ...]:
    """At each horizon every method that was tried, filled if it is heard; the yardstick alone if none was."""
    lines = []
    for steps, methods in groupby(found, key=lambda method: method.steps):
        what = ngettext(
            "Moves between regions, %(years)s year ahead", "Moves between regions, %(years)s years ahead", steps
        ) % {"years": steps}
        tried = [m for m in methods if m.error is not None and m.standing != BENCHMARK]
        if tried:
            line = _line(what, [_Told(m.error, _named(m), heard=m.standing == HEARD) for m in tried])
            if all(m.standing != HEARD for m in tried):
                line = Line(what, line.dots, _("nothing tried beats “as last year”, so that is what we say"), "same")
            lines.append(line)
        else:
            yardstick = Dot(of_ratio(1.0), "circle", True, _("As last year"))
            lines.append(Line(what, (yardstick,), _("not known yet: we say “as last year”"), "unknown"))
    return tuple(lines)


def _named(method: Method) -> str:
    label = METHODS.get(method.name, (method.name.replace("_", " "), ""))[0]
    return f"{label}: {STANDINGS.get(method.standing, method.standing)}"


def flow_table(found: Sequence[Method]) -> tuple[tuple[int, ...], tuple[Row, ...]]:
    """The horizons, and a row a method with its weight and standing at each."""
    horizons = tuple(sorted({method.steps for method in found}))
    at = {(method.name, method.steps): method for method in found}
    order = dict.fromkeys(method.name for method in sorted(found, key=lambda m: (m.standing != BENCHMARK, -m.weight)))
    rows = []
    for key in order:
        label, explained = METHODS.get(key, (key.replace("_", " "), ""))
        rows.append(Row(label, explained, tuple(_cell(at[key, steps]) for steps in horizons if (key, steps) in at)))
    return horizons, tuple(rows)


def _cell(method: Method) -> Cell:
    error = "" if method.error is None or method.standing == BENCHMARK else numbers.number(method.error, 2)
    weight = 100 * method.weight
    standing = str(STANDINGS.get(method.standing, method.standing))
    return Cell(round(weight, 1), numbers.percent(weight), error, standing, method.standing)


def tries(found: Sequence[Method]) -> int:
    """At how many earlier cut-offs the nearest horizon was tried."""
    nearest = min((method.steps for method in found), default=0)
    return max((method.vintages for method in found if method.steps == nearest), default=0)


# In words


@dataclass(frozen=True)
class _Told:
    """One error relative to that of the simplest guess, and whose it is."""

    ratio: float
    who: str
    shape: str = "circle"
    heard: bool = True

    @property
    def dot(self) -> Dot:
        return Dot(of_ratio(self.ratio), self.shape, not self.heard, f"{self.who}: {_words(self.ratio)}")


def _line(what: str, told: Sequence[_Told]) -> Line:
    """Dots, and in words what those who are heard say together."""
    ratios = [each.ratio for each in told if each.heard] or [each.ratio for each in told]
    return Line(what, tuple(each.dot for each in told), _range(ratios), _verdict(min(ratios), max(ratios)))


def _range(ratios: Sequence[float]) -> str:
    """One or several errors relative to the simplest guess; several of one kind share their words."""
    best, worst = min(ratios), max(ratios)
    if _words(best) == _words(worst):
        return _words(best)
    if worst < 1 - AS_GOOD:
        span = numbers.between(numbers.number(100 * (1 - worst)), numbers.percent(100 * (1 - best)))
        return _("errors %(percent)s smaller") % {"percent": span}
    return _("%(from)s to %(to)s") % {"from": _words(best), "to": _words(worst)}


def _words(ratio: float) -> str:
    """An error relative to the simplest guess: 0.64 is "36% smaller", 2.5 is "2.5 times as large"."""
    if abs(ratio - 1) < AS_GOOD:
        return _("errors as large")
    if ratio < 1:
        return _("errors %(percent)s smaller") % {"percent": numbers.percent(100 * (1 - ratio))}
    if ratio < 2:
        return _("errors %(percent)s larger") % {"percent": numbers.percent(100 * (ratio - 1))}
    if ratio < 10:
        return _("errors %(times)s times as large") % {"times": numbers.number(ratio, 1)}
    return _("errors more than ten times as large")


def _verdict(best: float, worst: float) -> str:
    if worst < 1 - AS_GOOD:
        return "better"
    return "worse" if best > 1 + AS_GOOD else "same"


def verdicts(told: dict[str, Any] | None, found: Sequence[Method]) -> tuple[Verdict, ...]:
    """The answers a reader takes away: the population, the moves, the intervals."""
    answers = [_about_moves(found)] if found else []
    if told is None:
        return tuple(answers)
    ratios = list(_ours(told).values())
    answer = _("Yes") if _verdict(min(ratios), max(ratios)) == "better" else _("Not always")
    shares = [row["coverage80"] for row in told["summary"] if row["method"] == "qonys"]
    held = Verdict(_("80% intervals held"), _in_100(shares), _("80 in 100 were promised"))
    return (Verdict(_("Population"), answer, _range(ratios)), *answers, held)


def _about_moves(found: Sequence[Method]) -> Verdict:
    what = _("Moves between regions")
    if any(method.standing == HEARD for method in found):
        best = min(m.error for m in found if m.standing == HEARD and m.error is not None)
        return Verdict(what, _("Yes") if _verdict(best, best) == "better" else _("Hardly"), _words(best))
    if any(method.standing == DEMOTED for method in found):
        return Verdict(what, _("No, and we do not pretend"), _("we say “as last year”"))
    return Verdict(what, _("Not known yet"), _("we say “as last year”"))


def others(run: Run) -> dict[str, Any] | None:
    """How other offices' forecasts of years that have passed came out; the page of outcomes has each."""
    found = checked.misses(Subject.of(run, selectors.geography(run).nation.code))
    if not found:
        return None
    return {
        "count": len(found),
        "typical": numbers.percent(median(abs(miss.error) for miss in found), 1),
        "largest": numbers.percent(max(abs(miss.error) for miss in found), 1),
    }


def years_published(run: Run) -> tuple[int, ...]:
    """Years of which arrivals and departures are published."""
    return tuple(year for year, kind in moves.years(run).items() if kind == moves.ESTIMATE)


def card(run: Run) -> dict[str, Any] | None:
    """`calibration.json`; None for a run of a country without a long past."""
    return run.document(DOCUMENT) if (run.folder / DOCUMENT).is_file() else None


def country(run: Run) -> str:
    return name(selectors.geography(run).nation.names)
