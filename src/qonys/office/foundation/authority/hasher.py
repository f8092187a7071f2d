"""How passwords are kept."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class SlimArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes, the least OWASP recommends.

    Django's 100 MiB would let four people who sign in at once take more memory than the whole office has to itself.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
