"""Records of one file or of two, linked: what the command `qonys link` does."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.linkage.linking import Pairs, link
from qonys.engines.linkage.people import Told, prepare
from qonys.one_person.reading import Records, read

_TEXTS = ("surname", "given", "patronymic", "place", "address", "document", "phone")
_NUMBERS = {"year": 0, "month": 0, "day": 0, "sex": -1, "iin": -1}


@dataclass(frozen=True)
class Linked:
    pairs: pl.DataFrame  # id_a, id_b, probability
    compared: Pairs
    notes: tuple[str, ...]


def run(first: Path, second: Path | None, least: float, seed: int) -> Linked:
    """Pairs with at least this probability, the likeliest first. Raises BadInput."""
    one = read(first)
    two = read(second) if second else None
    told, ids = one.told, np.array(one.ids, dtype=object)
    side = None
    if two is not None:
        told, ids = _both(one, two), np.concatenate([ids, np.array(two.ids, dtype=object)])
        side = np.repeat(np.array([0, 1], np.int8), [len(one.ids), len(two.ids)])
    pairs = link(prepare(told), side, seed=seed)
    found = pairs.likely(least)
    frame = pl.DataFrame(
        {"id_a": ids[found.left].tolist(), "id_b": ids[found.right].tolist(), "probability": found.probability},
        schema={"id_a": pl.Utf8, "id_b": pl.Utf8, "probability": pl.Float64},
    ).sort("probability", "id_a", "id_b", descending=[True, False, False])
    return Linked(frame, pairs, one.notes + (two.notes if two else ()))


def _both(one: Records, two: Records) -> Told:
    """Two files as one; a column that only one has is missing in the other."""
    first, second = one.told, two.told
    columns: dict[str, list[object]] = {}
    for name, missing in chain(((text, None) for text in _TEXTS), _NUMBERS.items()):
        a, b = getattr(first, name), getattr(second, name)
        if len(a) or len(b):
            columns[name] = [*(a or [missing] * first.size), *(b or [missing] * second.size)]
    return Told(first.size + second.size, **columns)  # type: ignore[arg-type]
