"""What officers are asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PurposeForm(forms.Form):
    """Asked of an auditor before a file opens; the person the file is about reads the answer."""

    purpose = forms.CharField(
        label=_("What do you open this file for?"), min_length=10, max_length=300, widget=forms.Textarea({"rows": 2})
    )
