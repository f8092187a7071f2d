"""The second factor: six digits from the owner's device, changing every thirty seconds (RFC 6238)."""

from __future__ import annotations

import hmac
import secrets

import pyotp
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from qonys.office.foundation.authority import lockout
from qonys.office.foundation.authority.accounts import READABLE
from qonys.office.foundation.authority.models import Account, RecoveryCode, SecondFactor
from qonys.office.foundation.authority.recognition import note
from qonys.office.foundation.authority.refusals import NotRecognised
from qonys.office.foundation.journal.services import append

STEP = 30  # seconds
DRIFT = 1  # steps by which a device's clock may be wrong
RECOVERY_CODES = 8


def new_secret() -> str:
    return pyotp.random_base32()


def address(account: Account, secret: str) -> str:
    """What the QR code says to the device: otpauth://totp/..."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name="Qonys")


def is_set_up(account: Account) -> bool:
    return SecondFactor.objects.filter(account=account).exists()


def set_up(account: Account, secret: str, code: str) -> list[str]:
    """The device showed the right code: from now on it is asked for. Returns recovery codes, told only this once."""
    lockout.attempt("code", account.actor)
    step = matching_step(secret, code)
    if step is None:
        raise _wrong_code()
    lockout.forget("code", account.actor)
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        SecondFactor.objects.create(account=account, secret=secret, last_step=step)
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(each)) for each in codes)
        append(account.actor, "second factor set up", {}, actor=account.actor)
    return codes


def check(account: Account, code: str) -> None:
    """Six digits of the device, or a recovery code. Raises NotRecognised or Locked; no code counts twice."""
    last = lockout.attempt("code", account.actor)
    if not (_use_device(account, code) or _use_recovery(account, code)):
        if last:
            note(account, "locked")
        raise _wrong_code()
    lockout.forget("code", account.actor)


def matching_step(secret: str, code: str, after: int = 0) -> int | None:
    """The half-minute whose code this is, not used before; steps `after` that lie ahead are of a clock set back."""
    digits, device = "".join(code.split()), pyotp.TOTP(secret)
    now = int(timezone.now().timestamp()) // STEP
    used = after if after <= now + DRIFT else 0
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(device.generate_otp(step).encode(), digits.encode()) and step > used:
            return step
    return None


def _use_device(account: Account, code: str) -> bool:
    device = SecondFactor.objects.filter(account=account).first()
    step = matching_step(device.secret, code, device.last_step) if device else None
    if device is None or step is None:
        return False
    unchanged = SecondFactor.objects.filter(pk=device.pk, last_step=device.last_step)  # two at once: one is let in
    return bool(unchanged.update(last_step=step))


def _use_recovery(account: Account, code: str) -> bool:
    left = RecoveryCode.objects.filter(account=account, digest=_digest(code), used=None)
    with transaction.atomic():
        if not left.update(used=timezone.now()):
            return False
        note(account, "recovery code used")
    return True


def _recovery_code() -> str:
    letters = "".join(secrets.choice(READABLE) for _ in range(12))  # 59 bits
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _digest(code: str) -> str:
    letters = "".join(code.lower().replace("-", " ").split())
    return salted_hmac("qonys.recovery", letters, algorithm="sha256").hexdigest()


def _wrong_code() -> NotRecognised:
    return NotRecognised(_("This code is not right, or was used already. Take the one the device shows now."))
