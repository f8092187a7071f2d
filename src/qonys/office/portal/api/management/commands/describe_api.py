"""`manage describe_api`: the API as a page of Markdown, for docs/reference/api.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from qonys.office.portal.api import described


class Command(BaseCommand):
    help = "Print the description of the API as Markdown."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self.stdout.write(described.markdown(), ending="")
