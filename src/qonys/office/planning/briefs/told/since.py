"""What changed since the last run, in words: data, model, settings, and how far the numbers moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.office.planning.briefs.content import Brief
from qonys.office.planning.briefs.facts.changes import Changes, Fate, Input, Move
from qonys.office.planning.briefs.told.shape import Section
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.wording import numbers, places

NAMED = 4  # files, shortages or alarms named; the others are counted
PARTS: dict[str, Promise] = {
    "figures": gettext_lazy("published figures"),
    "policy": gettext_lazy("norms, rules and quotas"),
    "programmes": gettext_lazy("programmes"),
    "forecasts": gettext_lazy("forecasts of other offices"),
    "map": gettext_lazy("map"),
    "": gettext_lazy("conventions and territories"),
}
FATES: dict[Fate, Promise] = {
    Fate.CHANGED: gettext_lazy("changed"),
    Fate.NEW: gettext_lazy("new"),
    Fate.GONE: gettext_lazy("removed"),
}
SETTINGS: dict[str, Promise] = {
    "seed": gettext_lazy("seed"),
    "trajectories": gettext_lazy("number of futures"),
    "first_year": gettext_lazy("base year"),
    "last_year": gettext_lazy("last year"),
    "scenario": gettext_lazy("scenario"),
    "planning": gettext_lazy("balance and quotas"),
}


def since(brief: Brief, alone: bool) -> Section:
    """`alone`: the copy in the run's own folder, whose bytes may depend on no other run."""
    title = _("What changed since the last run")
    if brief.changes is not None:
        return Section("since", title, (_cause(brief.changes),), items=tuple(_items(brief, brief.changes)))
    if alone:
        says = _(
            "This copy lies in the folder of its run and is compared with nothing, so that the same figures, code and "
            "seed give the same bytes. The page of the office tells what changed; so does qonys brief --since."
        )
    else:
        says = _("This is the first run kept here: there is nothing to compare it with.")
    return Section("since", title, (says,), items=tuple(_made_of(brief)))


def _made_of(brief: Brief) -> Iterator[tuple[str, str]]:
    run = brief.run
    yield _("Data"), _("%(count)s files") % {"count": len(run.inputs)}
    yield _("Model"), run.code_version
    yield (
        _("Settings"),
        _("%(futures)s futures, seed %(seed)s, to %(year)s")
        % {
            "futures": numbers.number(run.trajectories),
            "seed": run.seed,
            "year": run.last_year,
        },
    )


def _cause(found: Changes) -> str:
    """Whose doing the move is, as far as two runs can tell."""
    made = formats.date_format(timezone.localtime(found.since.created))
    head = _("Compared with run %(run)s of %(date)s.") % {"run": found.since.id, "date": made}
    return f"{head} {_whose(found)}"


def _whose(found: Changes) -> str:
    if not found.causes:
        if found.same_tables:
            return _("Nothing changed: the same figures, model and settings, and every number is the same.")
        return _("Figures, model and settings are the same, yet numbers differ: other versions of numerical libraries.")
    if found.same_tables:
        return _("What changed moved no number.")
    if found.causes == ("figures",):
        return _("Only published figures changed: every move below is news of the country.")
    if found.causes == ("rules",):
        return _("Only norms, rules or programmes changed: the moves below come from decisions, not from the country.")
    if found.causes == ("model",):
        return _("Only the model changed: the moves below say nothing new about the country.")
    if found.causes == ("settings",):
        return _("Only the settings changed: the moves below say nothing new about the country.")
    return _(
        "Several things changed at once (%(causes)s): two runs cannot tell what each of them moved. To know, make "
        "a run in which only one of them is new."
    ) % {"causes": ", ".join(_causes(found))}


def _causes(found: Changes) -> list[str]:
    names = {"figures": _("figures"), "rules": _("norms and rules"), "model": _("model"), "settings": _("settings")}
    return [names[cause] for cause in found.causes]


def _items(brief: Brief, found: Changes) -> Iterator[tuple[str, str]]:
    unchanged = _("unchanged")
    yield _("Data"), _files(found.data) if found.data else unchanged
    yield _("Model"), _moved(*found.model) if found.model else unchanged
    settings = [
        f"{SETTINGS.get(each.key, each.key)}: {_moved(_setting(each.before), _setting(each.now))}"
        for each in found.settings
    ]
    yield _("Settings"), "; ".join(settings) or unchanged
    if not found.same_tables:
        yield _("Numbers"), "; ".join(_news(brief, found)) or unchanged


def _moved(before: str, now: str) -> str:
    return _("was %(before)s, now %(now)s") % {"before": before, "now": now}


def _setting(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value is None else str(value)


def _files(inputs: tuple[Input, ...]) -> str:
    """published figures: bns-births (changed), bns-deaths (new) and 3 more; ..."""
    parts: dict[str, list[str]] = {}
    for each in inputs:
        parts.setdefault(each.part, []).append(f"{each.name} ({FATES[each.fate]})")
    return "; ".join(f"{PARTS.get(part, part)}: {_named(names)}" for part, names in parts.items())


def _news(brief: Brief, found: Changes) -> Iterator[str]:
    yield from (_population(move) for move in found.population if round(move.by))
    if found.cost and brief.missing:
        before, now = (numbers.expected_money(v, brief.missing.currency) for v in (found.cost.before, found.cost.now))
        if before != now:
            text = _("cost of closing what is missing in %(year)s: %(moved)s")
            yield text % {"year": found.cost.year, "moved": _moved(before, now)}
    for pairs, text in (
        (found.shortages_new, _("shortages that became very likely: %(named)s")),
        (found.shortages_gone, _("shortages no longer very likely: %(named)s")),
    ):
        if pairs:
            yield text % {"named": _named(_shortages(brief, pairs))}
    if found.places_moved:
        yield _("places of the quota that moved: %(count)s") % {"count": numbers.number(found.places_moved)}
    if found.alarms:
        yield _("alarms: %(named)s") % {"named": _named(_alarms(brief, found))}


def _population(move: Move) -> str:
    """A move in persons, beside the width of what was unknown anyway."""
    values = {"year": move.year, "by": numbers.expected(move.by, signed=True)}
    if move.width <= 0:
        return _("population of %(year)s: %(by)s") % values
    share = 100 * abs(move.by) / move.width
    told = numbers.percent(share) if share >= 1 else f"< {numbers.percent(1)}"
    return _("population of %(year)s: %(by)s (%(share)s of the width of the old interval)") % {**values, "share": told}


def _shortages(brief: Brief, pairs: Iterable[tuple[str, str]]) -> list[str]:
    services = {each.key: places.name(each.names) for each in brief.missing.services} if brief.missing else {}
    units = places.short_names(selectors.geography(brief.run).units)
    return [f"{services.get(service, service)} – {units.get(code, code)}" for service, code in pairs]


def _alarms(brief: Brief, found: Changes) -> list[str]:
    if brief.course is None:
        return []
    names, alarms = {each.key: places.name(each.names) for each in brief.course.watched}, brief.course.alarms
    return [
        f"{names[each.key]} ({_moved(places.name(alarms[each.before]), places.name(alarms[each.now]))})"
        for each in found.alarms
    ]


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    return shown if more <= 0 else _("%(names)s and %(count)s more") % {"names": shown, "count": more}
