"""Where an application is taken in, and where it is decided: two questions of the law name the places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qonys.countries.procedures.law import Version
from qonys.office.foundation.authority import selectors as authority
from qonys.office.foundation.authority.models import Territory


def taken_in(version: Version, answers: Mapping[str, Any]) -> Territory:
    """Raises Refused for an answer that names no territory."""
    return authority.territory(str(answers.get(version.begins, "")))


def decided(version: Version, answers: Mapping[str, Any]) -> Territory:
    """Raises Refused for an answer that names no territory."""
    return authority.territory(str(answers.get(version.decides, "")))
