"""E-mail by SMTP, with Django's own backend.

The Message-ID is made from the reference, so that a letter sent twice is the same letter to every mail server and
mail program that looks. One connection carries fifty letters, one after the other.
"""

from __future__ import annotations

import smtplib
import threading
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from qonys.office.foundation.notices.providers.port import TIMEOUT, Accepted, Away, Message, Outcome, Refused, Unclear
from qonys.office.foundation.notices.routes import Route

LETTERS = 50  # after which many servers hang up


class Smtp:
    def __init__(self, route: Route, sender: str) -> None:
        self.name, self._sender = route.name, sender
        self._carried = 0
        self._turn = threading.Lock()
        self._line = EmailBackend(
            host=route.host,
            port=route.port,
            username=route.user,
            password=route.secret,
            use_tls=route.scheme == "smtp+tls",
            use_ssl=route.scheme == "smtps",
            timeout=TIMEOUT,
        )

    def hand_over(self, message: Message) -> Outcome:
        with self._turn:
            return self._sent(self._letter(message))

    def _sent(self, letter: EmailMessage) -> Outcome:
        try:
            self._connect()
        except (OSError, smtplib.SMTPException) as error:  # nothing was handed over
            self.close()
            return Away(f"smtp {_code(error) or type(error).__name__}")
        try:
            self._line.send_messages([letter])
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return _judged(error)
        self._carried += 1
        return Accepted(str(letter.extra_headers["Message-ID"]))

    def close(self) -> None:
        self._carried = 0
        try:
            self._line.close()
        except (OSError, smtplib.SMTPException):
            self._line.connection = None

    def _connect(self) -> None:
        if self._carried >= LETTERS:
            self.close()
        self._line.open()

    def _letter(self, message: Message) -> EmailMessage:
        domain = parseaddr(self._sender)[1].rpartition("@")[2] or "localhost"
        return EmailMessage(
            message.subject,
            message.text,
            self._sender,
            [message.address],
            headers={
                "Message-ID": f"<{message.reference}@{domain}>",
                "Content-Language": message.language,
                "Auto-Submitted": "auto-generated",  # so that no absence notice answers
            },
        )


def _judged(error: Exception) -> Outcome:
    """What a failed letter means. Server's texts are left out: they repeat the address."""
    code = _code(error)
    if not code or isinstance(error, smtplib.SMTPServerDisconnected):
        return Unclear("smtp broken off")
    if isinstance(error, smtplib.SMTPSenderRefused):  # our own address is at fault, or the server is full
        return Away(f"smtp {code}")
    return Refused(f"smtp {code}") if code >= 500 else Away(f"smtp {code}")


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0))
