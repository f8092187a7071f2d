"""What must add up in published figures, whether it does, and by how much it does not.

A check holds if no deviation exceeds what rounding allows. A deviation the pack knows about
(conventions.yaml, known_deviations) is reported with its reason; it must still have exactly the known size.
Anything else breaks the check, and `demand` refuses the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from qonys.countries.conventions import Conventions, KnownDeviation
from qonys.countries.figures.identities import (
    age_groups,
    arrivals_and_departures,
    balance,
    differences,
    months,
    net_zero,
    regions,
    settlements,
    sexes,
)
from qonys.countries.figures.tables import place
from qonys.countries.figures.vintages import FIGURE
from qonys.countries.territories import TerritoryLists
from qonys.engines.vocabulary.errors import SumsDisagree


@dataclass(frozen=True)
class Known:
    """A deviation that is published, explained, and not hidden."""

    where: str
    deviation: float
    reason: str


@dataclass(frozen=True)
class Check:
    """One identity over all figures it applies to; `worst` and `where` tell its largest unexplained deviation."""

    name: str
    explanation: str
    compared: int
    holds: bool
    worst: float
    where: str
    allowed: float
    known: tuple[Known, ...] = ()
    place: str = ""  # file and row


EXPLANATIONS = {
    "regions": "the units of the list, with published residuals, sum to the nation",
    "sexes": "men and women sum to both sexes",
    "settlements": "urban and rural people sum to all",
    "age_groups": "age groups sum to the total of their sex",
    "balance": "population changes by births - deaths + net external migration",
    "natural_increase": "natural increase is births - deaths",
    "net_internal": "net internal migration is arrivals - departures",
    "net_external": "net external migration is immigration - emigration",
    "net_zero": "net internal migration sums to zero over the country, by year and month",
    "arrivals_and_departures": "arrivals from and departures to other regions are the same moves",
    "months": "months sum to their year",
}


def check(figures: pl.DataFrame, lists: TerritoryLists, conventions: Conventions) -> tuple[Check, ...]:
    """Every identity on the figures of all publishers and vintages, in the order of EXPLANATIONS, then revisions."""
    rounding = {key: publisher.tolerance for key, publisher in conventions.publishers.items()}
    deviations = {
        "regions": regions(figures, lists, conventions),
        "sexes": sexes(figures),
        "settlements": settlements(figures),
        "age_groups": age_groups(figures),
        "balance": balance(figures, lists.nation.code),
        "natural_increase": differences(figures, "births", "deaths", "natural_increase"),
        "net_internal": differences(figures, "internal_arrivals", "internal_departures", "net_internal_migration"),
        "net_external": differences(figures, "immigration", "emigration", "net_external_migration"),
        "net_zero": net_zero(figures, lists),
        "arrivals_and_departures": arrivals_and_departures(figures, lists),
        "months": months(figures),
    }
    judged = [_judge(name, table, rounding, conventions.known_deviations) for name, table in deviations.items()]
    return (*judged, _cells(figures), _revisions(figures))


def demand(checks: Iterable[Check]) -> None:
    """Raises SumsDisagree for the first check that breaks."""
    for each in checks:
        if not each.holds:
            raise SumsDisagree(
                f"{each.explanation}: here it breaks by {each.worst:,.6g} ({each.where}; {each.allowed:g} allowed).",
                where=each.place,
                value=each.worst,
                remedy="Compare with the publication; if published so, add it to known_deviations with its reason.",
            )


def lines(checks: Iterable[Check]) -> list[str]:
    """The report of `qonys figures check`, one line per check and one per known deviation."""
    report = []
    for each in checks:
        verdict = "holds" if each.holds else "BREAKS"
        size = (
            ""
            if each.holds and not each.worst
            else f"; worst {each.worst:,.6g} at {each.where}, {each.allowed:g} allowed"
        )
        report.append(f"{verdict:6}  {each.name}: {each.explanation} ({each.compared:,} compared{size})")
        for known in each.known:
            report.append(f"        {known.where} breaks by {abs(known.deviation):,.6g} ({known.reason})")
    return report


def _judge(name: str, table: pl.DataFrame, rounding: dict[str, float], known: tuple[KnownDeviation, ...]) -> Check:
    explained: list[Known] = []
    worst, at = 0.0, None
    allowed = 0.0
    for row in table.filter(pl.col("deviation").abs() > 0).iter_rows(named=True):
        tolerance = rounding.get(row["publisher"], 0.0)
        reason = _reason(name, row, tolerance, known)
        if reason is not None:
            explained.append(Known(_where(row), row["deviation"], reason))
        elif at is None or abs(row["deviation"]) - tolerance > abs(worst) - allowed:
            worst, at, allowed = row["deviation"], row, tolerance
    holds = at is None or abs(worst) <= allowed
    spot = place(at["file"], at["row"]) if at else ""
    where = _where(at) if at else ""
    return Check(name, EXPLANATIONS[name], len(table), holds, worst, where, allowed, tuple(explained), spot)


def _reason(name: str, row: dict[str, object], tolerance: float, known: tuple[KnownDeviation, ...]) -> str | None:
    for each in known:
        same = each.check == name and each.period == str(row["period"])[: len(each.period)]
        same = same and each.publisher in ("", row["publisher"]) and each.territory in ("", row["territory"])
        if same and abs(float(str(row["deviation"])) - each.deviation) <= tolerance:
            return each.reason
    return None


def _where(row: dict[str, object]) -> str:
    parts = (row["publisher"], row["indicator"], row["territory"], row["period"], row["detail"])
    return " ".join(str(part) for part in parts if part)


def _cells(figures: pl.DataFrame) -> Check:
    """Shape, codes, ranges, duplicates and conflicts stop the reading itself; here they are only counted."""
    said = f"every one of {figures['dataset'].n_unique()} datasets has known codes, possible values and no cell twice"
    return Check("cells", said, len(figures), True, 0.0, "", 0.0)


def _revisions(figures: pl.DataFrame) -> Check:
    """Revised figures, with their first and latest value: reported as known, since revising is ordinary."""
    ordered = figures.sort("published_on", maintain_order=True)
    summary = ordered.group_by(FIGURE, maintain_order=True).agg(
        first=pl.col("value").first(), last=pl.col("value").last(), vintages=pl.col("value").n_unique()
    )
    changed = summary.filter(pl.col("vintages") > 1)
    nations = changed.sort((pl.col("last") - pl.col("first")).abs(), descending=True).head(5)
    known = tuple(
        Known(
            f"{row['publisher']} {row['indicator']} {row['territory']} {row['period']} {row['sex']}",
            row["last"] - row["first"],
            f"revised from {row['first']:,.10g} to {row['last']:,.10g}; both are kept",
        )
        for row in nations.iter_rows(named=True)
    )
    said = f"{len(changed)} figures were revised after their first publication (the largest below)"
    return Check("revisions", said, len(summary), True, 0.0, "", 0.0, known)
