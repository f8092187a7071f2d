"""The words of letters: `texts/<language>.yaml`, one file that a lawyer can read from top to bottom.

letters:
  receipt:
    title: Receipt of an application
    body: [a paragraph, another with {blanks}]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date

from qonys.countries.yaml_files import read_mapping
from qonys.office.foundation.notices.templates import WRITTEN_DAYS

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Wording:
    """One language's labels, and title and paragraphs of each kind of letter."""

    language: str
    labels: Mapping[str, str]
    letters: Mapping[str, Mapping[str, Any]]

    def title(self, kind: str) -> str:
        return str(self.letters[kind].get("title", ""))

    def body(self, kind: str, facts: Mapping[str, str]) -> list[str]:
        """Paragraphs with their blanks filled; one whose blank is empty is left out."""
        told = [_filled(paragraph, facts) for paragraph in self.letters[kind]["body"]]
        return [each for each in told if each]

    def day(self, day: date) -> str:
        return format_date(day, WRITTEN_DAYS[self.language], locale=self.language)


@cache
def wording(language: str) -> Wording:
    told = read_mapping(TEXTS / f"{language}.yaml")
    return Wording(language, told["labels"], told["letters"])


def _filled(paragraph: str, facts: Mapping[str, str]) -> str:
    wanted = [name for name in facts if "{" + name + "}" in paragraph]
    if any(not facts[name] for name in wanted):
        return ""
    for name in wanted:
        paragraph = paragraph.replace("{" + name + "}", facts[name])
    return paragraph
