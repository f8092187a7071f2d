"""The whole of estimation as one short story: START READING HERE."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.estimation.births import birth_rates
from qonys.engines.estimation.broad_ages import latest_age_table
from qonys.engines.estimation.doubt import doubt
from qonys.engines.estimation.external_migration import emigrant_shares, immigrant_shares
from qonys.engines.estimation.fertility import fertility_pattern
from qonys.engines.estimation.internal_migration import internal_margins, internal_migration
from qonys.engines.estimation.methods import methods
from qonys.engines.estimation.mortality import mortality_pattern
from qonys.engines.estimation.national_ages import national_ages
from qonys.engines.estimation.regional_ages import regional_ages
from qonys.engines.estimation.totals import count_people
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.population import Population
from qonys.engines.vocabulary.rates import Estimates, RegionalPattern
from qonys.engines.vocabulary.sex import SEXES


def estimate(evidence: Evidence) -> Estimates:
    """From what is published to what a projection starts from: base, patterns, doubt and how each was made.

    Raises a BadInput letter where figures contradict each other or nothing at all is published.
    """
    totals = count_people(evidence)
    nation = national_ages(evidence, totals.persons.sum(axis=0))
    table = latest_age_table(evidence, nation.shape[1] - 1)
    child_share = table.child_share if table else np.full(len(evidence.territories), np.nan)
    rates = birth_rates(evidence, totals.by_territory, child_share)
    people = regional_ages(evidence, totals.persons, nation, table, rates)
    moves = internal_margins(evidence, totals.by_territory)
    return Estimates(
        base=Population.of(people, evidence.territories.codes, evidence.base_year),
        pattern=RegionalPattern(
            fertility=_label(fertility_pattern(evidence, people, rates), evidence, "territory", "age"),
            mortality=_label(mortality_pattern(evidence, people), evidence, "territory", "sex", "age"),
            internal_migration=_label(
                internal_migration(evidence, people), evidence, "origin", "destination", "sex", "age"
            ),
            immigrants=_label(immigrant_shares(people), evidence, "territory", "sex", "age"),
            emigrants=_label(emigrant_shares(people), evidence, "territory", "sex", "age"),
        ),
        doubt=doubt(evidence, totals, table, rates, moves),
        methods=methods(evidence, totals, table, rates, moves),
    )


def _label(values: NDArray[np.float64], evidence: Evidence, *dims: str) -> xr.DataArray:
    """Name the axes of a plain array."""
    codes = list(evidence.territories.codes)
    labels = {"sex": [str(sex) for sex in SEXES], "age": list(range(values.shape[-1]))}
    return xr.DataArray(values, coords={dim: labels.get(dim, codes) for dim in dims}, dims=dims)
