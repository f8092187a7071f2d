"""Delivery with real peers: who is asked, when again, and what is written down."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from qonys.office.foundation.notices import delivery, tasks
from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.models import Contact, Notice
from qonys.office.foundation.notices.providers import gateway as gateway_module
from qonys.office.foundation.notices.providers import smtp as smtp_module
from qonys.office.foundation.notices.providers.port import Message
from qonys.office.foundation.notices.quiet import Quiet
from qonys.office.foundation.notices.routes import routes
from qonys.office.foundation.notices.states import State
from tests.office.notices.peers import MailServer, SmsGateway
from tests.office.notices.told import ADDRESS, TELEPHONE, again, age, applicant, hour, tell

pytestmark = pytest.mark.django_db
NOBODY = "127.0.0.1:9"  # the port where everything is refused


@pytest.fixture(autouse=True)
def by_day(settings: Any) -> None:
    settings.QONYS_QUIET_HOURS = Quiet(0, 0)


def carried(notice: Notice) -> Notice:
    """After one run of the delivery, whenever it was due."""
    Notice.objects.filter(pk=notice.pk, state=State.WAITING).update(next_attempt=timezone.now())
    delivery.deliver_due()
    return again(notice)


# E-mail


def test_a_letter_arrives_in_the_language_of_its_reader(mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL, settings.QONYS_MAIL_FROM = mail_server.routes, "Qonys <office@qonys.example.kz>"
    notice = carried(tell(applicant("kk", Channel.MAIL), "granted"))
    letter = mail_server.letters[0]
    assert letter["To"] == ADDRESS and letter["From"] == "Qonys <office@qonys.example.kz>"
    assert letter["Subject"].strip() == "KZ-2026-000123 өтініші бойынша шешім: оң"
    assert letter["Message-ID"] == f"<{notice.reference}@qonys.example.kz>"
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Content-Language"] == "kk"
    assert "өтінішіңіз бойынша оң шешім қабылданды" in letter.get_content()  # type: ignore[attr-defined]
    assert (notice.state, notice.channel, notice.provider) == ("sent", "e-mail", f"127.0.0.1:{mail_server.port}")
    assert notice.sent and notice.contact and not notice.claimed


def test_many_letters_go_over_one_connection_each_once(mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL = mail_server.routes
    account = applicant("en", Channel.MAIL)
    told = [tell(account) for _ in range(2 * smtp_module.LETTERS + 5)]
    assert delivery.deliver_due() == {State.SENT: len(told)}
    assert len({letter["Message-ID"] for letter in mail_server.letters}) == len(mail_server.letters) == len(told)


def test_an_address_that_is_refused_for_good_is_tried_no_more(mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL, mail_server.at_address = mail_server.routes, "550"
    notice = carried(tell(applicant("en", Channel.MAIL)))
    assert (notice.state, notice.reason) == ("failed", "smtp 550")


def test_after_a_refused_letter_the_telephone_is_tried(
    mail_server: MailServer, gateway: SmsGateway, settings: Any
) -> None:
    settings.QONYS_MAIL, settings.QONYS_SMS, mail_server.at_address = mail_server.routes, gateway.routes, "550"
    notice = carried(tell(applicant("en", Channel.MAIL, Channel.SMS)))
    assert (notice.state, notice.channel) == ("sent", "sms")
    assert gateway.sent[str(notice.reference)]["to"] == TELEPHONE


@pytest.mark.parametrize(("answer", "reason"), [("451", "smtp 451"), ("421", "smtp")])
def test_a_server_that_is_busy_is_asked_again(answer: str, reason: str, mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL, mail_server.at_address = mail_server.routes, answer
    notice = carried(tell(applicant("en", Channel.MAIL)))
    assert notice.state == "waiting" and notice.reason.startswith(reason)
    mail_server.at_address = ""
    assert carried(notice).state == "sent" and len(mail_server.letters) == 1


def test_a_server_that_hangs_up_late_gets_the_same_letter_again(mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL, mail_server.hang_up = mail_server.routes, True
    notice = carried(tell(applicant("en", Channel.MAIL)))
    assert (notice.state, notice.reason, notice.unclear) == ("waiting", "smtp broken off", 1)
    mail_server.hang_up = False
    assert carried(notice).state == "sent"
    assert len(mail_server.letters) == 2 and len({letter["Message-ID"] for letter in mail_server.letters}) == 1


def test_a_server_that_is_not_there_is_passed_over(mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL = routes("QONYS_MAIL", f"smtp://{NOBODY},smtp://127.0.0.1:{mail_server.port}")
    notice = carried(tell(applicant("en", Channel.MAIL)))
    assert (notice.state, notice.provider) == ("sent", f"127.0.0.1:{mail_server.port}")


def test_a_server_that_does_not_encrypt_is_not_trusted_with_a_letter(mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL = routes("QONYS_MAIL", f"smtp+tls://127.0.0.1:{mail_server.port}")
    notice = carried(tell(applicant("en", Channel.MAIL)))
    assert notice.state == "waiting" and notice.reason.startswith("smtp") and mail_server.letters == []


# SMS


def test_an_sms_is_signed_short_and_says_where_to_read_on(gateway: SmsGateway, settings: Any) -> None:
    settings.QONYS_SMS = gateway.routes
    notice = carried(tell(applicant("ru", Channel.SMS)))
    told = gateway.sent[str(notice.reference)]
    assert told["text"] == "Qonys: по заявлению KZ-2026-000123 есть новое сообщение. Прочитайте его в личном кабинете."
    assert (notice.state, notice.provider_number) == ("sent", f"g-{str(notice.reference)[:8]}")
    assert gateway.unsigned == 0


@pytest.mark.parametrize("answer", ["500 after", "late", "cut"])
def test_when_nobody_knows_how_it_ended_the_same_gateway_is_asked_with_the_same_reference(
    answer: str, gateway: SmsGateway, second_gateway: SmsGateway, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway_module, "TIMEOUT", 0.3)
    settings.QONYS_SMS, gateway.answers = gateway.routes + second_gateway.routes, [answer]
    notice = carried(tell(applicant("en", Channel.SMS)))
    assert (notice.state, notice.unclear, notice.provider) == ("waiting", 1, gateway.routes[0].name)
    assert carried(notice).state == "sent"
    assert gateway.asked == [str(notice.reference)] * 2 and len(gateway.sent) == 1
    assert second_gateway.asked == []


def test_after_three_unclear_ends_another_gateway_is_asked(
    gateway: SmsGateway, second_gateway: SmsGateway, settings: Any
) -> None:
    settings.QONYS_SMS, gateway.answers = gateway.routes + second_gateway.routes, ["500"] * 3
    notice = tell(applicant("en", Channel.SMS))
    for _ in range(3):
        assert carried(notice).state == "waiting"
    assert carried(notice).state == "sent"
    assert len(gateway.asked) == 3 and second_gateway.asked == [str(notice.reference)]


@pytest.mark.parametrize("answer", ["503", "429", "401", "302"])
def test_a_gateway_that_took_nothing_is_passed_over_at_once(
    answer: str, gateway: SmsGateway, second_gateway: SmsGateway, settings: Any
) -> None:
    settings.QONYS_SMS, gateway.answers = gateway.routes + second_gateway.routes, [answer]
    notice = carried(tell(applicant("en", Channel.SMS)))
    assert (notice.state, notice.provider) == ("sent", second_gateway.routes[0].name)


def test_a_number_that_is_refused_for_good_is_tried_no_more(
    gateway: SmsGateway, second_gateway: SmsGateway, settings: Any
) -> None:
    settings.QONYS_SMS, gateway.answers = gateway.routes + second_gateway.routes, ["422"]
    notice = carried(tell(applicant("en", Channel.SMS)))
    assert (notice.state, notice.reason) == ("failed", "http 422") and second_gateway.asked == []


@pytest.mark.parametrize("answer", ["twice", "strange"])
def test_a_gateway_that_answers_oddly_has_it_all_the_same(answer: str, gateway: SmsGateway, settings: Any) -> None:
    settings.QONYS_SMS, gateway.answers = gateway.routes, [answer]
    account = applicant("en", Channel.SMS)
    notices = [tell(account), tell(account)]
    assert delivery.deliver_due() == {State.SENT: 2}
    assert sorted(gateway.asked) == sorted(str(notice.reference) for notice in notices)


def test_a_provider_that_fails_three_times_running_rests_until_the_next_run(
    gateway: SmsGateway, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LINES", 1)
    settings.QONYS_SMS, gateway.answers = gateway.routes, ["500"] * 3
    account = applicant("en", Channel.SMS)
    for _ in range(10):
        tell(account)
    assert delivery.deliver_due() == {State.WAITING: 10}
    assert len(gateway.asked) == 3
    Notice.objects.update(next_attempt=timezone.now())
    assert delivery.deliver_due() == {State.SENT: 10}


def test_a_defect_in_a_provider_loses_nothing(
    gateway: SmsGateway, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(provider: Any, message: Message) -> None:
        raise ValueError(message.address)

    settings.QONYS_SMS = gateway.routes
    with monkeypatch.context() as broken:
        broken.setattr(gateway_module.Gateway, "hand_over", defect)
        notice = carried(tell(applicant("en", Channel.SMS)))
    assert (notice.state, notice.reason) == ("waiting", "ValueError")
    assert carried(notice).state == "sent"


def test_for_a_demonstration_messages_are_files_and_never_two_of_one(settings: Any, tmp_path: Any) -> None:
    settings.QONYS_HOME, settings.QONYS_SMS = tmp_path, routes("QONYS_SMS", "folder:")
    notice = carried(tell(applicant("en", Channel.SMS)))
    Notice.objects.update(state=State.WAITING)
    carried(notice)
    (file,) = (tmp_path / "sent").iterdir()
    assert file.name == f"{notice.reference}.txt"
    assert file.read_text().splitlines()[0] == TELEPHONE


# When


def test_pauses_double_up_to_six_hours() -> None:
    minutes = [delivery.later(attempts) / timedelta(minutes=1) for attempts in range(1, 12)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_it_is_not_tried_before_it_is_due_and_given_up_after_72_hours(settings: Any) -> None:
    settings.QONYS_SMS = routes("QONYS_SMS", f"http://a:b@{NOBODY}")
    notice = tell(applicant("en", Channel.SMS))
    assert delivery.deliver_due() == {State.WAITING: 1}
    assert delivery.deliver_due() == {}
    attempts = 1
    while (kept := again(notice)).state == State.WAITING:
        age(kept, kept.next_attempt - timezone.now())
        delivery.deliver_due()
        attempts += 1
    kept = again(notice)
    assert kept.state == State.GIVEN_UP and kept.attempts in (attempts, attempts - 1)
    assert timedelta(hours=60) < timezone.now() - kept.created <= timedelta(hours=72)
    assert 15 < attempts < 25


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-23 21:59", None),
        ("2026-11-23 22:00", "2026-11-24 08:00"),
        ("2026-11-24 03:30", "2026-11-24 08:00"),
        ("2026-11-24 08:00", None),
    ],
)
def test_quiet_hours_are_those_of_the_country(at: str, until: str | None) -> None:
    assert Quiet(22, 8).ends(hour(at)) == (hour(until) if until else None)
    assert Quiet(0, 0).ends(hour(at)) is None
    assert Quiet(13, 14).ends(hour(at)) is None


def test_at_night_letters_go_and_telephones_stay_silent_until_morning(
    mail_server: MailServer, gateway: SmsGateway, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.QONYS_MAIL, settings.QONYS_SMS = mail_server.routes, gateway.routes
    settings.QONYS_QUIET_HOURS = Quiet(22, 8)
    letter, sms = tell(applicant("en", Channel.MAIL)), tell(applicant("en", Channel.SMS))
    now = [hour("2026-11-23 23:15")]
    Notice.objects.update(created=now[0], next_attempt=now[0])
    monkeypatch.setattr(delivery.timezone, "now", lambda: now[0])
    delivery.deliver_due()
    assert again(letter).state == State.SENT
    assert (again(sms).state, again(sms).next_attempt, again(sms).attempts) == ("waiting", hour("2026-11-24 08:00"), 0)
    now[0] = hour("2026-11-24 08:00")
    delivery.deliver_due()
    assert again(sms).state == State.SENT


def test_a_clock_set_back_delays_nothing_for_days(gateway: SmsGateway, settings: Any) -> None:
    settings.QONYS_SMS = gateway.routes
    account = applicant("en", Channel.SMS)
    waiting, claimed = tell(account), tell(account)
    ahead = timezone.now() + timedelta(days=400)
    Notice.objects.filter(pk=waiting.pk).update(next_attempt=ahead)
    Notice.objects.filter(pk=claimed.pk).update(state=State.SENDING, claimed=ahead, worker="elsewhere:1")
    assert delivery.deliver_due() == {State.SENT: 2}


# To whom


def test_without_a_provider_it_stays_in_the_account(settings: Any) -> None:
    settings.QONYS_MAIL = settings.QONYS_SMS = ()
    assert carried(tell(applicant("en", Channel.MAIL))).state == State.NO_CHANNEL


def test_only_verified_addresses_are_written_to(mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL = mail_server.routes
    account = applicant("en", Channel.MAIL)
    Contact.objects.update(verified=None)
    assert carried(tell(account)).state == State.NO_CHANNEL
    assert mail_server.letters == []


def test_who_wants_no_messages_and_who_is_gone_gets_none(mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL = mail_server.routes
    closed = applicant("en", Channel.MAIL)
    closed.active = False
    closed.save()
    for account in (applicant("en", Channel.MAIL, muted=True), closed):
        assert carried(tell(account)).state == State.MUTED
    assert mail_server.letters == []


# Claims


def test_a_claim_keeps_others_off_until_it_is_old_or_its_worker_is_gone() -> None:
    tell(applicant())
    (notice,) = delivery.claim()
    assert delivery.claim() == [] and delivery.release_lost() == 0
    Notice.objects.update(worker="elsewhere:1")
    assert delivery.release_lost() == 0
    Notice.objects.update(claimed=timezone.now() - delivery.CLAIM)
    assert delivery.release_lost() == 1
    delivery.claim()
    Notice.objects.update(worker=f"{delivery.this_process().partition(':')[0]}:999999999")
    assert delivery.release_lost() == 1
    assert delivery.claim()[0].pk == notice.pk


def test_a_worker_that_was_too_slow_writes_nothing_over_the_others_claim() -> None:
    tell(applicant())
    (slow,) = delivery.claim()
    Notice.objects.update(state=State.WAITING)
    (quick,) = delivery.claim()
    assert not delivery.record(slow, delivery.Step(State.FAILED, {}))
    assert delivery.record(quick, delivery.Step(State.SENT, {}))


def test_the_rest_of_a_slow_batch_is_given_back(
    gateway: SmsGateway, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.QONYS_SMS = gateway.routes
    monkeypatch.setattr(delivery, "PATIENCE", -1.0)
    monkeypatch.setattr(delivery, "RUN", 0.05)
    notice = tell(applicant("en", Channel.SMS))
    assert delivery.deliver_due() == {}
    kept = again(notice)
    assert (kept.state, kept.attempts, kept.claimed) == ("waiting", 0, None)


def test_a_code_goes_before_ten_letters(gateway: SmsGateway, settings: Any) -> None:
    account = applicant()
    for _ in range(3):
        tell(account)
    code = tell(account, "contact_code", {"code": "123456"})
    assert delivery.claim(1)[0].pk == code.pk


def test_the_job_says_what_became_of_them(mail_server: MailServer, settings: Any) -> None:
    settings.QONYS_MAIL = mail_server.routes
    tell(applicant("en", Channel.MAIL))
    tell(applicant())
    assert tasks.deliver({}, lambda share, stage: None) == "1 no channel, 1 sent"
    assert tasks.deliver({}, lambda share, stage: None) == "nothing was due"


# Nothing personal in logs


def test_nothing_personal_is_logged_or_kept_as_a_reason(
    mail_server: MailServer, gateway: SmsGateway, settings: Any, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.QONYS_MAIL, settings.QONYS_SMS = mail_server.routes, gateway.routes
    both = applicant("en", Channel.MAIL, Channel.SMS)
    for at_address, at_content, answer in (
        ("550", "", "422"),
        ("451", "", "200"),
        ("", f"554 {ADDRESS} spam", "500"),
        ("", "", "200"),
    ):
        mail_server.at_address, mail_server.at_content, gateway.answers = at_address, at_content, [answer]
        tell(both, "document_asked", {"number": "KZ-7", "document": "divorce decree", "until": "2026-11-30"})
        code = tell(both, "contact_code", {"code": "918273"})
        Notice.objects.filter(pk=code.pk).update(contact=both.contacts.get(channel=Channel.SMS))
        delivery.deliver_due()
    said = caplog.text + "".join(capfd.readouterr())
    kept = " ".join(f"{notice.reason} {notice}" for notice in Notice.objects.all())
    message = repr(Message("r", ADDRESS, "divorce decree", TELEPHONE, "en"))
    assert "Notice" in said  # something was logged
    for personal in (ADDRESS, "aigul", TELEPHONE, "7010001122", "divorce", "918273", "Айгүл"):
        assert personal not in said and personal not in kept and personal not in message


def test_messages_are_handed_over_some_at_a_time(gateway: SmsGateway, settings: Any) -> None:
    settings.QONYS_SMS, gateway.latency = gateway.routes, 0.2
    account = applicant("en", Channel.SMS)
    for _ in range(2 * delivery.LINES):
        tell(account)
    started = time.monotonic()
    assert delivery.deliver_due() == {State.SENT: 2 * delivery.LINES}
    assert time.monotonic() - started < 0.2 * delivery.LINES  # one after the other it would be twice that
