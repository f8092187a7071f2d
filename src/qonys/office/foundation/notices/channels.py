"""The ways by which a person outside the office's pages can be reached, in the order in which they are tried."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    MAIL = "e-mail", _("e-mail")
    SMS = "sms", _("SMS")


ORDER = tuple(Channel)  # a letter costs nothing and holds more words
