"""How the method would have done: the score card that every run carries and the command prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from qonys.countries.conventions import PastProjection
from qonys.office.planning.forecasts.engine import UN_EX_POST, Backtest

HEAD = "cover 80  cover 95     WIS   error"


def document(tested: Backtest, past_projections: tuple[PastProjection, ...] = ()) -> dict[str, Any]:
    """`calibration.json` of a run. Coverage, weighted interval score, error and bias in per cent."""
    table = tested.calibrated
    cutoffs = sorted({score.cutoff for score in table.scores})
    widths = tested.widths[max(tested.widths)]
    return {
        "first_cutoff": cutoffs[0],
        "last_cutoff": cutoffs[-1],
        "summary": [asdict(row) for row in table.summary()],
        "forecasts": [asdict(score) for score in table.of("qonys")],
        "widths": {"horizons": list(widths.horizons), "factors": list(widths.factors)},
        "united_nations": [asdict(row) for row in UN_EX_POST],
        "past_projections": [each.model_dump() for each in past_projections],
    }


def lines(tested: Backtest) -> Iterator[str]:
    """The same for a terminal."""
    told = document(tested)
    span = f"{told['first_cutoff']} to {told['last_cutoff']}"
    yield f"Total population, forecast again every year from {span}, in per cent"
    yield f"{'method':18} years    n  {HEAD}    bias"
    for row in told["summary"]:
        yield (
            f"{row['method']:18} {row['horizon']:5} {row['forecasts']:4} {row['coverage80']:9.1f} "
            f"{row['coverage95']:9.1f} {row['wis']:7.2f} {row['mape']:7.2f} {row['bias']:+7.2f}"
        )
    yield ""
    yield "United Nations, revisions 2012-2019 against revision 2024, some 200 countries (re-based: base error removed)"
    yield f"{'revision':18} years    n  {HEAD}  re-based 80/95"
    for row in told["united_nations"]:
        yield (
            f"{row['revision']:<18} {row['horizon']:5} {row['countries']:4} {row['coverage80']:9.1f} "
            f"{row['coverage95']:9.1f} {row['wis']:7.2f} {row['mape']:7.2f} "
            f"{row['rebased_coverage80']:9.0f}/{row['rebased_coverage95']:.0f}"
        )
    yield ""
    factors = ", ".join(
        f"x{factor:.2f} at {horizon}"
        for horizon, factor in zip(told["widths"]["horizons"], told["widths"]["factors"], strict=True)
    )
    yield f"So today's intervals of fertility and external migration are widened: {factors} years."
