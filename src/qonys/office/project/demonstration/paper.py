"""A sheet of paper for invented families: a real PDF of one page with a few lines, and nothing of anybody who lives."""

from __future__ import annotations

from collections.abc import Sequence

TOP, LINE = 780, 28  # points


def sheet(lines: Sequence[str]) -> bytes:
    """Latin letters alone: the one font that every reader of PDFs brings along has no others."""
    said = "".join(
        f"1 0 0 1 60 {TOP - LINE * place} Tm ({_written(line)}) Tj\n" for place, line in enumerate(lines)
    ).encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\nBT /F1 16 Tf\n%sET\nendstream" % (len(said) + len(b"BT /F1 16 Tf\nET\n"), said),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    return _joined(objects)


def _written(line: str) -> str:
    return line.encode("ascii", "replace").decode().replace("\\", "").replace("(", "[").replace(")", "]")


def _joined(objects: Sequence[bytes]) -> bytes:
    """Objects one after the other, and the table that says where each begins."""
    made, starts = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        starts.append(len(made))
        made += b"%d 0 obj%sendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count, at = len(objects) + 1, len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\n" % (count, table, count)
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % at)
