"""The door: who comes in, who does not, and what either can learn from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from qonys.office.foundation.authority import accounts, lockout, recognition, second_factor
from qonys.office.foundation.authority.lockout import LIMITS, Limit, wait
from qonys.office.foundation.authority.models import Account, Failures, Kind, RecoveryCode, SecondFactor
from qonys.office.foundation.authority.refusals import Locked, NotRecognised, Refused
from qonys.office.foundation.journal import selectors as journal
from tests.office.authority.people import PASSWORD, let_in, mandate, places

pytestmark = pytest.mark.django_db
WRONG = "Login or password is not right."


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(tz=timezone.get_default_timezone())

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **more: float) -> None:
        self.now += timedelta(**more)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    told = Clock()
    monkeypatch.setattr("django.utils.timezone.now", told)
    monkeypatch.setattr("time.time", lambda: told.now.timestamp())
    yield told


@pytest.fixture
def aigul() -> Account:
    """An officer who has chosen her own password and has no device yet."""
    opened = accounts.open_account(
        "Aigul",
        "Айгүл Ахметова",
        kind=Kind.OFFICER,
        password=PASSWORD,
        actor="command line",
        language="kk",
        temporary=False,
    )
    places("KZ/", "KZ/KZ-19/")
    mandate(opened, "career_centre_officer", "KZ/KZ-19/", "kandas")
    return opened


@pytest.fixture
def device(aigul: Account, clock: Clock) -> pyotp.TOTP:
    totp = pyotp.TOTP(second_factor.new_secret())
    second_factor.set_up(aigul, totp.secret, shown(totp, clock))
    clock.forward(minutes=5)
    return totp


def shown(totp: pyotp.TOTP, clock: Clock) -> str:
    return totp.at(clock.now)


def try_password(client: Client, password: str = PASSWORD, login: str = "aigul", **more: str) -> Any:
    return client.post("/en/sign-in/", {"login": login, "password": password} | more)


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def events(account: Account) -> list[str]:
    return [line.action for line in journal.entries(account.actor)]


def test_strangers_are_shown_the_door_and_nothing_else(client: Client, aigul: Account) -> None:
    for path in ("office/", "office/password/"):
        answer = client.get(f"/ru/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/ru/sign-in/?next=/ru/{path}")
        assert answer.content == b""
    for path in ("sign-in/code/", "sign-in/set-up/", "sign-out/"):
        assert client.get(f"/kk/{path}").headers["Location"] == "/kk/sign-in/"


def test_the_door_has_an_address_without_a_language(client: Client) -> None:
    answer = client.get("/sign-in/", headers={"accept-language": "ru"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ru/sign-in/")


def test_the_first_time_a_device_is_set_up_and_recovery_codes_are_told(
    client: Client, aigul: Account, clock: Clock
) -> None:
    assert try_password(client).headers["Location"] == "/en/sign-in/set-up/"
    page = client.get("/en/sign-in/set-up/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert secret and "<svg" in page
    assert not is_in(client)
    answer = client.post("/en/sign-in/set-up/", {"code": "000000"})
    assert "This code is not right" in answer.content.decode() and not is_in(client)
    totp = pyotp.TOTP(secret[1].replace(" ", ""))
    answer = client.post("/en/sign-in/set-up/", {"code": shown(totp, clock)})
    codes = re.findall(r"<code>([a-z0-9-]{14})</code>", answer.content.decode())
    assert len(codes) == 8 == RecoveryCode.objects.count()
    assert is_in(client)
    assert 'href="/kk/office/"' in answer.content.decode()  # in her language
    assert events(aigul) == ["opened", "second factor set up", "signed in"]
    assert not any(code in str(RecoveryCode.objects.values()) for code in codes)


def test_password_and_code_let_in_and_the_journal_knows(
    client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock
) -> None:
    assert try_password(client).headers["Location"] == "/en/sign-in/code/"
    assert not is_in(client)
    assert client.get("/en/office/").status_code == 302  # the password alone opens nothing
    halfway = client.session.session_key
    answer = client.post("/en/sign-in/code/", {"code": " ".join(shown(device, clock))})
    assert answer.headers["Location"] == "/kk/office/"
    assert client.session.session_key != halfway
    page = client.get("/kk/office/").content.decode()
    assert "Айгүл Ахметова" in page and "KZ/KZ-19/ kk" in page
    assert events(aigul)[-1] == "signed in"


def test_a_code_counts_once(aigul: Account, device: pyotp.TOTP, clock: Clock) -> None:
    code = shown(device, clock)
    second_factor.check(aigul, code)
    with pytest.raises(NotRecognised, match="used already"):
        second_factor.check(aigul, code)
    clock.forward(seconds=30)
    second_factor.check(aigul, shown(device, clock))


@pytest.mark.parametrize(("seconds", "right"), [(0, True), (30, True), (-30, True), (90, False), (-90, False)])
def test_a_device_may_be_half_a_minute_wrong(
    aigul: Account, device: pyotp.TOTP, clock: Clock, seconds: int, right: bool
) -> None:
    code = device.at(clock.now + timedelta(seconds=seconds))
    step = second_factor.matching_step(device.secret, code)
    assert (step is not None) == right


def test_a_clock_set_back_locks_nobody_out(aigul: Account, device: pyotp.TOTP, clock: Clock) -> None:
    clock.forward(days=2)
    second_factor.check(aigul, shown(device, clock))
    clock.forward(days=-2)
    second_factor.check(aigul, shown(device, clock))


def test_a_recovery_code_lets_in_once(client: Client, aigul: Account, clock: Clock) -> None:
    totp = pyotp.TOTP(second_factor.new_secret())
    code = second_factor.set_up(aigul, totp.secret, shown(totp, clock))[0]
    for again in (False, True):
        try_password(client)
        answer = client.post("/en/sign-in/code/", {"code": code.upper().replace("-", " ")})
        assert (answer.status_code == 302) != again
        assert is_in(client) != again
        client.logout()
    assert "recovery code used" in events(aigul)


def test_password_and_code_belong_together_for_ten_minutes(
    client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock
) -> None:
    try_password(client)
    clock.forward(minutes=11)
    assert client.post("/en/sign-in/code/", {"code": shown(device, clock)}).headers["Location"] == "/en/sign-in/"
    assert not is_in(client)


def test_who_has_a_device_cannot_set_up_another_with_the_password_alone(
    client: Client, aigul: Account, device: pyotp.TOTP
) -> None:
    try_password(client)
    assert client.get("/en/sign-in/set-up/").headers["Location"] == "/en/sign-in/"
    assert SecondFactor.objects.get().secret == device.secret


def test_a_stranger_does_not_learn_which_logins_exist(client: Client, aigul: Account) -> None:
    accounts.set_active(aigul, False, actor="command line")
    told = {
        re.sub(r'value="[^"]*"', "", client.post("/en/sign-in/", told).content.decode())
        for told in (
            {"login": "aigul", "password": PASSWORD},
            {"login": "aigul", "password": "no"},
            {"login": "nobody", "password": "no"},
        )
    }
    assert len(told) == 1 and WRONG in told.pop()


def test_five_wrong_attempts_lock_even_the_right_password_for_a_minute(
    client: Client, aigul: Account, clock: Clock
) -> None:
    for _ in range(5):
        assert WRONG in try_password(client, "wrong").content.decode()
    answer = try_password(client)
    assert answer.status_code == 429
    assert "Too many wrong attempts. Try again in 1 minute." in answer.content.decode()
    assert events(aigul).count("locked") == 1
    clock.forward(seconds=61)
    assert try_password(client).status_code == 302
    # The right one wipes the slate of the login; for the address the wrong ones, and the one in vain, still count.
    assert [each.count for each in Failures.objects.all()] == [6]


def test_an_unknown_login_is_locked_too(client: Client) -> None:
    for _ in range(5):
        try_password(client, login="nobody")
    assert try_password(client, login="nobody").status_code == 429


def test_each_further_attempt_waits_twice_as_long_but_never_over_an_hour(clock: Clock) -> None:
    minutes = [wait(count, LIMITS["login"]) / timedelta(minutes=1) for count in range(5, 14)]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    for _ in range(5):
        lockout.attempt("login", "x")
    for expected in (1, 2, 4):
        with pytest.raises(Locked) as refusal:
            lockout.attempt("login", "x")
        assert refusal.value.until - clock.now == timedelta(minutes=expected)
        clock.forward(minutes=expected)
        lockout.attempt("login", "x")


def test_a_lock_from_a_clock_that_was_ahead_locks_nobody(clock: Clock) -> None:
    for _ in range(5):
        lockout.attempt("login", "x")
    clock.forward(days=-3)
    lockout.attempt("login", "x")


def test_an_office_behind_one_address_is_not_locked_out_by_being_right(
    aigul: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "address", Limit(3, timedelta(hours=1)))
    for _each in range(5):
        recognition.recognise("aigul", PASSWORD, "10.0.0.1")
    for login in ("nobody", "nothing", "aigul", "nowhere"):  # one's own account does not wipe out what was guessed
        if login == "aigul":
            recognition.recognise(login, PASSWORD, "10.0.0.1")
        else:
            with pytest.raises(NotRecognised):
                recognition.recognise(login, PASSWORD, "10.0.0.1")
    with pytest.raises(Locked):
        recognition.recognise("aigul", PASSWORD, "10.0.0.1")


def test_guesses_from_one_address_at_many_logins_are_locked(clock: Clock) -> None:
    for number in range(100):
        with pytest.raises(NotRecognised):
            recognition.recognise(f"login{number}", "x", "203.0.113.9")
    with pytest.raises(Locked):
        recognition.recognise("aigul", PASSWORD, "203.0.113.9")
    with pytest.raises(NotRecognised):
        recognition.recognise("aigul", PASSWORD, "203.0.113.10")


def test_codes_cannot_be_guessed_without_end(client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock) -> None:
    try_password(client)
    for _ in range(5):
        client.post("/en/sign-in/code/", {"code": "000000"})
    answer = client.post("/en/sign-in/code/", {"code": shown(device, clock)})
    assert answer.status_code == 429 and not is_in(client)


def test_old_attempts_are_forgotten_and_name_nobody(clock: Clock) -> None:
    lockout.attempt("login", "aigul")
    assert "aigul" not in str(Failures.objects.values())
    clock.forward(days=2)
    assert (lockout.forget_old(), Failures.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "following", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", r"/\evil.example"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(
    client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock, following: str
) -> None:
    try_password(client, next=following)
    assert client.post("/en/sign-in/code/", {"code": shown(device, clock)}).headers["Location"] == "/kk/office/"


def test_the_page_that_was_wanted_is_shown_afterwards(
    client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock
) -> None:
    try_password(client, next="/ru/office/password/")
    answer = client.post("/en/sign-in/code/", {"code": shown(device, clock)})
    assert answer.headers["Location"] == "/ru/office/password/"


def test_signing_in_and_out_needs_the_form_of_this_site(aigul: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert try_password(strict).status_code == 403
    let_in(strict, aigul)
    assert strict.post("/en/sign-out/").status_code == 403
    assert is_in(strict)


def enter(client: Client, account: Account, device: pyotp.TOTP, clock: Clock) -> None:
    clock.forward(minutes=1)
    client.post("/en/sign-in/", {"login": account.login, "password": PASSWORD})
    client.post("/en/sign-in/code/", {"code": shown(device, clock)})
    assert is_in(client)


def test_a_link_signs_nobody_out_and_the_button_does(
    client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock
) -> None:
    enter(client, aigul, device, clock)
    assert "Sign out" in client.get("/en/sign-out/").content.decode() and is_in(client)
    answer = client.post("/en/sign-out/")
    assert answer.headers["Location"] == "/en/sign-in/?left" and not is_in(client)
    assert "You are signed out." in client.get("/en/sign-in/?left").content.decode()
    assert events(aigul)[-1] == "signed out"


def test_a_desk_left_alone_is_signed_out_and_a_busy_one_after_twelve_hours(
    client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock
) -> None:
    enter(client, aigul, device, clock)
    clock.forward(minutes=29)
    assert client.get("/en/office/").status_code == 200
    clock.forward(minutes=31)
    assert client.get("/en/office/").status_code == 302
    enter(client, aigul, device, clock)
    for _ in range(35):
        clock.forward(minutes=20)
        assert client.get("/en/office/").status_code == 200
    clock.forward(minutes=25)
    assert client.get("/en/office/").status_code == 302


def test_a_closed_account_and_a_reset_one_are_out_at_once(
    client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock
) -> None:
    enter(client, aigul, device, clock)
    accounts.set_active(aigul, False, actor="command line")
    assert client.get("/en/office/").status_code == 302
    accounts.set_active(aigul, True, actor="command line")
    enter(client, aigul, device, clock)
    accounts.reset(aigul, "another long password", actor="command line")
    assert client.get("/en/office/").status_code == 302
    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()


def test_a_password_another_chose_is_changed_before_anything_else(
    client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock
) -> None:
    Account.objects.update(temporary_password=True)
    enter(client, aigul, device, clock)
    assert client.get("/en/office/").headers["Location"] == "/en/office/password/"
    assert "Somebody else knows" in client.get("/en/office/password/").content.decode()
    told = {"present": PASSWORD, "new": "four words and a lake", "again": "four words and a lake"}
    elsewhere = Client()
    enter(elsewhere, aigul, device, clock)
    for wrong, letter in (({"present": "no"}, "present password is not right"), ({"again": "other"}, "not the same"),
                          ({"new": "aigul", "again": "aigul"}, "has at least 12 characters")):  # fmt: skip
        assert letter in client.post("/en/office/password/", told | wrong).content.decode()
    assert client.post("/en/office/password/", told).headers["Location"] == "/en/office/"
    assert client.get("/en/office/").status_code == 200
    assert elsewhere.get("/en/office/").status_code == 302  # other sessions end
    assert events(aigul)[-1] == "password changed"


def test_the_office_is_not_for_applicants(client: Client) -> None:
    person = accounts.open_account(
        "person", "Person", kind=Kind.APPLICANT, password=PASSWORD, actor="self", language="en"
    )
    answer = let_in(client, person).get("/en/office/")
    assert answer.status_code == 403 and "for officers" in answer.content.decode()


def test_where_no_second_factor_is_wanted_a_password_is_enough(client: Client, aigul: Account, settings: Any) -> None:
    settings.QONYS_SECOND_FACTOR = False
    assert try_password(client).headers["Location"] == "/kk/office/"
    assert "No device is set up" in client.get("/en/office/").content.decode()


def test_who_has_a_device_is_asked_for_it_even_so(
    client: Client, aigul: Account, device: pyotp.TOTP, settings: Any
) -> None:
    settings.QONYS_SECOND_FACTOR = False
    assert try_password(client).headers["Location"] == "/en/sign-in/code/"


def test_nothing_of_the_door_is_kept_by_browsers_or_proxies(
    client: Client, aigul: Account, device: pyotp.TOTP, clock: Clock
) -> None:
    for path in ("/en/sign-in/", "/en/sign-in/code/", "/en/sign-out/", "/en/office/"):
        assert "no-store" in client.get(path).headers["Cache-Control"]
    enter(client, aigul, device, clock)
    cookie = client.cookies["qonys_session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]
    assert "no-store" in client.get("/en/office/").headers["Cache-Control"]


@pytest.mark.usefixtures("run")
def test_pages_for_everybody_know_no_session(client: Client) -> None:
    answer = client.get("/en/")
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
    assert "/en/sign-in/" in answer.content.decode()


def test_a_password_is_kept_by_argon_in_little_memory(aigul: Account) -> None:
    assert aigul.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    ("login", "password", "letter"),
    [
        ("Aigul", PASSWORD, "already an account aigul"),
        ("a b", PASSWORD, "a login is 2 to 80"),
        ("new", "short", "at least 12"),
        ("new", "123456789012345", "digits alone"),
        ("longlogin-of-berik", "longlogin-of-berik", "too much like"),
    ],
)
def test_an_account_that_cannot_be_opened_is_refused(aigul: Account, login: str, password: str, letter: str) -> None:
    with pytest.raises(Refused, match=letter):
        accounts.open_account(login, login, kind=Kind.OFFICER, password=password, actor="command line")
    assert Account.objects.count() == 1


def test_a_made_up_password_can_be_told_over_a_telephone() -> None:
    made = {accounts.generated_password() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", each) for each in made)
