"""The territories an application may name: those right below the nation that exist today."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.utils import timezone

from qonys.countries.procedures.law import Version
from qonys.office.foundation.authority.models import Territory

REGION = r"^[^/]+/[^/]+/$"


def regions() -> list[Territory]:
    today = timezone.localdate()
    there = (Q(until=None) | Q(until__gt=today)) & (Q(since=None) | Q(since__lte=today))
    return list(Territory.objects.filter(there, path__regex=REGION))


def place_of_case(version: Version, answers: Mapping[str, str]) -> Territory | None:
    """Whose office handles it: the territory of the question that says so."""
    return _told(answers, [each.key for each in version.questions if each.placed])


def home(version: Version, answers: Mapping[str, str]) -> Territory | None:
    """Where the family lives: the first territory it names, which may be where it goes."""
    return _told(answers, [each.key for each in version.questions if each.kind == "territory"])


def _told(answers: Mapping[str, str], keys: list[str]) -> Territory | None:
    code = next((answers[key] for key in keys if answers.get(key)), None)
    return next((each for each in regions() if each.code == code), None) if code else None
