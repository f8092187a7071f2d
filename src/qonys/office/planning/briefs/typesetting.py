"""A told brief set as PDF by Typst: two A4 pages, tagged for screen readers, the same bytes for the same words."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst

from qonys.office.planning.briefs.told.whole import Told

HERE = Path(__file__).parent
log = logging.getLogger(__name__)


def pdf(told: Told) -> bytes:
    words = {"brief": json.dumps(_set(told), ensure_ascii=False)}
    try:
        made: bytes = _compiler().compile(format="pdf", sys_inputs=words, pdf_standards=["ua-1"])
    except typst.TypstError as refusal:
        if "PDF/UA" not in str(refusal):
            raise
        # It refuses a sign our font lacks, which a country's names may hold: the brief must come out all the same.
        log.warning("The brief of %s is no PDF/UA: %s", told.country, refusal)
        made = _compiler().compile(format="pdf", sys_inputs=words)
    return made


def _set(told: Told) -> dict[str, object]:
    """Fields as the template knows them; a service is named once, its further rows begin empty."""
    fields = asdict(told)
    for section in fields["sections"]:
        if section["table"] is not None:
            section["table"]["rows"] = _named_once(section["table"]["rows"])
    return fields


def _named_once(rows: list[list[str]]) -> list[list[str]]:
    named = [row[0] for row in rows]
    return [["", *row[1:]] if i and named[i - 1] == row[0] else list(row) for i, row in enumerate(rows)]


@cache
def _compiler() -> typst.Compiler:
    """With our fonts and no others: what is installed on a machine must not change a page."""
    fonts = sorted(str(folder) for folder in (HERE / "fonts").iterdir() if folder.is_dir())
    return typst.Compiler(input=str(HERE / "brief.typ"), root=str(HERE), font_paths=fonts, ignore_system_fonts=True)
