"""The scenarios that ship with the country of this office, as documents to be read or computed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from qonys.countries import outline as countries
from qonys.countries import scenarios
from qonys.countries.outline import SCENARIOS, Outline
from qonys.engines.vocabulary.scenario import Scenario


@dataclass(frozen=True)
class Shipped:
    """One scenario of the country. `text` is its document."""

    key: str
    text: str

    @property
    def digest(self) -> str:
        return digest_of(self.text)

    @property
    def scenario(self) -> Scenario:
        """Raises BadInput where the document is wrong."""
        return scenarios.from_text(self.text, f"{self.key}.yaml", country())


def shipped() -> tuple[Shipped, ...]:
    """By name; none where the country ships no scenario."""
    folder = country().folder / SCENARIOS
    return tuple(Shipped(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml")))


def country() -> Outline:
    """The country this office serves, without its figures."""
    return _outline(str(settings.QONYS_COUNTRY))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=4)
def _outline(name_or_path: str) -> Outline:
    return countries.outline(name_or_path)
