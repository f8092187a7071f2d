"""Template tags: numbers, file sizes, and the addresses of vendored files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static

from qonys.office.planning.wording import numbers

register = template.Library()
VENDOR = Path(__file__).parents[1] / "static" / "vendor"


@register.simple_tag
def vendor(package: str, file: str) -> str:
    """Address of a vendored file; the folder carries the version, so browsers may keep it for ever."""
    return static(f"vendor/{_folders()[package]}/{file}")


@register.filter
def grouped(value: float) -> str:
    """1 234 567 in the reader's language."""
    return numbers.number(value)


@register.filter
def megabytes(size: int) -> str:
    return numbers.number(max(size / 1e6, 0.01), 2 if size < 1e6 else 1)


@register.filter
def payload(chart: dict[str, Any]) -> str:
    """A chart's description for a data attribute; the template escapes it."""
    return json.dumps(chart, ensure_ascii=False, separators=(",", ":"))


@cache
def _folders() -> dict[str, str]:
    packages = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    return {package["name"]: package["folder"] for package in packages}
