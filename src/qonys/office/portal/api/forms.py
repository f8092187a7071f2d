"""What is asked of somebody who wants a token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = ((7, "7"), (30, "30"), (90, "90"), (366, "366"))


class TokenForm(forms.Form):
    """Only what the account may do itself can be chosen."""

    name = forms.CharField(label=_("What is it for?"), max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    days = forms.TypedChoiceField(label=_("How many days shall it last?"), choices=DAYS, coerce=int, initial=30)
    scopes = forms.MultipleChoiceField(label=_("What may it do?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["scopes"].choices = list(choices)
