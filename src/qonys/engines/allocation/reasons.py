"""Why a line of a quota is what it is: parts that add up to it, to the person.

It starts from the line's share of the national quota by need, or in a re-cut from the line in force, and ends with
what held it back, lifted it, or was passed on from or to others. Nothing is left unexplained: the parts are whole
numbers and their sum is the line.
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
IN_FORCE, LAGS, ALREADY_CAME = "in_force", "lags", "already_came"  # of a re-cut, in the place of share, most, protected
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
    MIX: Names("Өңірдегі ағындар арасында алмастырылды", "Обмен между потоками внутри региона",
               "Exchanged between the streams of the region"),
    PASSED_ON: Names("Өзге өңірлерден берілді", "Передано из других регионов", "Passed on from other regions"),
    ROUNDING: Names("Бүтін адамға дөңгелектеу", "Округление до целого человека", "Rounding to whole persons"),
    NO_NEED: Names("Тапшылық күтілмейді", "Нехватка не ожидается", "No shortage is expected"),
    IN_FORCE: Names("Қолданыстағы квота", "Действующая квота", "The quota in force"),
    LAGS: Names("Қазіргі қарқынмен игерілмейді", "При нынешнем темпе не будет использовано",
                "Will not be used at the pace so far"),
    ALREADY_CAME: Names("Осынша адам келіп қойды", "Столько людей уже прибыло", "So many have already come"),
}  # fmt: skip
TO_OTHERS = Names("Өзге өңірлерге берілді", "Передано другим регионам", "Passed on to other regions")


@dataclass(frozen=True)
class Reason:
    """`amount` persons because of `kind`; `detail` names the resources that held the line back, with commas between."""

    kind: str
    amount: int
    detail: str = ""

    @property
    def names(self) -> Names:
        return TO_OTHERS if self.kind == PASSED_ON and self.amount < 0 else NAMES[self.kind]


@dataclass(frozen=True)
class _Explained:
    """What the parts of a line are read from."""

    problem: QuotaProblem
    shares: Shares
    persons: Ints  # (S, R), the decision
    start: Floats  # (S, R), where the explanation begins: the shares by need, or the quota in force
    used: Floats  # (K, R), of each resource
    recut: bool


def explain(
    problem: QuotaProblem, shares: Shares, persons: Ints, in_force: Ints | None = None
) -> list[list[tuple[Reason, ...]]]:
    """The reasons of every line, [stream][territory]; those of a re-cut begin with the line `in_force` (S, R)."""
    start = fair_shares(problem) if in_force is None else in_force.astype(np.float64)
    told = _Explained(problem, shares, persons, start, problem.used(shares.persons), in_force is not None)
    return [[_line(told, s, r) for r in range(len(problem.territories))] for s in range(len(problem.streams))]


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


def _line(told: _Explained, s: int, r: int) -> tuple[Reason, ...]:
    share, final, exact = round(float(told.start[s, r])), int(told.persons[s, r]), float(told.shares.persons[s, r])
    rounding = final - round(exact)
    rest = final - share - rounding
    parts = [_first(told, s, r, share)]
    if told.recut and (late := max(rest, int(told.problem.upper[s, r]) - share)) < 0:
        parts.append(Reason(LAGS, late))
        rest -= late
    if rest:
        kind, detail = _cause(told, s, r, rest)
        parts.append(Reason(kind, rest, detail))
    if rounding:
        parts.append(Reason(ROUNDING, rounding))
    return tuple(parts)


def _first(told: _Explained, s: int, r: int, share: int) -> Reason:
    if told.recut:
        return Reason(IN_FORCE, share)
    needed = told.problem.shortage[told.problem.purpose[s], r] > 0
    return Reason(SHARE, share) if share or needed else Reason(NO_NEED, 0)


def _cause(told: _Explained, s: int, r: int, rest: int) -> tuple[str, str]:
    """What moved a line from where it began, and by which resources."""
    problem, exact, purpose = told.problem, told.shares.persons[s, r], int(told.problem.purpose[s])
    others = [o for o in range(len(problem.streams)) if o != s and problem.purpose[o] == purpose]
    beyond = float(sum(told.shares.persons[o, r] - told.start[o, r] for o in others))  # what other streams bring more
    if rest > 0:
        if exact < problem.lower[s, r] + 0.5:
            return (ALREADY_CAME if told.recut else PROTECTED), ""
        return (MIX, "") if beyond < -rest / 2 else (PASSED_ON, "")
    if binding := _exhausted(told, s, r):
        return HELD_BACK, ",".join(binding)
    if exact >= problem.upper[s, r] - SLACK:
        return MOST, ""
    if problem.filled(told.shares.persons)[purpose, r] >= problem.shortage[purpose, r] - max(SLACK, 1e-6):
        return NEED_MET, ""
    return (MIX, "") if beyond > -rest / 2 else (PASSED_ON, "")


def _exhausted(told: _Explained, s: int, r: int) -> list[str]:
    """Every resource of which the territory has none left for a person of each stream: one alone would not help."""
    return [
        resource.name
        for k, resource in enumerate(told.problem.resources)
        if resource.per_person[s] > 0
        and resource.spare[r] - told.used[k, r] < max(resource.per_person.sum(), 1e-6 * resource.spare[r])
    ]
