"""Countries of the world by their two letters (ISO 3166-1), named by the Unicode locale data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale

from qonys.countries.sorting import sort_key

# Two-letter codes of the locale data that are no country of ISO 3166-1: unions, islands counted elsewhere, tests.
NO_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}


@cache
def nations(language: str) -> Mapping[str, str]:
    """Names by code, in the order a reader of that language looks them up."""
    named = {
        code: name
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    }
    return dict(sorted(named.items(), key=lambda each: sort_key(each[1])))


def is_nation(code: str) -> bool:
    return code in nations("en")
