"""What readers write: forms whose mistakes are told at the field and in a summary, with nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.forms import Form
from django.utils.translation import gettext_lazy as _

# Django's own are incomplete in Kazakh, and longer than they need be.
MESSAGES = {
    "required": _("Fill this in."),
    "invalid": _("Write a number."),
    "invalid_choice": _("Choose one from the list."),
    "min_value": _("At least %(limit_value)s."),
    "max_value": _("At most %(limit_value)s."),
    "max_length": _("Too long: at most %(limit_value)d characters."),
}


def in_our_words(form: Form) -> None:
    """Mistakes told in plain words, the same on every form."""
    for field in form.fields.values():
        field.error_messages |= MESSAGES


def mistakes(forms: Iterable[Form]) -> Iterator[tuple[str, str, str]]:
    """Field id, label and message of everything wrong, for the summary; what concerns no field has neither."""
    for form in forms:
        for field, messages in form.errors.items():
            bound = form[field] if field in form.fields else None
            for message in messages:
                yield (bound.id_for_label, str(bound.label), message) if bound else ("", "", message)
