"""Engines know no files: what they refuse is told here with the name of the file it came from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qonys.engines.vocabulary.errors import BadInput


@contextmanager
def about(where: str) -> Iterator[None]:
    """Whatever is refused inside without naming its place is refused as standing in `where`."""
    try:
        yield
    except BadInput as problem:
        if problem.where:
            raise
        letter = type(problem)
        raise letter(problem.problem, where=where, value=problem.value, remedy=problem.remedy) from problem
