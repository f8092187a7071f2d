"""Addresses of the door, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.entrance.views import code, set_up, sign_in, sign_out

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", code.code, name="sign_in_code"),
    path("sign-in/set-up/", set_up.set_up, name="sign_in_set_up"),
    path("sign-out/", sign_out.sign_out, name="sign_out"),
]
