"""The life of a referral as a picture, from the table that decides."""

from __future__ import annotations

import pen

from qonys.office.casework.integration.states import BY_FAMILY, NEXT, State

WIDE, HIGH, STEP, LEFT = 132, 44, 210, 20
PLACES = {
    State.OFFERED: (0, 0), State.ACCEPTED: (1, 0), State.STARTED: (2, 0), State.FINISHED: (3, 0),
    State.REFUSED: (1, 1), State.NO_PLACE: (2, 1),
}  # fmt: skip


def drawing() -> str:
    """Stations from left to right, the ways out below; an arrow for every step of the table."""
    parts = [part for old, news in NEXT.items() for new in sorted(news) for part in _arrow(old, State(new))]
    parts += [part for state in State for part in _station(state)]
    said = "Gold words: the family itself may say so; the rest is told by the office."
    parts.append(pen.text(LEFT, 250, said, 14, pen.INK, "start"))
    return pen.svg(2 * LEFT + 3 * STEP + WIDE, 270, "What becomes of help that is offered to a family", parts)


def _corner(state: State) -> tuple[int, int]:
    column, row = PLACES[state]
    return LEFT + column * STEP, 30 + row * 130


def _station(state: State) -> list[str]:
    x, y = _corner(state)
    final = pen.PALE if NEXT[state] else pen.PAPER
    ink = pen.GOLD if state in BY_FAMILY else pen.INK
    box = f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="8" fill="{final}" stroke="{pen.SKY}"/>'
    return [box, pen.text(x + WIDE // 2, y + 27, state.value.replace("_", " "), 15, ink)]


def _arrow(old: State, new: State) -> list[str]:
    (x1, y1), (x2, y2) = _corner(old), _corner(new)
    if y1 == y2:
        return [pen.line(x1 + WIDE, y1 + HIGH // 2, x2, y2 + HIGH // 2)]
    return [pen.line(x1 + WIDE // 2, y1 + HIGH, x2 + WIDE // 2 + (12 if x1 > x2 else -12), y2)]
