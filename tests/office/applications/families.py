"""Drafts and people for tests: a family of five that wants to move, and a kandas with a child."""

from __future__ import annotations

from qonys.office.casework.applications import completeness, services
from qonys.office.casework.applications.models import Draft
from qonys.office.foundation.authority.models import Account

PDF = b"%PDF-1.7\n" + b"a paper " * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"a picture " * 40
FIVE = (
    ("head", "Сынақов", "Ержан", "male", "1986-04-01"),
    ("spouse", "Сынақова", "Әсел", "female", "1988-05-02"),
    ("child", "Сынақова", "Айша", "female", "2012-06-03"),
    ("child", "Сынақов", "Дәулет", "male", "2014-07-04"),
    ("parent", "Сынақова", "Қарлығаш", "female", "1960-08-05"),
)
MOVE = {
    "now": {"from": "KZ-61", "registered_since": "2010-01-01", "work_now": "seeker", "divorced": "no"},
    "where": {
        "settle": "KZ-39",
        "occupation": "дәнекерлеуші",
        "work_there": "yes",
        "employer": "ЖШС Ойдан",
        "home": "rent",
    },
}
RETURN = {
    "origin": {"from_country": "MN", "arrived": "2026-03-01", "former_citizen": "no", "ancestors": "Метрика"},
    "papers": {"passport_until": "2031-01-01", "visa_until": "2027-02-03"},
    "life": {"settle": "KZ-39", "kazakh": "speak", "story": "Баян-Өлгийде туғанмын."},
}


def with_family(draft: Draft, account: Account, people: tuple[tuple[str, ...], ...] = FIVE) -> Draft:
    for relation, surname, given, sex, born in people:
        told = {"relation": relation, "surname": surname, "given": given, "sex": sex, "birth_date": born}
        saved = services.save_member(draft.key, "", told, by=account, revision=draft.revision)
        assert saved.done, saved.mistakes
    return saved.draft


def with_answers(draft: Draft, account: Account, told: dict[str, dict[str, str]]) -> Draft:
    for screen in completeness.version(draft).screens:
        if screen.key in told:
            saved = services.save(draft.key, screen, told[screen.key], by=account, revision=10**6)
            assert saved.done, saved.mistakes
    return saved.draft


def with_papers(draft: Draft, account: Account) -> Draft:
    for each in completeness.papers(draft):
        if each.paper.needed:
            services.hand_in(draft.key, each, "paper.pdf", PDF, by=account)
    return Draft.objects.get(pk=draft.pk)


def ready(account: Account, procedure: str = "resettlement") -> Draft:
    """Everything told and handed in."""
    draft = with_family(services.start(account, procedure), account, FIVE if procedure == "resettlement" else FIVE[:1])
    with_answers(draft, account, MOVE if procedure == "resettlement" else RETURN)
    return with_papers(draft, account)
