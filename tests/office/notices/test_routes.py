"""Providers named by the environment; letters about a wrong one hold no password."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from qonys.office.foundation.notices.quiet import Quiet, quiet_hours
from qonys.office.foundation.notices.routes import Route, routes


def test_addresses_are_read_in_order() -> None:
    text = "smtp+tls://u%40k:p%2Cw%3A@mail.example.kz, smtps://mail2.example.kz:4465 ,smtp://localhost"
    assert routes("QONYS_MAIL", text) == (
        Route("smtp+tls", "mail.example.kz", "mail.example.kz", 587, "/", "u@k", "p,w:"),
        Route("smtps", "mail2.example.kz:4465", "mail2.example.kz", 4465, "/", "", ""),
        Route("smtp", "localhost", "localhost", 25, "/", "", ""),
    )
    (gateway,) = routes("QONYS_SMS", "https://name:secret@sms.example.kz/v1/send")
    assert (gateway.host, gateway.port, gateway.path, gateway.user) == ("sms.example.kz", 443, "/v1/send", "name")
    assert routes("QONYS_SMS", "") == () and routes("QONYS_MAIL", "folder:")[0].name == "folder"


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        ("QONYS_MAIL", "https://user:hunter2@host", "begins with one of smtp:"),
        ("QONYS_SMS", "smtp://user:hunter2@host", "begins with one of https:"),
        ("QONYS_MAIL", "smtp://user:hunter2@host:port", "port of host is no number"),
        ("QONYS_MAIL", "smtp://", "names its host"),
        ("QONYS_SMS", "https://host/path", "needs name and secret"),
        ("QONYS_SMS", "https://a:hunter2@host,https://b:hunter2@host/other", "one provider twice"),
    ],
)
def test_a_wrong_address_is_a_letter_without_its_password(variable: str, text: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said) as letter:
        routes(variable, text)
    assert "hunter2" not in str(letter.value)


def test_a_route_shows_no_secret() -> None:
    assert "hunter2" not in repr(routes("QONYS_SMS", "https://a:hunter2@host"))


def test_quiet_hours_are_two_full_hours_or_none() -> None:
    assert quiet_hours("22-8") == Quiet(22, 8) and quiet_hours("") == Quiet(0, 0)
    for wrong in ("22", "22-24", "a-b", "22:00-8:00", "-"):
        with pytest.raises(ImproperlyConfigured, match="22-8"):
            quiet_hours(wrong)
