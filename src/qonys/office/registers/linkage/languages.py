"""In which letters two entries write their names: a property of the writing, never a guess about the person.

Quality is told by it, since a linkage that works for names in Russian letters may fail where one register writes
Kazakh letters and another a Chinese romanisation.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    KAZAKH = "kazakh", _("Kazakh letters")
    RUSSIAN = "russian", _("Russian letters")
    UZBEK = "uzbek", _("Uzbek letters")
    CHINESE = "chinese", _("Latin letters after a Chinese paper")
    LATIN = "latin", _("Latin letters")
    TWO = "two", _("two scripts")


_CYRILLIC, _OF_UZBEK, _OF_KAZAKH = re.compile("[Ѐ-ӿ]"), re.compile("[ўҳ]"), re.compile("[әғқңөұүһі]")


def of_pair(one: str, other: str, chinese: Callable[[str], bool]) -> Language:
    """Of the letters of both; a Kazakh name in Russian letters beside one in Kazakh letters is a Kazakh one."""
    found = {_of_entry(name.lower(), chinese) for name in (one, other)}
    latin = found & {Language.CHINESE, Language.LATIN}
    if latin and found - latin:
        return Language.TWO
    return next(each for each in (Language.UZBEK, Language.KAZAKH, Language.RUSSIAN, Language.CHINESE, Language.LATIN)
                if each in found)  # fmt: skip


def _of_entry(name: str, chinese: Callable[[str], bool]) -> Language:
    if not _CYRILLIC.search(name):
        return Language.CHINESE if chinese(name) else Language.LATIN
    if _OF_UZBEK.search(name):
        return Language.UZBEK
    return Language.KAZAKH if _OF_KAZAKH.search(name) else Language.RUSSIAN
