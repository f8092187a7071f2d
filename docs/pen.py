"""What the drawings of the documentation are made with: colours, words, arrows, and the sheet around them."""

from __future__ import annotations

from html import escape

NOTE = "<!-- Drawn by docs/draw.py; do not edit. Run `make docs`. -->\n"
INK, PAPER, SKY, GOLD, PALE = "#1b2733", "#ffffff", "#0b6fa4", "#b7791f", "#eef4f8"


def line(x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{GOLD}" stroke-width="2" marker-end="url(#tip)"/>'


def text(x: int, y: int, words: str, size: int, ink: str, anchor: str = "middle") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{ink}" text-anchor="{anchor}">{escape(words)}</text>'


def svg(width: int, height: int, said: str, parts: list[str]) -> str:
    tip = f'<marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
<path d="M0 0 L8 4 L0 8 z" fill="{GOLD}"/></marker>'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' font-family="Noto Sans, sans-serif">',
            f"<title>{escape(said)}</title>",
            f"<defs>{tip}</defs>",
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            *parts,
            "</svg>",
            "",
        ]
    )
