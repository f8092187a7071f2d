"""The one function that says which rows an account may act on. Lists, searches, counts, exports, files, histories and
single rows all go through it; a page that asks in another way is a leak.

It is one SQL statement whose size does not grow with the number of mandates: two sub-queries over the mandates in
force, joined to the parts of their territories. The database builds each once and looks rows up in it.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from qonys.office.foundation.authority.models import Account, Mandate
from qonys.office.foundation.authority.paths import wholes, widest
from qonys.office.foundation.authority.places import Lies
from qonys.office.foundation.authority.refusals import NowherePlaced
from qonys.office.foundation.authority.roles import ROLES, Action, roles_that_may

Row = TypeVar("Row", bound=Model)
AFTER = "~"  # follows every letter a path may hold


def within(
    queryset: QuerySet[Row], account: Any, action: Action, on: date | None = None, *, inside: str | None = ""
) -> QuerySet[Row]:
    """The rows on which the account may do that on that day (today by default).

    Lists over many rows give `inside=common_path(account, action)`. It changes no answer; but a database that is told a
    path in plain text reads an officer's village by its index, where it would else walk through the country.
    """
    lies = where_rows_lie(queryset.model)
    if inside is None:
        return queryset.none()
    if isinstance(inside, Whole) and inside.is_of(account, action, on) and _repeated(lies, inside) == inside:
        return queryset.filter(_inside(lies, inside))  # no more is to be asked: every row there is covered
    mandates = in_force(account, action, on)
    covered = Q(**{f"{lies.territory}__in": _parts(mandates.filter(procedure="") if lies.procedure else mandates)})
    if lies.procedure:
        queryset = queryset.alias(_place=_place(lies.territory, lies.procedure))
        covered |= Q(_place__in=_places(mandates.exclude(procedure="")))
    if inside:
        queryset = queryset.filter(_inside(lies, inside))
    return queryset.filter(covered)


def may(account: Any, action: Action, row: Model, on: date | None = None) -> bool:
    """May the account do that with this row? Asked of the same SQL."""
    return within(type(row)._base_manager.filter(pk=row.pk), account, action, on).exists()


def reaches(account: Any, action: Action, territory: str, procedure: str, on: date | None = None) -> bool:
    """Would the account be allowed that on a row which lies there? For rows that do not exist yet."""
    return _covering(in_force(account, action, on), territory, procedure).exists()


def who_may(action: Action, territory: str, procedure: str, on: date | None = None) -> QuerySet[Account]:
    """The accounts for which `reaches` says yes, by name: whom one may ask, or invite."""
    day = on or timezone.localdate()
    counting = Q(substitutes=None) | _open_on(day, "substitutes__")
    found = Mandate.objects.filter(_open_on(day), counting, role__in=roles_that_may(action))
    there = found.filter(procedure__in={"", procedure}, territory__parts__part=territory)
    return Account.objects.filter(pk__in=there.values("account"), active=True).order_by("display_name", "pk")


def in_force(account: Any, action: Action | None = None, on: date | None = None) -> QuerySet[Mandate]:
    """Mandates of an account that count on that day, those that substitute only while the substituted one counts."""
    if getattr(account, "pk", None) is None:
        return Mandate.objects.none()
    return counting(action, on).filter(account=account.pk)


def counting(action: Action | None = None, on: date | None = None) -> QuerySet[Mandate]:
    """The same of anybody."""
    return _counting(action, on or timezone.localdate()).all()


@lru_cache(maxsize=64)
def _counting(action: Action | None, day: date) -> QuerySet[Mandate]:
    """The question, never its answer: every page asks it several times, and putting it takes longer than answering."""
    asked = _open_on(day) & (Q(substitutes=None) | _open_on(day, "substitutes__"))
    if action is not None:
        asked &= Q(role__in=roles_that_may(action))
    return Mandate.objects.filter(asked, account__active=True)


def actions_at(account: Any, territory: str, procedure: str, on: date | None = None) -> frozenset[Action]:
    """Everything the account may do with a row that lies there, in one query."""
    roles = _covering(in_force(account, on=on), territory, procedure).values_list("role", flat=True)
    return frozenset(action for role in set(roles) for action in ROLES[role].may)


def holders(action: Action, territory: str, procedure: str, on: date | None = None) -> QuerySet[Mandate]:
    """The mandates of anybody that allow the action on a row which lies there."""
    return _covering(counting(action, on), territory, procedure)


def common_path(account: Any, action: Action, on: date | None = None) -> str | None:
    """A path all these mandates lie within; '' if only the whole country is one, None if there is no mandate."""
    held = set(in_force(account, action, on).order_by().values_list("territory", "procedure"))
    found = widest(path for path, _procedure in held)
    if not held or len(wholes(found)) < 2:
        return "" if held else None
    return Whole(found, account, action, on) if (found, "") in held else found


class Whole(str):
    """A common path that one mandate for every procedure covers wholly: most officers have no other.

    It remembers for whom, what and when, so that it opens nothing to anybody else: there it is a path like any other.
    """

    def __new__(cls, path: str, account: Any, action: Action, on: date | None) -> Whole:
        made = super().__new__(cls, path)
        made._of = (account.pk, action, on)
        return made

    _of: tuple[Any, Action, date | None]

    def is_of(self, account: Any, action: Action, on: date | None) -> bool:
        return self._of == (getattr(account, "pk", None), action, on)


def where_rows_lie(model: type[Model]) -> Lies:
    lies = getattr(model, "lies", None)
    if not isinstance(lies, Lies):
        raise NowherePlaced(
            f"{model.__name__} does not say where its rows lie, so nobody may see them. "
            'Give the model `lies = Lies(territory="...", procedure="...")`.'
        )
    return lies


def _inside(lies: Lies, path: str) -> Q:
    """The column that repeats this path, or the nearest above it; else the range of all paths that begin with it."""
    repeated = _repeated(lies, path)
    if repeated:
        return Q(**{lies.above[len(wholes(repeated)) - 2]: repeated})
    return Q(**{f"{lies.territory}__gte": path, f"{lies.territory}__lt": path + AFTER})


def _covering(mandates: QuerySet[Mandate], territory: str, procedure: str) -> QuerySet[Mandate]:
    return mandates.filter(procedure__in={"", procedure}, territory__in=wholes(territory))


def _repeated(lies: Lies, path: str) -> str:
    """The longest beginning of that path that has a column of its own; '' if none has."""
    found = wholes(path)[1 : len(lies.above) + 1]
    return found[-1] if found else ""


def _open_on(day: date, prefix: str = "") -> Q:
    ended = Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & ended


def _parts(mandates: QuerySet[Mandate]) -> QuerySet[Any, Any]:
    return mandates.values("territory__parts__part")


def _places(mandates: QuerySet[Mandate]) -> QuerySet[Any, Any]:
    return mandates.values(_place=_place("territory__parts__part", "procedure"))


def _place(territory: str, procedure: str) -> Concat:
    """Territory and procedure as one text: paths end with a slash, so the two cannot run into each other."""
    return Concat(F(territory), Value("|"), F(procedure), output_field=CharField())
