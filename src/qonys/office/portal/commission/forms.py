"""What the secretary is asked when a session is convened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qonys.office.foundation.authority.models import Account

PLACE = 200


class ConveneForm(forms.Form):
    """Members are those who may vote there; choices come with the place and the procedure."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    place = forms.CharField(label=_("Room or address"), max_length=PLACE)
    members = forms.MultipleChoiceField(label=_("Members"), widget=forms.CheckboxSelectMultiple)
    chair = forms.ChoiceField(label=_("Chair"))

    def __init__(self, accounts: Iterable[Account], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(str(each.pk), each.display_name) for each in accounts]
        self.fields["members"].choices = choices  # type: ignore[attr-defined]
        self.fields["chair"].choices = choices  # type: ignore[attr-defined]
        self.fields["day"].initial = timezone.localdate()
