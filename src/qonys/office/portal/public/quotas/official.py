"""Official quotas as they were published: every year, every version, every region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qonys.countries.sorting import sort_key
from qonys.office.planning.quotas.selectors import Official
from qonys.office.planning.wording import places
from qonys.office.portal.public.drawing import palette
from qonys.office.portal.public.quotas.subject import Cited, Subject, cited, people

UNKNOWN, NOBODY = "?", "\N{EN DASH}"
TONES = ("brand", "gold", "violet", "olive", "rose")


@dataclass(frozen=True)
class Cell:
    text: str
    bin: str = ""


@dataclass(frozen=True)
class Matrix:
    """Versions across; down the regions of one stream, or the streams of a plan of which no region was published."""

    name: str
    head: str  # of the first column
    versions: tuple[tuple[str, str], ...]  # year, version
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    unknown: tuple[Cell, ...]  # persons whose region was not published; empty if there are none
    totals: tuple[str, ...]


@dataclass(frozen=True)
class Segment:
    tone: str
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """One version of one year: the streams one after the other."""

    label: str
    segments: tuple[Segment, ...]
    total: str
    parts: str


@dataclass(frozen=True)
class Source:
    what: str
    source: Cited | None


def matrices(subject: Subject) -> list[Matrix]:
    """One for each stream of which any quota is known; one for all of them where only totals are."""
    if not any(each.lines for each in subject.official):
        return [_totals(subject)] if subject.official else []
    return [
        _matrix(subject, key, told)
        for key in subject.streams
        if (told := [each for each in _in_order(subject) if each.stream == key])
    ]


def bars(subject: Subject) -> list[Bar]:
    """Versions of which every stream is known, on one scale."""
    by_version: dict[tuple[int, str], dict[str, int]] = {}
    for each in _in_order(subject):
        by_version.setdefault((each.year, each.version), {})[each.stream] = each.total
    whole = {head: parts for head, parts in by_version.items() if set(parts) == set(subject.streams)}
    largest = max((sum(parts.values()) for parts in whole.values()), default=1)
    return [_bar(subject, f"{year}, {version(word)}", parts, largest) for (year, word), parts in whole.items()]


def keys(subject: Subject) -> list[tuple[str, str]]:
    """The colour of each stream."""
    return [(tone, subject.stream(key)) for tone, key in zip(TONES, subject.streams, strict=False)]


def sources(subject: Subject) -> list[Source]:
    """Where each version was found; streams that share a source are told together."""
    found: dict[tuple[int, str, str], list[str]] = {}
    for each in _in_order(subject):
        found.setdefault((each.year, each.version, each.source), []).append(subject.stream(each.stream))
    return [
        Source(f"{year}, {version(word)}: {', '.join(streams)}", cited(source))
        for (year, word, source), streams in found.items()
    ]


def version(word: str) -> str:
    known = {"initial": _("initial"), "revised": _("revised"), "final": _("final")}
    return known.get(word, word)


def _in_order(subject: Subject) -> list[Official]:
    """By year; versions of a year as they were written down, which is the order in which they came."""
    return sorted(subject.official, key=lambda each: each.year)


def _matrix(subject: Subject, key: str, told: Sequence[Official]) -> Matrix:
    codes = {code for each in told for code in each.lines}
    scale = palette.sequential([float(persons) for each in told for persons in each.lines.values()])
    rows = tuple(
        (subject.names[code], tuple(_cell(each, code, scale) for each in told))
        for code in sorted(codes, key=lambda code: sort_key(subject.names[code]))
    )
    unknown = tuple(Cell(people(each.unknown) if each.unknown else NOBODY) for each in told)
    return Matrix(
        name=subject.stream(key),
        head=_("Region"),
        versions=tuple((str(each.year), version(each.version)) for each in told),
        rows=rows,
        unknown=unknown if any(each.unknown for each in told) else (),
        totals=tuple(people(each.total) for each in told),
    )


def _totals(subject: Subject) -> Matrix:
    """Streams down; a version that leaves a stream out is unknown in sum."""
    told = {(each.year, each.version, each.stream): each.total for each in _in_order(subject)}
    versions = list(dict.fromkeys((year, word) for year, word, _stream in told))
    known = {head: [told.get((*head, key)) for key in subject.streams] for head in versions}
    rows = tuple(
        (
            subject.stream(key),
            tuple(Cell(UNKNOWN if (n := told.get((*head, key))) is None else people(n)) for head in versions),
        )
        for key in subject.streams
    )
    sums = tuple(UNKNOWN if None in parts else people(sum(n or 0 for n in parts)) for parts in known.values())
    name = places.name(subject.named.plans[subject.plan])
    return Matrix(name, _("Stream"), tuple((str(year), version(word)) for year, word in versions), rows, (), sums)


def _cell(each: Official, code: str, scale: palette.Scale) -> Cell:
    if code in each.lines:
        return Cell(people(each.lines[code]), scale.bin(each.lines[code]))
    return Cell(NOBODY if each.complete else UNKNOWN)


def _bar(subject: Subject, label: str, parts: dict[str, int], largest: int) -> Bar:
    at, segments = 0.0, []
    for tone, key in zip(TONES, subject.streams, strict=False):
        width = 100 * parts[key] / largest
        segments.append(Segment(tone, f"{at:.2f}%", f"{width:.2f}%"))
        at += width
    told = " · ".join(f"{subject.stream(key)} {people(parts[key])}" for key in subject.streams)
    return Bar(label, tuple(segments), people(sum(parts.values())), told)
