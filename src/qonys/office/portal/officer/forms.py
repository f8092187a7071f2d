"""What officers are asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


def _password(label: object, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget)


class PasswordForm(forms.Form):
    present = _password(_("Present password"), "current-password")
    new = _password(_("New password, at least 12 characters"), "new-password")
    again = _password(_("The new password again"), "new-password")

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("This is not the same as above."))
        return again


class PurposeForm(forms.Form):
    """Asked of an auditor before a file opens; the person the file is about reads the answer."""

    purpose = forms.CharField(
        label=_("What do you open this file for?"), min_length=10, max_length=300, widget=forms.Textarea({"rows": 2})
    )
