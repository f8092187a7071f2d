"""An address is believed once a code that was sent there comes back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from qonys.office.foundation.authority.refusals import Locked
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.notices import contacts, delivery, selectors
from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.models import Contact, Notice
from qonys.office.foundation.notices.quiet import Quiet
from qonys.office.foundation.notices.refusals import WrongAddress, WrongCode
from qonys.office.foundation.notices.states import State
from tests.office.notices.peers import MailServer, SmsGateway
from tests.office.notices.told import ADDRESS, TELEPHONE, again, applicant, tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def peers(mail_server: MailServer, gateway: SmsGateway, settings: Any) -> None:
    settings.QONYS_MAIL, settings.QONYS_SMS = mail_server.routes, gateway.routes


def code_shown(gateway: SmsGateway) -> str:
    """In the newest message, as the telephone shows it; two at once may arrive in any order."""
    delivery.deliver_due()
    newest = Notice.objects.filter(template="contact_code").latest("id")
    found = re.search(r"\d{6}", gateway.sent[str(newest.reference)]["text"])
    assert found
    return found[0]


def test_a_telephone_is_told_confirmed_and_written_to_at_night_too(gateway: SmsGateway, settings: Any) -> None:
    settings.QONYS_QUIET_HOURS = Quiet(0, 23)  # all day long, but for the last hour
    account = applicant()
    contact = contacts.add(account, "sms", " +7 (701) 000-11-22 ")
    assert (contact.address, contact.verified) == (TELEPHONE, None)
    confirmed = contacts.confirm(contact, code_shown(gateway))
    assert confirmed.verified and confirmed.code == ""
    actions = Entry.objects.filter(stream=account.actor).values_list("action", flat=True)
    assert list(actions) == ["contact told", "contact verified"]
    assert TELEPHONE not in "".join(Entry.objects.values_list("payload", flat=True))


def test_a_letter_with_a_code_goes_to_the_new_address(mail_server: MailServer) -> None:
    contact = contacts.add(applicant("ru"), "e-mail", "Aigul@EXAMPLE.kz")
    delivery.deliver_due()
    (letter,) = mail_server.letters
    assert letter["To"] == "Aigul@example.kz" and letter["Subject"] == "Код подтверждения"
    found = re.search(r"\d{6}", letter.get_content())  # type: ignore[attr-defined]
    assert found and contacts.confirm(contact, f" {found[0][:3]} {found[0][3:]} ").verified


def test_a_code_is_in_no_inbox_and_erased_when_it_is_sent(gateway: SmsGateway) -> None:
    account = applicant()
    contacts.add(account, "sms", TELEPHONE)
    assert Notice.objects.get().facts["code"]
    code = code_shown(gateway)
    notice = Notice.objects.get()
    assert notice.facts == {} and notice.erased and notice.state == State.SENT
    assert selectors.inbox(account) == [] and selectors.unread(account) == 0
    assert code not in str(list(Contact.objects.values()))


def test_wrong_codes_are_refused_and_after_five_must_wait(gateway: SmsGateway) -> None:
    contact = contacts.add(applicant(), "sms", TELEPHONE)
    right = code_shown(gateway)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(WrongCode, match="not the code"):
            contacts.confirm(contact, wrong)
    with pytest.raises(Locked):
        contacts.confirm(contact, right)


def test_a_code_is_worth_nothing_after_a_quarter_of_an_hour_or_once_used_or_replaced(gateway: SmsGateway) -> None:
    contact = contacts.add(applicant(), "sms", TELEPHONE)
    first = code_shown(gateway)
    contacts.send_code(contact)
    second = code_shown(gateway)
    if first != second:
        with pytest.raises(WrongCode):
            contacts.confirm(contact, first)
    Contact.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(WrongCode, match="no longer valid"):
        contacts.confirm(contact, second)
    Contact.objects.update(code_until=timezone.now() + timedelta(seconds=9))
    contacts.confirm(contact, second)
    with pytest.raises(WrongCode, match="no longer valid"):
        contacts.confirm(contact, second)


def test_codes_are_not_sent_without_end_to_a_strangers_telephone() -> None:
    for _ in range(5):
        contacts.add(applicant(), "sms", TELEPHONE)
    with pytest.raises(Locked):
        contacts.add(applicant(), "sms", TELEPHONE)


def test_a_new_address_replaces_the_old_one_only_when_it_is_confirmed(gateway: SmsGateway) -> None:
    account = applicant("en", Channel.SMS)
    new = contacts.add(account, "sms", "+77775556677")
    assert {contact.address for contact in selectors.contacts(account) if contact.verified} == {TELEPHONE}
    contacts.confirm(new, code_shown(gateway))
    assert {contact.address for contact in selectors.contacts(account)} == {"+77775556677"}


def test_an_address_told_twice_is_one(gateway: SmsGateway) -> None:
    account = applicant()
    first, second = contacts.add(account, "sms", TELEPHONE), contacts.add(account, "sms", TELEPHONE)
    assert first.pk == second.pk
    contacts.confirm(second, code_shown(gateway))
    asked = len(gateway.asked)
    assert contacts.add(account, "sms", TELEPHONE).verified
    delivery.deliver_due()
    assert len(gateway.asked) == asked


def test_what_was_told_meanwhile_goes_out_when_an_address_is_known(gateway: SmsGateway, settings: Any) -> None:
    settings.QONYS_QUIET_HOURS = Quiet(0, 0)
    account = applicant()
    told, old = tell(account), tell(account)
    delivery.deliver_due()
    assert again(told).state == State.NO_CHANNEL
    Notice.objects.filter(pk=old.pk).update(created=timezone.now() - timedelta(days=4))
    contacts.confirm(contacts.add(account, "sms", TELEPHONE), code_shown(gateway))
    delivery.deliver_due()
    assert (again(told).state, again(old).state) == (State.SENT, State.NO_CHANNEL)


@pytest.mark.parametrize("address", ["aigul", "a@b", "a@example.kz\nBcc: b@example.kz", "@example.kz", ""])
def test_what_cannot_be_an_address_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(WrongAddress, match="no e-mail address") as letter:
        contacts.add(applicant(), "e-mail", address)
    assert "aigul" not in str(letter.value)


@pytest.mark.parametrize("number", ["87010001122", "+7", "+7701000112233445", "+7701abc1122", ""])
def test_a_telephone_number_has_the_code_of_its_country(number: str) -> None:
    with pytest.raises(WrongAddress, match=r"\+7 701 000 00 00"):
        contacts.add(applicant(), "sms", number)


def test_a_way_this_office_does_not_have_is_said_so(settings: Any) -> None:
    settings.QONYS_SMS = ()
    with pytest.raises(WrongAddress, match="cannot write by SMS"):
        contacts.add(applicant(), "sms", TELEPHONE)


def test_an_owner_mutes_and_removes(gateway: SmsGateway) -> None:
    account = applicant("en", Channel.SMS)
    contact = Contact.objects.get()
    contacts.mute(contact, True)
    notice = tell(account)
    delivery.deliver_due()
    assert again(notice).state == State.MUTED
    contacts.mute(contact, False)
    contacts.remove(contact)
    assert not Contact.objects.exists()
    actions = list(Entry.objects.filter(stream=account.actor).values_list("action", flat=True))
    assert actions == ["contact muted", "contact heard again", "contact removed"]


def test_two_verified_addresses_of_one_channel_cannot_be(settings: Any) -> None:
    account = applicant("en", Channel.MAIL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(account=account, channel=Channel.MAIL, address="b@c.kz", verified=timezone.now())


def test_addresses_nobody_confirmed_are_forgotten() -> None:
    contacts.add(applicant(), "sms", TELEPHONE)
    applicant("en", Channel.MAIL)
    Contact.objects.update(created=timezone.now() - timedelta(days=8))
    assert contacts.forget_unverified() == 1
    assert Contact.objects.get().address == ADDRESS
    assert again(Notice.objects.get()).contact is None
