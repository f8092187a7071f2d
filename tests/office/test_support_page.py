"""What is there for my family: the page says what the law says, keeps nothing, and stays calm."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from qonys.countries.folders import pack_folder
from qonys.countries.support.entitlements import entitlements, read_law_book
from qonys.countries.support.household import Application, Household, Member, Move, Said
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.portal.public.questions import Questions
from qonys.office.portal.public.views import support as view

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
FAMILY = {
    "who": "citizen", "origin": "KZ-61", "destination": "KZ-59", "on": "2026-03-02",
    "adults": "2", "pupils": "2", "small": "1",
}  # fmt: skip


def page(client: Client, language: str = "en", **answers: str) -> str:
    response = client.get(f"/{language}/support/", {**FAMILY, **answers})
    assert response.status_code == 200
    return words(response)


def words(response: Any) -> str:
    """What a reader reads, with plain spaces."""
    text = re.sub(r"<[^>]+>", " ", str(response.content, "utf-8"))
    return re.sub(r"\s+", " ", unescape(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_stand_alone_before_they_are_answered(client: Client, language: str) -> None:
    response = client.get(f"/{language}/support/")
    text = str(response.content, "utf-8")
    assert response.status_code == 200 and "verdict-box" not in text and "error-summary" not in text
    for name in Questions.ASKED:
        assert f'name="{name}"' in text
    assert "MISSING" not in text


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("kk", "70 АЕК × 4 325 ₸ × 5 адам = 1 513 750 ₸"),
        ("ru", "70 МРП × 4 325 ₸ × 5 чел. = 1 513 750 ₸"),
        ("en", "70 MCI × 4,325 ₸ × 5 people = 1,513,750 ₸"),
    ],
)
def test_the_answer_is_that_of_the_law(client: Client, language: str, wanted: str) -> None:
    text = page(client, language)
    assert wanted in text
    family = Household((Member(30, "head"), Member(30, "other"), *[Member(10, "child")] * 2, Member(3, "child")))
    move = Move(date(2026, 3, 2), "KZ-61", "KZ-59")
    answer = entitlements(read_law_book("kz"), Application(family, move, Said()))
    for money in (answer.first_month, answer.first_year, answer.total):
        for number in (money.low, money.high):
            assert f"{number:,}".replace(",", "," if language == "en" else " ") in text


def test_an_answer_shows_conditions_law_papers_offices_terms_and_what_is_to_be_paid_back(client: Client) -> None:
    text = page(client, home="buy", price="6000000")
    for wanted in (
        "If all conditions are met, your family would get",
        "still to show: The commission decides.",
        "The act itself was not read",
        "Order No 234 of 22 June 2023",
        "If you leave before 2 March 2031:",
        "Preliminary contract of sale",
        "Career centre where you live now",
        "by 3 March 2026",
        "the price of the home = 6,000,000 ₸",
        "The MCI after 31 December 2026 is not known yet",
    ):
        assert wanted in text


def test_a_refusal_names_its_reason_first_and_keeps_what_remains(client: Client) -> None:
    text = page(client, who="kandas", origin="abroad", destination="KZ-47")
    assert "your family would get no money from this programme" in text
    assert text.index("Mangystau Region has no quota for 2026") < text.index("What is asked of you")
    assert "Adaptation and integration services yours" in text


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"who": ""}, "Choose one of the answers."),
        ({"who": "king"}, "Choose one of the answers."),
        ({"destination": ""}, "Choose one of the answers."),
        ({"destination": "KZ-99"}, "Choose one of the answers."),
        ({"on": "soon"}, "Write the day as day, month, year"),
        ({"on": ""}, "Choose a day."),
        ({"on": "1999-01-01"}, "Choose a day between 2017 and"),
        ({"on": "2999-01-01"}, "Choose a day between 2017 and"),
        ({"on": "2020-05-05", "destination": "KZ-10"}, "This region did not exist on that day."),
        ({"on": "2020-05-05", "origin": "KZ-33"}, "This region did not exist on that day."),
        ({"adults": "0"}, "Write a number from 1 on."),
        ({"adults": "two"}, "Write a whole number."),
        ({"pupils": "-1"}, "Write a number from 0 on."),
        ({"small": "999"}, "Write a number up to 20."),
        ({"home": "buy", "price": "0"}, "Write a number from 1 on."),
        ({"registered": "long ago"}, "Write the day as day, month, year"),
    ],
)
def test_what_went_wrong_stands_at_the_field_and_in_the_summary(
    client: Client, answers: dict[str, str], says: str
) -> None:
    response = client.get("/en/support/", {**FAMILY, **answers})
    text = str(response.content, "utf-8")
    assert response.status_code == 200
    assert text.count(says) == 2 and 'role="alert"' in text and "verdict-box" not in text


def test_a_day_may_be_written_as_people_write_it(client: Client) -> None:
    assert "2 марта 2026" in page(client, "ru", on="02.03.2026")


def test_more_answers_change_the_conditions(client: Client) -> None:
    text = page(client, seeker="no", registered="2026-01-01", before="yes", works="no", rents="no", home="build")
    assert "Not registered as looking for work" in text
    assert "You can apply from 1 January 2027." in text
    assert "You were already included in a quota once" in text
    text = page(client, graduated="2026-01-15", divorced="2025-05-05", works="yes", rents="yes", seeker="yes")
    assert "Until 15 July 2026 you can apply from any region" in text
    assert "Certificate of divorce" in text


def test_nothing_is_stored_and_nothing_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.get("/kk/support/", {**FAMILY, "divorced": "2025-05-05"})
    assert not response.cookies
    assert "2025-05-05" not in caplog.text and "KZ-61" not in caplog.text
    assert response.headers["Referrer-Policy"] == "same-origin"  # the address is not told to the acts it links to
    assert str(response.content, "utf-8").count('rel="external noreferrer"') >= 3


def test_the_address_holds_the_answers_in_every_language(client: Client) -> None:
    text = str(client.get("/kk/support/", FAMILY).content, "utf-8")
    for language in LANGUAGES:
        assert f'href="/{language}/support/?{urlencode(FAMILY)}"'.replace("&", "&amp;") in text


def test_text_from_the_address_is_never_markup(client: Client) -> None:
    text = str(client.get("/en/support/", {**FAMILY, "price": "<script>x</script>", "on": '"><b>'}).content, "utf-8")
    assert "<script>x" not in text and '"><b>' not in text


def test_only_asking_is_allowed(client: Client) -> None:
    assert client.post("/en/support/", FAMILY).status_code == 405
    assert client.head("/en/support/").status_code == 200


@pytest.mark.usefixtures("turned")
def test_a_country_whose_pack_describes_no_support_says_so_calmly(client: Client) -> None:
    view._book.cache_clear()
    text = words(client.get("/en/support/"))
    assert "is not described here yet" in text and "policy/support.yaml" in text
    view._book.cache_clear()


@pytest.mark.usefixtures("empty_home")
def test_it_needs_no_forecast(client: Client) -> None:
    assert "1,513,750" in page(client)


def test_regions_that_take_newcomers_come_first(client: Client) -> None:
    text = words(client.get("/en/support/"))
    receiving, others = text.index("North Kazakhstan Region"), text.rindex("Almaty Region")
    assert receiving < others


def test_the_page_loads_no_numerical_library() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'qonys.office.project.settings';"
        "import django; django.setup();"
        "from qonys.office.portal.public.views import support; support._book('kz');"
        "assert not {'numpy', 'polars', 'pandas', 'numba'} & set(sys.modules), 'heavy'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_law_that_cannot_be_read_is_not_taken_for_no_law(tmp_path: Path, settings: Any, client: Client) -> None:
    shutil.copytree(pack_folder("kz"), tmp_path / "kz", ignore=shutil.ignore_patterns("figures", "map"))
    law = tmp_path / "kz/policy/support.yaml"
    law.write_text(law.read_text(encoding="utf-8").replace("currency: ₸", "curency: ₸"), encoding="utf-8")
    settings.QONYS_COUNTRY = str(tmp_path / "kz")
    with pytest.raises(BadInput, match="Did you mean currency"):
        client.get("/en/support/")
