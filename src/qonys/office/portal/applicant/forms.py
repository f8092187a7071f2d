"""What is asked about an account; everything about an application comes from the law (fields)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from qonys.office.portal.public.forms import in_our_words

_WIDE = {"autocapitalize": "none", "spellcheck": "false"}


class Plain(forms.Form):
    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        in_our_words(self)


class OpenForm(Plain):
    """An account: a name, an address that is the login, a password."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    login = forms.CharField(
        label=_("E-mail address or mobile number"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "username", **_WIDE}),
    )
    password = forms.CharField(
        label=_("Password, at least 12 characters"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class ForgottenForm(Plain):
    login = forms.CharField(
        label=_("E-mail address or mobile number"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "username", **_WIDE}),
    )


class AddressForm(Plain):
    address = forms.CharField(
        label=_("E-mail address or mobile number"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "email", **_WIDE}),
    )


class CodeForm(Plain):
    code = forms.CharField(
        label=_("The six digits we sent"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class RenewForm(CodeForm):
    password = forms.CharField(
        label=_("New password, at least 12 characters"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
