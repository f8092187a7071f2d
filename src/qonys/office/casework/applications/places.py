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
    """Where the application is taken in, which is where the family lives as far as it has told."""
    code = answers.get(version.begins)
    return next((each for each in regions() if each.code == code), None) if code else None
