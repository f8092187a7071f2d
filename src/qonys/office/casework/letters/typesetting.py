"""Sheets set as PDF by Typst: PDF/A-2a for the archive, PDF/UA for screen readers, the same bytes for the same words.

Loaded by the worker alone: the typesetter is native code of some size.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from qonys.office.planning import briefs

SHEETS = Path(__file__).parent / "sheets"
FONTS = Path(briefs.__file__).parent / "fonts"
STANDARDS = ["a-2a", "ua-1"]
WITH_SOURCE = ["a-3a", "ua-1"]  # the edition of PDF/A that may carry a file
log = logging.getLogger(__name__)


def letter(content: Mapping[str, Any]) -> bytes:
    """A letter from what it says; its QR code leads to its check."""
    return sheet("letter", {**content, "qr": qr(content["address"])}, str(content["number"]))


def receipt(content: Mapping[str, Any]) -> bytes:
    """A receipt with its signed document inside; its QR code leads to where it is counted again."""
    told = {**content, "qr": qr(content["address"])}
    return sheet("points", told, str(content["number"]), WITH_SOURCE)


def sheet(name: str, content: Mapping[str, Any], number: str, standards: Sequence[str] = STANDARDS) -> bytes:
    """`sheets/<name>.typ` filled with that content. `number` names it in the log."""
    told = {"told": json.dumps(content, ensure_ascii=False, sort_keys=True)}
    try:
        made: bytes = _compiler(name).compile(format="pdf", sys_inputs=told, pdf_standards=list(standards))
    except typst.TypstError as refusal:
        if "PDF/" not in str(refusal):
            raise
        # It refuses a sign our font lacks, which a name may hold: the letter must come out all the same.
        log.warning("%s %s keeps to no standard for archives: a sign is not in the font.", name, number)
        made = _compiler(name).compile(format="pdf", sys_inputs=told)
    return made


def qr(address: str) -> str:
    """The code as SVG, with the quiet margin readers need."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=4, xmldecl=False)
    return drawn.getvalue().decode()


@cache
def _compiler(name: str) -> typst.Compiler:
    """With our fonts and no others: what is installed on a machine must not change a letter."""
    fonts = sorted(str(folder) for folder in FONTS.iterdir() if folder.is_dir())
    return typst.Compiler(
        input=str(SHEETS / f"{name}.typ"), root=str(SHEETS), font_paths=fonts, ignore_system_fonts=True
    )
