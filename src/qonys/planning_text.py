"""Balances, quotas and programmes in plain lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from qonys.control import control_table
from qonys.cycle import Planning, Turn
from qonys.engines.vocabulary.errors import BadInput
from qonys.quotas import plan_quotas, told


def planning_of(turn: Turn) -> Planning:
    """Raises BadInput for a country that says nothing of how it plans."""
    if turn.planning is None:
        raise BadInput("the country has no policy to plan by.", where=str(turn.country.folder),
                       remedy="Add policy/ to the pack: see docs/reference/pack.md.")  # fmt: skip
    return turn.planning


def balance_lines(turn: Turn, year: int) -> Iterator[str]:
    """One line a territory: each gap (plus: missing), its probability, and what stops newcomers first."""
    planning = planning_of(turn)
    shown = next((each for each in planning.balance if each.year == year), None)
    if shown is None:
        known = ", ".join(str(each.year) for each in planning.balance)
        raise BadInput("there is no balance for this year.", value=year, remedy=f"Choose one of {known}.")
    codes = (*planning.ground.codes, turn.country.current.nation.code)
    yield f"{'1 January ' + str(year):28}" + "".join(f"{key[:20]:>27}" for key in shown.gaps) + "  first bottleneck"
    for place, code in enumerate(codes):
        cells = (f"{gap.gap.mean[place]:>+16,.0f}  p={gap.probability[place]:.2f}" for gap in shown.gaps.values())
        stops = shown.room.bottleneck(place) if place < len(planning.ground.codes) else ""
        name = turn.country.current.find(code).names.en
        yield f"{name:28}" + "".join(f"{cell:>27}" for cell in cells) + f"  {stops}"


def quota_lines(turn: Turn, year: int) -> Iterator[str]:
    """Every proposed line beside the official one, with reasons that add up; then the legal bounds."""
    planning = planning_of(turn)
    plan = plan_quotas(turn.country, planning.ground, planning.balance, year)
    for key, comparison in plan.comparisons.items():
        agreed = "" if comparison.agreement is None else f", {comparison.agreement:.0%} of the official confirmed"
        yield f"{key}{agreed}"
        for line in comparison.lines:
            reasons = "; ".join(f"{told(reason, planning.ground).en} {reason.amount:+,}" for reason in line.reasons)
            yield f"  {line.stream:20} {line.territory:8} {line.proposed:>7,} {line.official!s:>7}  {reasons}"
    for bound in plan.bounds:
        yield f"{bound.key}: at most {bound.persons:,} ({bound.share:.2%}; {bound.source})"


def programme_lines(turn: Turn) -> Iterator[str]:
    """One line an indicator, with what is known of it."""
    table = control_table(planning_of(turn).controlled)
    for row in table.iter_rows(named=True):
        yield "  ".join(f"{key}={value}" for key, value in row.items() if value is not None)
