"""From one open age to another: the United Nations project to 130+ inside and publish 100+.

Beyond the last age for which rates are published, hazards follow the logistic law of Kannisto (1992), fitted to the
twenty published ages before it; people in the open group are laid out as a stationary population would be.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FITTED_AGES = 20


def extend_mortality(mx: Floats, open_age: int) -> Floats:
    """Death rates (..., A+1) carried on to `open_age`; the published open rate is replaced by the fitted law."""
    published = mx.shape[-1] - 1
    fitted = np.arange(published - _FITTED_AGES, published)
    rates = np.clip(mx[..., fitted], 1e-9, 1 - 1e-9)
    centred = fitted - fitted.mean()
    logits = np.log(rates / (1 - rates))
    slope = np.maximum((logits * centred).sum(axis=-1) / (centred**2).sum(), 0.0)
    beyond = np.arange(published, open_age + 1) - fitted.mean()
    logit = logits.mean(axis=-1)[..., None] + slope[..., None] * beyond
    return np.concatenate([mx[..., :-1], 1 / (1 + np.exp(-logit))], axis=-1)


def lay_out(counts: Floats, mx: Floats, open_age: int) -> Floats:
    """Counts (..., A+1) whose open group is spread over A..`open_age` as survivors of death rates `mx` would be."""
    published = counts.shape[-1] - 1
    alive = np.exp(-np.cumsum(mx[..., published:], axis=-1))
    shares = alive / alive.sum(axis=-1, keepdims=True)
    return np.concatenate([counts[..., :-1], counts[..., -1:] * shares], axis=-1)


def close_at(counts: Floats, open_age: int) -> Floats:
    """Counts (..., A+1) with everybody of `open_age` and older in one open group."""
    return np.concatenate([counts[..., :open_age], counts[..., open_age:].sum(axis=-1, keepdims=True)], axis=-1)
