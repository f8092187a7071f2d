"""The brackets of a line: `{age: 20-29, points: {yes: 100, no: 110}, article: "..."}`, each with its own article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from qonys.countries.points.shape import Act, VersionShape
from qonys.engines.scoring.kinds import Kind, Sort
from qonys.engines.scoring.rules import Bracket, Citation, Condition, Table
from qonys.engines.vocabulary.errors import BadInput, UnlawfulRules
from qonys.engines.vocabulary.territory import Names

Kinds = Mapping[str, Kind]
Spans = tuple[tuple[int, int], ...]
OWN = ("points", "article", "act", "says")  # entries of a bracket that are not conditions
LARGEST_POINTS = 1_000_000
_SPAN = re.compile(r"(\d{1,9})(?:-(\d{1,9})|(\+))?", re.ASCII)
REMEDY = "Write 7, 7-8, 9+, a word of the category, yes or no, or a list of these."


def table(version: VersionShape, citation: Citation, kinds: Kinds, acts: Mapping[str, Act], where: str) -> Table:
    """All brackets of a line, with the dimensions they look at. Raises UnlawfulRules."""
    dimensions = [name for bracket in version.brackets for name in bracket if name not in OWN]
    dimensions = list(dict.fromkeys([*dimensions, *([version.across] if version.across else [])]))
    for name in dimensions:
        _demand_dimension(name, kinds, where)
    if not dimensions:
        raise UnlawfulRules("the brackets look at nothing.", where=where, remedy="Give points by a formula instead.")
    brackets: list[Bracket] = []
    for place, shape in enumerate(version.brackets):
        brackets += _brackets(shape, version.across, citation, kinds, acts, f"{where}.brackets.{place}")
    return Table(tuple(dimensions), tuple(kinds[name] for name in dimensions), tuple(brackets))


def act_names(acts: Mapping[str, Act], act: str, where: str) -> Names:
    if act not in acts:
        remedy = "Describe the act under 'acts', in three languages."
        raise UnlawfulRules("this act is not described.", where=where, value=act, remedy=remedy)
    return acts[act].names


def _demand_dimension(name: str, kinds: Kinds, where: str) -> None:
    if name not in kinds:
        remedy = "Declare it under 'fields' or 'derived'."
        raise UnlawfulRules(
            f"brackets ask for '{name}', which nobody declares.", where=where, value=name, remedy=remedy
        )
    if kinds[name].sort is Sort.DATE:
        remedy = "Derive years(born, today), and give brackets of these."
        raise UnlawfulRules("a date has no brackets.", where=where, value=name, remedy=remedy)


def _brackets(
    shape: Mapping[str, Any], across: str | None, citation: Citation, kinds: Kinds, acts: Mapping[str, Act], where: str
) -> Iterator[Bracket]:
    cited = _citation(shape, citation, acts, where)
    conditions = [
        Condition(name, _spans(value, kinds[name], f"{where}.{name}"))
        for name, value in shape.items()
        if name not in OWN
    ]
    says = _says(shape.get("says"), where)
    line = where.rpartition("versions.")[2].partition(".")[2]
    if across is None:
        yield Bracket(tuple(conditions), _points(shape.get("points"), where), cited, line, says)
        return
    for value, points in _columns(shape.get("points"), where):
        column = Condition(across, _spans(value, kinds[across], f"{where}.points"))
        named = f"{line}.{str(value).lower()}"
        yield Bracket((column, *conditions), _points(points, where), cited, named, says)


def _citation(shape: Mapping[str, Any], citation: Citation, acts: Mapping[str, Act], where: str) -> Citation:
    article = _article(shape.get("article"), where)
    act = shape.get("act", citation.act)
    names = act_names(acts, act, f"{where}.act") if isinstance(act, str) else act_names(acts, "", f"{where}.act")
    return Citation(act, names, article, citation.since, citation.until, citation.source, citation.verified)


def _article(shape: object, where: str) -> Names:
    if isinstance(shape, str) and shape.strip() and len(shape) <= 300:
        return Names(shape.strip(), shape.strip(), shape.strip())
    if shape is None or isinstance(shape, str):
        remedy = "Write the article this bracket stands on: no line without its law."
        raise UnlawfulRules("a bracket carries its article.", where=where, value=shape, remedy=remedy)
    return _three_languages(shape, f"{where}.article")


def _columns(points: object, where: str) -> list[tuple[object, object]]:
    if not isinstance(points, Mapping) or not points:
        remedy = "With 'across' write points: {yes: 100, no: 110}."
        raise UnlawfulRules("points are given for each value of 'across'.", where=where, value=points, remedy=remedy)
    return list(points.items())


def _points(points: object, where: str) -> int:
    if isinstance(points, bool) or not isinstance(points, int) or abs(points) > LARGEST_POINTS:
        remedy = f"Write a whole number up to {LARGEST_POINTS:,}."
        raise UnlawfulRules("these are no points.", where=f"{where}.points", value=points, remedy=remedy)
    return points


def _says(shape: object, where: str) -> Names | None:
    return None if shape is None else _three_languages(shape, f"{where}.says")


def _three_languages(shape: object, where: str) -> Names:
    if not isinstance(shape, Mapping) or set(shape) != {"kk", "ru", "en"} or not all(map(_is_text, shape.values())):
        remedy = "Write kk, ru and en."
        raise UnlawfulRules("a text stands in three languages.", where=where, value=shape, remedy=remedy)
    return Names(shape["kk"], shape["ru"], shape["en"])


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 1000


def _spans(value: object, kind: Kind, where: str) -> Spans:
    if isinstance(value, list):
        if not value or len(value) > 1000:
            raise UnlawfulRules("a list has at least one value.", where=where, value=value[:5], remedy=REMEDY)
        return tuple(_span(each, kind, where) for each in value)
    return (_span(value, kind, where),)


def _span(value: object, kind: Kind, where: str) -> tuple[int, int]:
    if kind.sort is Sort.WHOLE and isinstance(value, str):
        return _range(value, kind, where)
    try:
        code = kind.code(value, where)
    except BadInput as problem:
        raise UnlawfulRules(problem.problem, where=where, value=value, remedy=problem.remedy) from problem
    return code, code


def _range(text: str, kind: Kind, where: str) -> tuple[int, int]:
    met = _SPAN.fullmatch(text.strip())
    if met is None:
        raise UnlawfulRules("this is no span of numbers.", where=where, value=text[:40], remedy=REMEDY)
    low = int(met[1])
    high = int(met[2]) if met[2] else kind.high if met[3] else low
    if not kind.low <= low <= high <= kind.high:
        said = f"the span lies outside {kind.low} to {kind.high}, or ends before it begins."
        raise UnlawfulRules(said, where=where, value=text, remedy=REMEDY)
    return low, high
