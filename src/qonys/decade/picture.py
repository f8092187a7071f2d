"""The comparison as a picture: work and staying by year of arrival, without feedback, with it, with the truth known."""

from __future__ import annotations

from collections.abc import Iterator

from qonys.decade.comparison import WAYS, Comparison, Floats

PANELS = (("employed", "In work after 12 months"), ("retained", "There after 5 years"))
WIDE, HIGH, LEFT, TOP, GAP = 300, 220, 56, 48, 190
GRID = 0.02  # between two lines of the grid
COLOURS = {"without": "#6b7280", "with": "#006b9c", "knowing": "#8a6d1d"}
NAMES = {"without": "without feedback", "with": "with feedback", "knowing": "truth known"}


def svg(found: Comparison) -> str:
    """Two panels with bands of 95 %; stands alone."""
    width = LEFT + 2 * WIDE + GAP + 140
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {TOP + HIGH + 64}" font-family="sans-serif" '
        'font-size="13"><title>Ten years with and without feedback</title>',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for number, (measure, name) in enumerate(PANELS):
        parts += _panel(found, measure, name, LEFT + number * (WIDE + GAP))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(found: Comparison, measure: str, name: str, left: int) -> Iterator[str]:
    courses = {way: found.course(way, measure) for way in WAYS}
    low = min(float((mean - half).min()) for mean, half in courses.values())
    high = max(float((mean + half).max()) for mean, half in courses.values())
    first, last = int(low / GRID), int(high / GRID) + 1
    low, high = first * GRID, last * GRID
    yield f'<text x="{left}" y="24" font-weight="600">{name}</text>'
    for step in range(first, last + 1):
        share = step * GRID
        y = _y(share, low, high)
        yield f'<line x1="{left}" x2="{left + WIDE}" y1="{y}" y2="{y}" stroke="#e5e7eb"/>'
        yield f'<text x="{left - 8}" y="{y + 4}" text-anchor="end" fill="#4b5563">{100 * share:.0f} %</text>'
    for way, (mean, half) in courses.items():
        yield from _line(way, mean, half, left, low, high)
    yield f'<text x="{left}" y="{TOP + HIGH + 40}" fill="#4b5563">year of arrival</text>'


def _line(way: str, mean: Floats, half: Floats, left: int, low: float, high: float) -> Iterator[str]:
    xs = [round(left + WIDE * year / max(len(mean) - 1, 1), 1) for year in range(len(mean))]
    up = [f"{x},{_y(m + h, low, high)}" for x, m, h in zip(xs, mean, half, strict=True)]
    down = [f"{x},{_y(m - h, low, high)}" for x, m, h in zip(xs, mean, half, strict=True)]
    middle = [f"{x},{_y(m, low, high)}" for x, m in zip(xs, mean, strict=True)]
    yield f'<polygon points="{" ".join(up + down[::-1])}" fill="{COLOURS[way]}" opacity="0.15"/>'
    yield f'<polyline points="{" ".join(middle)}" fill="none" stroke="{COLOURS[way]}" stroke-width="2.5"/>'
    last = _y(float(mean[-1]), low, high)
    yield f'<text x="{xs[-1] + 6}" y="{last + 4}" fill="{COLOURS[way]}">{NAMES[way]}</text>'
    for year, x in enumerate(xs, start=1):
        yield f'<text x="{x}" y="{TOP + HIGH + 20}" text-anchor="middle" fill="#4b5563">{year}</text>'


def _y(share: float, low: float, high: float) -> float:
    return round(TOP + HIGH * (high - share) / (high - low), 1)
