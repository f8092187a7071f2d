"""Every procedure on paper: the acts and statuses all share, drawn, and what the law of each version asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

import pen

from qonys.countries.clocks import Clocks, read_clocks
from qonys.countries.procedures.law import Procedure, Term, Traced, Version, read_procedures
from qonys.office.casework.cases.states import ACTS, FINAL, Act, Status

WAY = [
    Status.RECEIVED,
    Status.IN_REVIEW,
    Status.AT_COMMISSION,
    Status.TO_DECIDE,
    Status.GRANTED,
    Status.FOLLOWED,
    Status.CLOSED,
]
BESIDE = {Status.TURNED_BACK: 0, Status.WITHDRAWN: 2, Status.REFUSED: 3}  # below which station of the way
WIDE, HIGH, STEP, LEFT, TOP, LOW = 124, 44, 206, 20, 130, 262


def drawings(source: Path) -> dict[str, str]:
    """One picture for each procedure of each pack."""
    return {
        f"case-{key}.svg": _drawing(procedure, clocks)
        for _pack, clocks, procedures in _packs(source)
        for key, procedure in procedures.items()
    }


def page(source: Path) -> str:
    parts = ["# Procedures", "", pen.NOTE]
    parts += [
        "The same tables decide: acts and statuses in `office/casework/cases/states.py`, the law of each procedure"
    ]
    parts += ["in `countries/<pack>/policy/procedures/`, its terms in `policy/clocks.yaml`.", "", *_acts(), ""]
    for pack, clocks, procedures in _packs(source):
        for procedure in procedures.values():
            parts += _procedure(pack, procedure, clocks)
    return "\n".join(parts)


def _packs(source: Path) -> Iterator[tuple[str, Clocks, Mapping[str, Procedure]]]:
    for folder in sorted(source.glob("countries/*/policy/procedures")):
        pack = folder.parents[1]
        yield pack.name, read_clocks(pack), read_procedures(pack)


# Tables


def _acts() -> list[str]:
    head = [
        "## What may be done with a case",
        "",
        "| act | while it is | it becomes | officer | family | shown to it |",
    ]
    return [*head, "|---|---|---|---|---|---|", *(_act_row(act) for act in ACTS.values())]


def _act_row(act: Act) -> str:
    before = (
        "any" if act.before == frozenset(Status) else ", ".join(each.value for each in Status if each in act.before)
    )
    marks = ["●" if each else "" for each in (act.applicant, act.shown)]
    cells = [f"`{act.key}`", before or "-", act.after.value if act.after else "", act.officer or "", *marks]
    return f"| {' | '.join(cells)} |"


def _procedure(pack: str, procedure: Procedure, clocks: Clocks) -> list[str]:
    names = procedure.names
    parts = [f"## {names.en} ({pack})", "", f"*{names.kk}* · *{names.ru}* · key `{procedure.key}`", ""]
    parts += [f"![A case of {procedure.key}](../images/case-{procedure.key}.svg)", ""]
    for version in procedure.versions:
        parts += _version(procedure, version, clocks)
    return parts


def _version(procedure: Procedure, version: Version, clocks: Clocks) -> list[str]:
    parts = [f"### {procedure.names.en}, version {version.version}", ""]
    parts += [f"In force since {version.since}. {_stands(procedure, version)}", "", version.gives.en, ""]
    parts += _table("paper", "handed in by", [(p.names.en, p.each + ("" if p.needed else ", if there is one"), p)
                                              for p in version.papers], procedure)  # fmt: skip
    parts += _table("ground", "of", [(g.names.en, "turning back" if g.turns_back else "refusing", g)
                                     for g in version.grounds], procedure)  # fmt: skip
    parts += ["| term | length | starts with | ends with | stands still, is extended |", "|---|---|---|---|---|"]
    parts += [_term_row(term, clocks, version) for term in version.terms] + [""]
    parts += _table(
        "after the decision", "", [(e.names.en, _ends(e.ends, e.asks_back), e) for e in version.events], procedure
    )
    return parts + [f"- {each}" for each in _rules(procedure, version)] + [""]


def _table(first: str, second: str, rows: Iterable[tuple[str, str, Traced]], procedure: Procedure) -> list[str]:
    told = [f"| {name} | {what} | {_stands(procedure, rule)} |" for name, what, rule in rows]
    return [f"| {first} | {second} | stands on |", "|---|---|---|", *told, ""] if told else []


def _term_row(term: Term, clocks: Clocks, version: Version) -> str:
    clock = clocks.clocks[term.clock]
    more = [word for word, given in (("while the family is asked", term.pauses), ("once", term.extends)) if given]
    return (
        f"| {clock.names.en} | {_length(term, clocks)} | {term.starts} | {', '.join(term.ends)} | {', '.join(more)} |"
    )


def _length(term: Term, clocks: Clocks) -> str:
    newest = max(clocks.clocks[term.clock].spans, key=lambda span: span.since)
    return (
        f"{newest.length} {newest.unit.replace('_', ' ')}"
        if newest.by is None
        else f"until {newest.by[1]}.{newest.by[0]}."
    )


def _ends(ends: bool, asks_back: bool) -> str:
    return ", ".join(
        word for word, given in (("ends the follow-up", ends), ("money may be asked back", asks_back)) if given
    )


def _rules(procedure: Procedure, version: Version) -> Iterator[str]:
    if version.extension:
        yield f"Extension: {version.extension.working_days} working days. {_stands(procedure, version.extension)}"
    if version.commission:
        rule = version.commission
        recorded = "with a recording" if rule.recorded else "no recording asked for"
        yield f"Commission: quorum {rule.quorum}, tie: {rule.tie}, {recorded}. {_stands(procedure, rule)}"
    if version.certificate:
        yield f"Certificate: {version.certificate.lasts.en}. {_stands(procedure, version.certificate)}"
    if version.appeal:
        yield f"Appeal: {version.appeal.months} months, {version.appeal.to.en}. {_stands(procedure, version.appeal)}"


def _stands(procedure: Procedure, rule: Traced) -> str:
    act = procedure.acts[rule.act].en if rule.act else ""
    said = [part for part in (act, rule.source, f"assumed: {rule.assumption}" if rule.assumption else "") if part]
    return "; ".join(said).replace("|", "/")


# The drawing


def _drawing(procedure: Procedure, clocks: Clocks) -> str:
    version = procedure.versions[-1]
    parts = [pen.text(LEFT, 26, f"{procedure.names.en}, version {version.version}", 15, pen.INK, "start")]
    parts += [part for act in ACTS.values() for part in _arrows(act, version)]
    parts += [_box(status) for status in (*WAY, *BESIDE)]
    parts += _terms(version, clocks)
    width = LEFT * 2 + (len(WAY) - 1) * STEP + WIDE
    return pen.svg(width, LOW + HIGH + 50 + 22 * len(version.terms), _said(procedure), parts)


def _said(procedure: Procedure) -> str:
    return f"A case of {procedure.names.en}: " + ", ".join(status.value for status in WAY)


def _place(status: Status) -> tuple[int, int]:
    column = WAY.index(status) if status in WAY else BESIDE[status]
    return LEFT + column * STEP, TOP if status in WAY else LOW


def _box(status: Status) -> str:
    x, y = _place(status)
    fill = pen.PALE if status in FINAL else pen.PAPER
    box = f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="8" fill="{fill}" stroke="{pen.SKY}"/>'
    return box + pen.text(x + WIDE // 2, y + 27, status.value, 14, pen.INK)


def _arrows(act: Act, version: Version) -> Iterator[str]:
    if act.key in ("forward", "send_back", "recommend") and version.commission is None:
        return
    for status in Status:
        if status in act.before and act.after not in (None, status):
            yield _arrow(status, Status(act.after), act.key)


def _arrow(old: Status, new: Status, word: str) -> str:
    (x1, y1), (x2, y2) = _place(old), _place(new)
    if y1 == y2 and x2 - x1 == STEP:
        middle = (x1 + WIDE + x2) // 2
        return pen.line(x1 + WIDE, y1 + 22, x2, y2 + 22) + pen.text(middle, y1 + 14, word, 11, pen.INK)
    if y1 == y2:
        return _bow(x1 + WIDE // 2, x2 + WIDE // 2, word)
    shift = 0 if x1 == x2 else 30 if x1 < x2 else -30
    start, end = (x1 + WIDE // 2 + shift, y1 + HIGH), (x2 + WIDE // 2 - shift, y2)
    named = pen.text((start[0] + end[0]) // 2 + 6, (start[1] + end[1]) // 2 + 4, word, 11, pen.INK, "start")
    return pen.line(*start, *end) + (named if old == _first(word) else "")


def _first(word: str) -> Status:
    """An act that leads from many statuses is named at the arrow that goes straight down."""
    below = [
        status
        for status in Status
        if status in ACTS[word].before and _place(status)[0] == _place(Status(ACTS[word].after))[0]
    ]
    return below[0]


def _bow(x1: int, x2: int, word: str) -> str:
    """Over the heads of what lies between, or back."""
    top = TOP - 44
    path = f'<path d="M{x1} {TOP} C{x1} {top} {x2} {top} {x2} {TOP}" fill="none" stroke="{pen.GOLD}" stroke-width="2"'
    return f'{path} marker-end="url(#tip)"/>' + pen.text((x1 + x2) // 2, top + 6, escape(word), 11, pen.INK)


def _terms(version: Version, clocks: Clocks) -> list[str]:
    y = LOW + HIGH + 36
    said = [
        f"{clocks.clocks[term.clock].names.en}: {_length(term, clocks)}, from {term.starts} to {' or '.join(term.ends)}"
        for term in version.terms
    ]
    return [pen.text(LEFT, y + 22 * row, words, 13, pen.INK, "start") for row, words in enumerate(said)]
