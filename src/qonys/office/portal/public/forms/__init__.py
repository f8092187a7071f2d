"""What readers write: forms whose mistakes are told at the field and in a summary, with nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.forms import Form


def mistakes(forms: Iterable[Form]) -> Iterator[tuple[str, str, str]]:
    """Field id, label and message of everything wrong, for the summary; what concerns no field has neither."""
    for form in forms:
        for field, messages in form.errors.items():
            bound = form[field] if field in form.fields else None
            for message in messages:
                yield (bound.id_for_label, str(bound.label), message) if bound else ("", "", message)
