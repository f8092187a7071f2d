"""The heads of the office's own figures: who counted, when, what the numbers mean and what they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

PUBLISHER = "registers"
SOURCE = "Administrative count from registers (Qonys)"
TITLES = {
    "population": {
        "kk": "Тіркелімдер бойынша халық саны",
        "ru": "Население по регистрам",
        "en": "Population by the registers",
    },
    "births": {"kk": "Тіркелімдер бойынша туғандар", "ru": "Родившиеся по регистрам", "en": "Births by the registers"},
    "deaths": {
        "kk": "Тіркелімдер бойынша қайтыс болғандар",
        "ru": "Умершие по регистрам",
        "en": "Deaths by the registers",
    },
    "moves": {"kk": "Тіркелімдер бойынша қоныс аудару", "ru": "Переезды по регистрам", "en": "Moves by the registers"},
}
DEFINITIONS = {
    "population": {
        "kk": "Есеп күні осы аумақта тұрақты тіркелген адамдар; құпиялылық үшін дөңгелектелген әкімшілік санақ.",
        "ru": "Люди, постоянно зарегистрированные на территории на дату учёта; административный учёт, "
        "округлённый ради конфиденциальности.",
        "en": "People registered permanently in the territory on the day; an administrative count, rounded for "
        "confidentiality.",
    },
    "births": {
        "kk": "Анасы осы аумақта тіркелген туғандар; құпиялылық үшін дөңгелектелген әкімшілік санақ.",
        "ru": "Родившиеся у матерей, зарегистрированных на территории; административный учёт, округлённый ради "
        "конфиденциальности.",
        "en": "Children born to mothers registered in the territory; an administrative count, rounded for "
        "confidentiality.",
    },
    "deaths": {
        "kk": "Осы аумақта тіркелген қайтыс болғандар; құпиялылық үшін дөңгелектелген әкімшілік санақ.",
        "ru": "Умершие, которые были зарегистрированы на территории; административный учёт, округлённый ради "
        "конфиденциальности.",
        "en": "People who were registered in the territory and died; an administrative count, rounded for "
        "confidentiality.",
    },
    "moves": {
        "kk": "Тұрақты тіркеуді ауыстыру; құпиялылық үшін дөңгелектелген әкімшілік санақ.",
        "ru": "Смены постоянной регистрации; административный учёт, округлённый ради конфиденциальности.",
        "en": "Changes of permanent registration; an administrative count, rounded for confidentiality.",
    },
}


def head(
    kind: str, *, on: date, told: date, base: int, lists: Sequence[Mapping[str, object]], unplaced: int = 0
) -> dict[str, Any]:
    """What stands in the .yaml beside the table (countries/figures/dataset.py)."""
    note = (
        f"Counted on {told} from the office's own registers, up to {on}. Every cell is rounded at random to a multiple "
        f"of {base}, totals are sums of rounded cells: 0 means fewer than {base}. It counts who is in the registers, "
        "not who lives in the country."
    )
    if unplaced:
        note += f" {unplaced} people are registered in no unit and in no figure."
    return {
        "publisher": PUBLISHER,
        "title": TITLES[kind],
        "source": SOURCE,
        "published_on": told,
        "vintage": str(told),
        "quality": "administrative count, rounded for confidentiality",
        "note": note,
        "definition": DEFINITIONS[kind],
        "territories": [dict(each) for each in lists],
    }
