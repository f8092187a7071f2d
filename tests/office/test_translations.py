"""Three languages, complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qonys.office.project import translations

OFFICE = translations.OFFICE
TEMPLATES = sorted(OFFICE.rglob("templates/**/*.html"))
# What may stand in a template without translation: names of formats and of the project.
PROPER = {
    "Qonys",
    "CSV",
    "XLSX",
    "Parquet",
    "YAML",
    "JSON",
    "PDF",
    "SHA-256",
    "json",
    "·",
    "›",
    "→",
    "–",
    "(",
    ")",
    ",",
    ".",
    ":",
    "…",
}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_is_translated_and_none_is_doubtful(language: str) -> None:
    assert translations.missing(language) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_catalogues_hold_nothing_the_source_no_longer_says(language: str) -> None:
    known = {(m.context, m.id) for m in translations.catalogue(language) if m.id}
    found = {(m.context, m.id) for m in translations.collect() if m.id}
    assert known - found == set()


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in translations.catalogue(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(re.findall(r"%\(\w+\)[sd]", str(ids[-1])))
        for text in strings if message.id else ():
            assert set(re.findall(r"%\(\w+\)[sd]", text)) == wanted, text


def test_kazakh_texts_are_not_russian_ones() -> None:
    kazakh, russian = translations.catalogue("kk"), translations.catalogue("ru")
    same = [m.id for m in kazakh if m.id and len(str(m.id)) > 25 and m.string == russian.get(m.id, m.context).string]
    assert same == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_text_outside_translation_tags(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    source = re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<code>.*?</code>", "", source, flags=re.DOTALL)
    visible = re.sub(r"<[^>]*>", " ", source)
    words = {word for word in visible.split() if word.strip("()·.,:…–→←›№✓✕/%+")} - PROPER
    assert words == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_spoken_attributes_are_translated_too(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    for value in re.findall(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"', source):
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", value)
        assert not re.search(r"[^\W\d_]{2,}", bare.replace("CSV", "").replace("XLSX", "")), value


def test_compiling_twice_writes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in translations.LANGUAGES:
        folder = tmp_path / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_bytes(translations.po_file(language).read_bytes())
    monkeypatch.setattr(translations, "OFFICE", tmp_path)
    assert len(translations.compile()) == 2
    assert translations.compile() == []
