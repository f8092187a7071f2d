"""Texts that no column holds are refused by a letter before a database refuses them by a fault."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext as _


def too_long(model: type[Model], **texts: str) -> str:
    """The letter of the first text that is longer than its column; '' if all have room."""
    for name, text in texts.items():
        most = model._meta.get_field(name).max_length
        if most is not None and len(text) > most:
            return _("Too long: write at most %(most)d letters.") % {"most": most}
    return ""
