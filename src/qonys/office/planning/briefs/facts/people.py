"""How many people, what drives it, and which regions grow or shrink."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band, Past, Place

SOON, MIDDLE = 2030, 2050  # the years every brief speaks of, where the run reaches them
DRIVERS = ("births", "deaths", "natural_increase", "net_external_migration")


@dataclass(frozen=True)
class Outlook:
    """The nation: people now, published before and expected after, on each 1 January."""

    base: int
    now: float
    past: tuple[Past, ...]
    path: tuple[Band, ...]
    ahead: tuple[Band, ...]  # the one or two years the headline names


@dataclass(frozen=True)
class Driver:
    """Events of a year: the last published and the expected."""

    key: str
    published: Past | None
    ahead: tuple[Band, ...]


@dataclass(frozen=True)
class Growth:
    """Expected change from the base to 1 January `until`, and its parts, in persons (means, so that they add up)."""

    until: int
    change: float
    natural: float
    external: float


@dataclass(frozen=True)
class RegionAhead:
    """One region: people now and then, the change in per cent of now with its 80 % interval."""

    place: Place
    now: float
    then: Band
    low: float
    middle: float
    high: float

    @property
    def direction(self) -> int:
        """1 where growth is very likely (more than 9 in 10), -1 where decline is, else 0."""
        return int(self.low > 0) - int(self.high < 0)


def headline_years(run: Run) -> tuple[int, ...]:
    """The near and the far year of the headline; one year where a run reaches no farther."""
    soon = min(SOON if run.first_year < SOON else run.first_year + 5, run.last_year)
    return tuple(dict.fromkeys((soon, min(max(MIDDLE, run.first_year + 10), run.last_year))))


def outlook(run: Run) -> Outlook:
    nation = selectors.geography(run).nation.code
    path = selectors.expected(run, nation)["population"]
    years = headline_years(run)
    return Outlook(
        base=run.first_year,
        now=selectors.population_now(run, nation),
        past=selectors.history(run, nation).get("population", ()),
        path=tuple(band for band in path if band.year <= years[-1]),
        ahead=tuple(band for band in path if band.year in years),
    )


def drivers(run: Run) -> tuple[Driver, ...]:
    """Each driver that the run knows, in the base year and in the near year of the headline (a flow during it)."""
    nation = selectors.geography(run).nation.code
    expected, history = selectors.expected(run, nation), selectors.history(run, nation)
    years = {run.first_year, min(headline_years(run)[0], run.last_year - 1)}
    found = []
    for key in DRIVERS:
        published = [point for point in history.get(key, ()) if point.year < run.first_year]
        ahead = tuple(band for band in expected.get(key, ()) if band.year in years)
        if ahead:
            found.append(Driver(key, published[-1] if published else None, ahead))
    return tuple(found)


def growth(run: Run) -> Growth | None:
    """None where the run does not tell both parts."""
    expected = selectors.expected(run, selectors.geography(run).nation.code)
    until = headline_years(run)[0]
    stocks = {band.year: band.mean for band in expected["population"]}
    parts = [
        sum(band.mean for band in expected.get(key, ()) if run.first_year <= band.year < until)
        for key in ("natural_increase", "net_external_migration")
    ]
    if not all(key in expected for key in ("natural_increase", "net_external_migration")):
        return None
    return Growth(until, stocks[until] - stocks[run.first_year], *parts)


def regions(run: Run) -> tuple[RegionAhead, ...]:
    """Every region at the far year of the headline, the fastest growing first."""
    base, then = selectors.today(run), selectors.across(run, headline_years(run)[-1])
    found = []
    for place in selectors.geography(run).units:
        if place.code in base and place.code in then:
            now, later = base[place.code]["population"].q50, then[place.code]["population"]
            low, middle, high = (100 * (value / now - 1) for value in (later.q10, later.q50, later.q90))
            found.append(RegionAhead(place, now, later, low, middle, high))
    return tuple(sorted(found, key=lambda region: (-region.middle, region.place.code)))
