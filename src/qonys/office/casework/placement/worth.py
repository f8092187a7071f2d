"""What a place is worth to a family, in points. Nothing here knows origin, nationality or sex.

Until the follow-up of families yields a model of work and staying, a family's own choice leads, and work in its own
occupation counts beside it. The points are an assumption of the office, kept with every round.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qonys.countries.sorting import search_key

BY_WISH = (100, 70, 50)  # the family's first, second and third choice
ELSEWHERE = 10  # a place it did not name: better than to wait
OWN_WORK = 30  # a job in its own occupation waits there


def points(path: str, wishes: Sequence[str], occupation: str, jobs: Collection[str]) -> int:
    """`path`: of the place; a wish for a region is one for every place within it."""
    rank = rank_of(path, wishes)
    by_choice = BY_WISH[rank - 1] if 1 <= rank <= len(BY_WISH) else ELSEWHERE
    wanted = search_key(occupation)
    own = bool(wanted) and any(wanted == search_key(job) for job in jobs)
    return by_choice + OWN_WORK * own


def rank_of(path: str, wishes: Sequence[str]) -> int:
    """1 for the first choice; 0 for a place the family did not name."""
    return next((place for place, wish in enumerate(wishes, start=1) if path.startswith(wish)), 0)
