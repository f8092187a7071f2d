"""What came with the program: texts, the country, and the files that others made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from qonys.countries import pack
from qonys.engines.vocabulary.errors import QonysError
from qonys.office.project import translations
from qonys.office.project.doctor.findings import Finding, fail, ok

OFFICE = Path(__file__).resolve().parents[2]
VENDORED = (OFFICE / "portal" / "public" / "static" / "vendor", OFFICE / "planning" / "briefs" / "fonts")
MEND = "Take the program anew: git checkout of that file, or install again."


def texts() -> Iterator[Finding]:
    stale = []
    for language in translations.LANGUAGES:
        source = translations.po_file(language)
        made = source.with_suffix(".mo")
        if not made.is_file() or made.stat().st_mtime < source.stat().st_mtime:
            stale.append(language)
    if stale:
        remedy = "Start the service, or run: python -m qonys.office.project.translations compile"
        yield fail("texts", f"not compiled: {', '.join(stale)}", remedy)
    else:
        yield ok("texts", "compiled: kk, ru; en is the source")


def country() -> Iterator[Finding]:
    try:
        loaded = pack.load(settings.QONYS_COUNTRY)
        lists = len(loaded.lists.lists)
    except QonysError as letter:
        yield fail("country", str(letter), "Set QONYS_COUNTRY to a pack that loads, or mend the file it names.")
    else:
        yield ok("country", f"{settings.QONYS_COUNTRY} loads, {lists} lists of territories")


def vendored() -> Iterator[Finding]:
    wrong, count = [], 0
    for folder in VENDORED:
        for package in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
            for name, wanted in package["files"].items():
                count += 1
                file = folder / package["folder"] / name
                if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
                    wrong.append(file.relative_to(OFFICE).as_posix())
    if wrong:
        yield fail("vendored files", f"{len(wrong)} are not what they should be: {wrong[0]}", MEND)
    else:
        yield ok("vendored files", f"all {count} are whole")
