"""The texts on screen: collect them from the source, compile the catalogues, tell what is not translated.

    python -m qonys.office.project.translations compile    (what `./up` and the tests call)
    python -m qonys.office.project.translations update     (after a text changed)
    python -m qonys.office.project.translations check

English is the source; Kazakh and Russian lie in `office/locale/<language>/LC_MESSAGES/django.po`. Everything
is done with Babel, so no gettext program is needed.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

OFFICE = Path(__file__).resolve().parents[1]
LANGUAGES = ("kk", "ru")
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def compile() -> list[Path]:
    """Write the .mo beside every .po that is newer than it; returns what was written."""
    written = []
    for language in LANGUAGES:
        source = po_file(language)
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_name(f".{target.name}.{os.getpid()}")  # another process may be reading the old one
        with draft.open("wb") as file:
            write_mo(file, catalogue(language))
        draft.replace(target)
        written.append(target)
    return written


def update() -> None:
    """Bring both catalogues in line with the source: new texts appear empty, vanished ones are dropped."""
    found = collect()
    for language in LANGUAGES:
        known = catalogue(language) if po_file(language).exists() else _empty(language)
        known.update(found, no_fuzzy_matching=True)
        known.obsolete.clear()
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        with po_file(language).open("wb") as file:
            write_po(file, known, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)


def missing(language: str) -> list[str]:
    """Texts of the source that have no finished translation in that language."""
    known = catalogue(language)
    lacking = []
    for message in collect():
        if not message.id:
            continue
        translated = known.get(message.id, message.context)
        parts = () if translated is None else translated.string
        parts = parts if isinstance(parts, tuple) else (parts,)
        if translated is None or translated.fuzzy or not parts or not all(parts):
            lacking.append(str(message.id))
    return lacking


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it lies on disk."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def po_file(language: str) -> Path:
    return OFFICE / "locale" / language / "LC_MESSAGES" / "django.po"


def collect() -> Catalog:
    """Every text the office may show, from Python files and templates."""
    found = Catalog(project="qonys", charset="utf-8")
    for file, method, text in _sources():
        for line, message, comments, context in extract(method, BytesIO(text.encode()), KEYWORDS, ("Translators:",)):
            found.add(
                message, None, [(file.relative_to(OFFICE).as_posix(), line)], auto_comments=comments, context=context
            )
    return found


def _sources() -> Iterator[tuple[Path, str, str]]:
    for file in sorted(OFFICE.rglob("*.py")):
        yield file, "python", file.read_text(encoding="utf-8")
    for file in sorted(OFFICE.rglob("templates/**/*.html")):
        marked = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        # What remains are calls among blanked-out words; without indentation Python's tokenizer accepts them.
        yield file, "python", re.sub(r"^[ \t]+", "", marked, flags=re.MULTILINE)


def _empty(language: str) -> Catalog:
    return Catalog(locale=language, project="qonys", charset="utf-8")


def main(arguments: list[str]) -> int:
    task = arguments[0] if arguments else "compile"
    if task == "update":
        update()
    if task == "check":
        lacking = {language: missing(language) for language in LANGUAGES}
        for language, texts in lacking.items():
            print(f"{language}: {len(texts)} texts lack a translation", *texts, sep="\n  ", file=sys.stderr)
        return 1 if any(lacking.values()) else 0
    compile()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
