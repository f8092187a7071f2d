"""Places for those with the most points, and the published rule for equals: nothing is drawn, nothing is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qonys.engines.scoring.rules import Tie
from qonys.engines.vocabulary.errors import BadInput, MissingColumn


@dataclass(frozen=True)
class Ranking:
    """`rank` from 1; equals in every published criterion share a rank. `margin`: points above the cut-off.

    `cut_off`: the points of the last person invited; None if nobody was. `tied_out`: people with the same points and
    the same tie-break as the last invited for whom no seat was left; if there are any, the law needs one more rule.
    """

    rank: np.ndarray
    invited: np.ndarray
    margin: np.ndarray
    cut_off: int | None
    tied_out: int


def rank(
    totals: np.ndarray,
    seats: int,
    ties: Sequence[Tie] = (),
    columns: Mapping[str, np.ndarray] | None = None,
    at_least: int | None = None,
) -> Ranking:
    """Who gets one of the seats, by points and then by the ties in their order. Nobody below `at_least`.

    `columns` holds what the ties compare. Where people are equal in everything published, none of them is preferred
    by chance or by the order of the file: those of the last rank are invited only if there are seats for all of them.
    """
    if seats < 0:
        raise BadInput("there cannot be fewer than no seats.", value=seats, remedy="Give 0 or more.")
    keys = [-np.asarray(totals, dtype=np.int64), *(_key(tie, columns or {}, len(totals)) for tie in ties)]
    order = np.lexsort(keys[::-1])
    first_of_rank = _starts(order, keys)
    edges = np.append(np.flatnonzero(first_of_rank), len(order))
    place, ends = (np.repeat(edge, np.diff(edges)) for edge in (edges[:-1], edges[1:]))
    eligible = np.ones(len(order), dtype=bool) if at_least is None else totals[order] >= at_least
    invited_in_order = (ends <= seats) & eligible
    ranks, invited = np.empty(len(order), dtype=np.int64), np.empty(len(order), dtype=bool)
    ranks[order], invited[order] = place + 1, invited_in_order
    cut_off = int(totals[order][invited_in_order][-1]) if invited_in_order.any() else None
    margin = totals - (cut_off if cut_off is not None else 0)
    left_out = (place < seats) & (ends > seats) & eligible
    return Ranking(ranks, invited, margin, cut_off, int(left_out.sum()))


def _key(tie: Tie, columns: Mapping[str, np.ndarray], size: int) -> np.ndarray:
    if tie.by not in columns or len(columns[tie.by]) != size:
        remedy = "Give the column, one value for each person."
        raise MissingColumn("equals are told apart by this column.", value=tie.by, remedy=remedy)
    _, codes = np.unique(columns[tie.by], return_inverse=True)
    return np.asarray(codes if tie.first == "smallest" else -codes)


def _starts(order: np.ndarray, keys: Sequence[np.ndarray]) -> np.ndarray:
    """Where in the order a new rank begins."""
    begins = np.zeros(len(order), dtype=bool)
    if len(order):
        begins[0] = True
    for key in keys:
        begins[1:] |= key[order][1:] != key[order][:-1]
    return begins
