"""Why a line of a quota is what it is: parts that add up to it, to the person.

It starts from the line's share of the national quota by need, and ends with what held it back, lifted it, or was
passed on from or to others. Nothing is left unexplained: the parts are whole numbers and their sum is the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.allocation.problem import SLACK, QuotaProblem
from qonys.engines.allocation.program import Shares
from qonys.engines.vocabulary.territory import Names

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHARE, NEED_MET, HELD_BACK, MOST, PROTECTED, MIX, PASSED_ON, ROUNDING, NO_NEED = (
    "share", "need_met", "held_back", "most", "protected", "mix", "passed_on", "rounding", "no_need",
)  # fmt: skip
NAMES: Mapping[str, Names] = {
    SHARE: Names("Ұлттық квотадан қажеттілікке сай үлес", "Доля национальной квоты по потребности",
                 "Share of the national quota by need"),
    NEED_MET: Names("Бұдан аз адам-ақ тапшылықты жабады", "Нехватка закрывается меньшим числом людей",
                    "Fewer people are enough to fill what is missing"),
    HELD_BACK: Names("Одан көп адамға орын жетпейді", "Для большего числа не хватает места",
                     "There is no room for more"),
    MOST: Names("Осы жолдың жоғарғы шегі", "Верхняя граница этой строки", "The upper bound of this line"),
    PROTECTED: Names("Қорғалған ең аз мөлшерге дейін көтерілді", "Поднято до защищённого минимума",
                     "Raised to the protected minimum"),
    MIX: Names("Өңір басқа ағынмен толықтырылады", "Регион пополняется другим потоком",
               "The region is served by another stream"),
    PASSED_ON: Names("Өзге өңірлермен қайта бөлінді", "Перераспределено с другими регионами",
                     "Passed on from or to other regions"),
    ROUNDING: Names("Бүтін адамға дөңгелектеу", "Округление до целого человека", "Rounding to whole persons"),
    NO_NEED: Names("Тапшылық күтілмейді", "Нехватка не ожидается", "No shortage is expected"),
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """`amount` persons because of `kind`; `detail` names the resource or limit, where there is one."""

    kind: str
    amount: int
    detail: str = ""

    @property
    def names(self) -> Names:
        return NAMES[self.kind]


def explain(problem: QuotaProblem, shares: Shares, persons: Ints) -> list[list[tuple[Reason, ...]]]:
    """The reasons of every line, [stream][territory]."""
    fair = fair_shares(problem)
    used = problem.used(shares.persons)
    return [
        [_line(problem, shares, persons, fair, used, s, r) for r in range(len(problem.territories))]
        for s in range(len(problem.streams))
    ]


def fair_shares(problem: QuotaProblem) -> Floats:
    """Each stream's national limit shared by need alone, (S, R); by the need itself where no limit is set.

    Where one limit holds for several streams, it is shared by their needs too.
    """
    need = problem.shortage[problem.purpose] / np.maximum(problem.fills, 1e-12)[:, None]
    total = need.sum(axis=1)
    by_need = np.divide(need, total[:, None], out=np.zeros_like(need), where=total[:, None] > 0)
    persons = [_nations_share(problem, total, s) for s in range(len(problem.streams))]
    return np.asarray(by_need * np.array(persons)[:, None])


def _nations_share(problem: QuotaProblem, need: Floats, stream: int) -> float:
    """The persons of one stream if its tightest limit were shared by need alone."""
    shares = [
        limit.persons * float(need[stream] / need[limit.streams].sum())
        for limit in problem.limits
        if limit.streams[stream] and need[limit.streams].sum() > 0
    ]
    return min(shares, default=float(need[stream]))


def _line(
    problem: QuotaProblem, shares: Shares, persons: Ints, fair: Floats, used: Floats, s: int, r: int
) -> tuple[Reason, ...]:
    share, final, exact = round(float(fair[s, r])), int(persons[s, r]), float(shares.persons[s, r])
    rounding = final - round(exact)
    rest = final - share - rounding
    parts = [Reason(SHARE, share) if share or problem.shortage[problem.purpose[s], r] > 0 else Reason(NO_NEED, 0)]
    if rest:
        kind, detail = _cause(problem, shares, used, fair, s, r, rest)
        parts.append(Reason(kind, rest, detail))
    if rounding:
        parts.append(Reason(ROUNDING, rounding))
    return tuple(parts)


def _cause(
    problem: QuotaProblem, shares: Shares, used: Floats, fair: Floats, s: int, r: int, rest: int
) -> tuple[str, str]:
    """What moved a line from its share by need, and by which resource."""
    exact, purpose = shares.persons[s, r], int(problem.purpose[s])
    others = [o for o in range(len(problem.streams)) if o != s and problem.purpose[o] == purpose]
    beyond = float(sum(shares.persons[o, r] - fair[o, r] for o in others))  # what other streams bring above their share
    if rest > 0:
        if exact < problem.lower[s, r] + 0.5:
            return PROTECTED, ""
        return (MIX, "") if beyond < -rest / 2 else (PASSED_ON, "")
    binding = [
        (float(shares.prices[k, r]), resource.name)
        for k, resource in enumerate(problem.resources)
        if resource.per_person[s] > 0 and used[k, r] >= resource.spare[r] - max(SLACK, 1e-6 * resource.spare[r])
    ]
    if binding:
        return HELD_BACK, max(binding, key=lambda each: each[0])[1]
    if exact >= problem.upper[s, r] - SLACK:
        return MOST, ""
    if problem.filled(shares.persons)[purpose, r] >= problem.shortage[purpose, r] - max(SLACK, 1e-6):
        return NEED_MET, ""
    return (MIX, "") if beyond > -rest / 2 else (PASSED_ON, "")
