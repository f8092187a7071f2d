"""Where an account can be written to: told by its owner, and believed once a code sent there comes back.

An address that is told anew does not replace the old one before it is verified: nobody is cut off by a slip.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from qonys.office.foundation.authority import lockout
from qonys.office.foundation.authority.lengths import too_long
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.services import append
from qonys.office.foundation.notices.carriers import routes_of
from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.models import Contact, Notice
from qonys.office.foundation.notices.refusals import WrongAddress, WrongCode
from qonys.office.foundation.notices.services import ask_for_delivery, notify
from qonys.office.foundation.notices.states import State

VALID = timedelta(minutes=15)
CATCH_UP = timedelta(hours=72)  # what was told so long ago still goes out when an address becomes known
TELEPHONE = re.compile(r"\+[1-9]\d{7,14}")  # E.164


def add(account: Account, channel: str, address: str) -> Contact:
    """The owner tells an address; a code goes there. Raises WrongAddress, Locked."""
    way = Channel(channel)
    if not routes_of(way):
        raise WrongAddress(
            _("This office cannot write by %(channel)s yet. Tell another address.") % {"channel": way.label}
        )
    found = Contact.objects.filter(account=account, channel=way, address=written(way, address)).first()
    contact = found or Contact(account=account, channel=way, address=written(way, address))
    return contact if contact.verified else send_code(contact)


def send_code(contact: Contact) -> Contact:
    """A new code to the contact; the one before is worth nothing any more. Raises Locked."""
    lockout.attempt("contact code", contact.account.actor)
    lockout.attempt("contact code", f"{contact.channel} {contact.address}")
    code = f"{secrets.randbelow(1_000_000):06}"
    with transaction.atomic():
        if contact.pk is None:
            contact.save(force_insert=True)
            _note(contact, "contact told")
        contact.codes += 1
        contact.code, contact.code_until = _digest(contact, code), timezone.now() + VALID
        contact.save(update_fields=["codes", "code", "code_until"])
        key = f"contact:{contact.pk}:code:{contact.codes}"
        notify(contact.account, "contact_code", {"code": code}, about=contact.account.actor, key=key, contact=contact)
    return contact


def confirm(contact: Contact, code: str) -> Contact:
    """The owner read the code: from now on this is where the account is written to. Raises WrongCode, Locked."""
    lockout.attempt("contact", str(contact.pk))
    with transaction.atomic():
        kept = Contact.objects.select_for_update().get(pk=contact.pk)
        _refuse_code(kept, code)
        Contact.objects.filter(account=kept.account, channel=kept.channel).exclude(pk=kept.pk).delete()
        kept.verified, kept.code, kept.code_until = timezone.now(), "", None
        kept.save(update_fields=["verified", "code", "code_until"])
        _note(kept, "contact verified")
        _catch_up(kept)
    lockout.forget("contact", str(contact.pk))
    return kept


def mute(contact: Contact, muted: bool) -> None:
    """The owner wants no messages there, or wants them again; what is told stays in the account."""
    with transaction.atomic():
        contact.muted = muted
        contact.save(update_fields=["muted"])
        _note(contact, "contact muted" if muted else "contact heard again")


def remove(contact: Contact) -> None:
    """The owner takes an address back: it is forgotten."""
    with transaction.atomic():
        _note(contact, "contact removed")
        contact.delete()


def forget_unverified(age: timedelta = timedelta(days=7)) -> int:
    """Addresses nobody confirmed may be those of strangers."""
    old = Contact.objects.filter(verified=None, created__lt=timezone.now() - age)
    return old.delete()[1].get("notices.Contact", 0)


def written(channel: Channel, address: str) -> str:
    """An address in one way of writing. Raises WrongAddress, which does not repeat it: letters may be logged."""
    if channel == Channel.MAIL:
        try:
            validate_email(address.strip())
        except ValidationError:
            raise WrongAddress(_("This is no e-mail address. It looks like name@example.kz.")) from None
        if letter := too_long(Contact, address=address.strip()):
            raise WrongAddress(letter)
        name, _at, domain = address.strip().rpartition("@")
        return f"{name}@{domain.lower()}"
    number = re.sub(r"[\s().-]", "", address)
    if not TELEPHONE.fullmatch(number):
        raise WrongAddress(_("Write the telephone number with + and the code of the country: +7 701 000 00 00."))
    return number


def _refuse_code(contact: Contact, code: str) -> None:
    until = contact.code_until
    if until is None or not timezone.now() <= until <= timezone.now() + VALID:
        raise WrongCode(_("The code is no longer valid. Ask for a new one."))
    if not constant_time_compare(contact.code, _digest(contact, re.sub(r"\s", "", code))):
        raise WrongCode(_("This is not the code we sent. Look at the newest message."))


def _catch_up(contact: Contact) -> None:
    told = Notice.objects.filter(account=contact.account, state=State.NO_CHANNEL, seen=None, erased=None)
    now = timezone.now()
    if told.filter(created__gte=now - CATCH_UP).update(state=State.WAITING, next_attempt=now):
        transaction.on_commit(ask_for_delivery, robust=True)


def _digest(contact: Contact, code: str) -> str:
    return salted_hmac("qonys.contact", f"{contact.pk}:{contact.codes}:{code}", algorithm="sha256").hexdigest()


def _note(contact: Contact, action: str) -> None:
    actor = contact.account.actor
    append(actor, action, {"contact": contact.pk, "channel": contact.channel}, actor=actor)
