"""One canonical form for every published spelling of a name, and different forms for different names."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.engines.linkage.names.canonical import canon
from qonys.engines.linkage.names.morphology import father_stems, skeletons, surname_stems
from qonys.one_person import vocabulary
from qonys.one_person.schemes import KAZAKH, OTHERS, RUSSIAN, as_chinese, as_russian
from tests.engines.linkage.names_of_many import NAMES

SCHEMES = {"kk": KAZAKH, "ru": RUSSIAN, **OTHERS}
BARS = {"kk": 0.99, "ru": 0.99, "uz": 0.95, "ky": 0.95, "tk": 0.95, "tg": 0.95, "mn": 0.95}


@pytest.mark.parametrize("language", SCHEMES)
def test_spellings_of_the_published_schemes_have_one_form(language):
    names = NAMES[language].split()
    same = of = 0
    for scheme in SCHEMES[language]:
        pairs = zip(canon(names), canon([scheme.spell(name) for name in names]), strict=True)
        same += sum(one == two for one, two in pairs)
        of += len(names)
    assert same / of >= BARS[language], (language, same, of)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Бекзат Саттарханов", "Bekzat Sattarkhanov"),  # ODNI ICS-630-01, annex Q
        ("Фарход Тожиев", "Farkhod Tojiev"),  # annex V
        ("Парвона Ҷамшедов", "Parvona Jamshedov"),  # annex N
        ("Өмірзақ", "Ömirzaq"),  # BGN/PCGN 1979
        ("Шарынгол", "Sharïngol"),  # BGN/PCGN 1964
        ("Ульяновск", "Ulʹi͡anovsk"),  # ALA-LC
        ("Объездчиков", "Obieezdchikov"),  # ICAO 9303: ъ is ie
        ("ҚОЖАХМЕТ", "Qojahmet"),
        ("Энгельс", "Энгeльс"),  # a Latin e between Cyrillic letters
        ("Сүлеймен", "Сүлеймeн "),
        ("Нұрлан", "Nuerlan"),  # 努尔兰
        ("Айгүл", "Ayiguli"),  # 阿依古丽
        ("Бақыт", "Baheti"),  # 巴合提
    ],
)
def test_known_pairs(one, two):
    assert canon([one]) == canon([two])


@pytest.mark.parametrize(
    ("one", "two"),
    [("Дана", "Диана"), ("Дана", "Дания"), ("Мара", "Мария"), ("Асан", "Хасан"), ("Айна", "Айнұр"), ("Ли", "Ким"),
     ("Цой", "Чой"), ("Мышкин", "Мишкин"), ("Алиев", "Алеев"), ("Dana", "Diana")],
)  # fmt: skip
def test_different_names_stay_different(one, two):
    assert canon([one]) != canon([two])


def test_hardly_any_two_names_of_a_language_fall_together():
    for names in (vocabulary.KAZAKH_MEN, vocabulary.RUSSIAN_SURNAMES, vocabulary.UZBEK_MEN):
        written = {name for name in names if not re.search(r"(.)\1", name)}  # сс and с are one for a clerk
        assert len(set(canon(sorted(written)))) >= 0.99 * len(written)


def test_the_rules_touch_no_name_beside_it():
    """Rules run over one long text: a name must come out as it does alone."""
    names = [scheme.spell(name) for scheme in KAZAKH for name in NAMES["kk"].split()[:20]]
    assert canon(names) == [canon([name])[0] for name in names]


@given(st.lists(st.text(max_size=12), max_size=5))
def test_any_text_has_a_form_a_line_each(names):
    forms = canon(names)
    assert len(forms) == len(names)
    assert all("\n" not in form for form in forms)


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшыэюяәғқңөұүіһ", min_size=1, max_size=14))
def test_case_and_spaces_do_not_count(name):
    assert canon([name.upper()]) == canon([f"  {name} "]) == canon([name])


def test_endings_of_sex_language_and_custom_leave_one_stem():
    stems = surname_stems(canon(["Жұмабаев", "Жұмабаева", "Жұмабайұлы", "Жұмабайқызы", "Жұмабай", "Jumabaıuly"]))
    assert len(set(stems)) == 1
    assert len(set(surname_stems(canon(["Чайковский", "Чайковская", "Чайковский"])))) == 1


def test_the_fathers_name_is_found_in_every_form_of_a_patronymic():
    assert len(set(father_stems(canon(["Серікұлы", "Серікқызы", "Серікович", "Серік"])))) == 1
    assert len(set(father_stems(canon(["Сергеевич", "Сергеевна", "Сергей", "Sergeevich"])))) == 1
    assert len(set(father_stems(canon(["Каримович", "Карим ўғли", "Karim o'g'li", "Karim qizi"])))) == 1


def test_short_surnames_keep_their_letters():
    assert surname_stems(["tan", "kim"]) == ["tan", "kim"]


def test_a_chinese_spelling_sounds_like_the_name():
    names = [name for name in NAMES["kk"].split() if "у" not in name][:60]
    told = skeletons(canon(names)), skeletons(canon([as_chinese(name) for name in names]))
    assert sum(one == two for one, two in zip(*told, strict=True)) >= 0.6 * len(names)


def test_a_russian_keyboard_changes_few_kazakh_names():
    names = NAMES["kk"].split()
    pairs = zip(canon(names), canon([as_russian(name) for name in names]), strict=True)
    assert sum(one == two for one, two in pairs) >= 0.93 * len(names)


def test_names_of_two_languages_rarely_meet():
    forms = {language: set(canon(names.split())) for language, names in NAMES.items()}
    for one, two in combinations(("kk", "ru"), 2):
        assert len(forms[one] & forms[two]) <= 3
