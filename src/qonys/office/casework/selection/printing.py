"""The receipt as a page to read: the same facts as the signed document, which travels inside the PDF.

Everything comes ready to read in one language; the sheet only sets it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from qonys.office.casework.cases import law
from qonys.office.casework.letters.words import wording
from qonys.office.casework.selection import sources
from qonys.office.casework.selection.engine import RuleSet, as_file, restored
from qonys.office.casework.selection.models import Receipt
from qonys.office.foundation.journal import personal

NOT_KNOWN = "–"


def content(receipt: Receipt, language: str) -> dict[str, Any]:
    """Everything that stands on the page, and the receipt itself under `file`. Raises Erased."""
    document = restored(personal.read(receipt.reference), receipt.score.rules.text)
    body, result = document.body, dict(document.body.result)
    day = timezone.localdate(datetime.fromisoformat(body.issued))
    address = f"{settings.QONYS_SITE}/{language}/receipts/{body.code}/"
    rules = sources.rules_of(receipt.score)
    with translation.override(language):
        return {
            "language": language,
            "title": _("Receipt of a decision by points"),
            "office": _said(receipt.case.territory.names, language),
            "day": day.isoformat(),
            "dated": wording(language).day(day),
            "number": body.code,
            "rows": [list(row) for row in _rows(receipt, body, result, language)],
            "total": str(result["total"]),
            "cut_off": "" if result["cut_off"] is None else str(result["cut_off"]),
            "items": [_item(each, language) for each in result["items"]],
            "caps": [_cap(each, language) for each in result["caps"]],
            "facts": [[*each] for each in _facts(document.body, rules, language)],
            "labels": _labels(),
            "placeholders": bool(result["placeholders"]),
            "address": address,
            "site": f"{settings.QONYS_SITE}/{language}/receipts/",
            "file": as_file(document).decode("utf-8"),
        }


def _labels() -> dict[str, str]:
    return {
        "items": _("Points, line by line"),
        "line": _("Line"),
        "why": _("Because"),
        "law": _("Law"),
        "points": _("Points"),
        "facts": _("Facts the points rest on"),
        "fact": _("Fact"),
        "value": _("Value"),
        "source": _("Where it comes from"),
        "total": _("Total"),
        "cut_off": _("Needed"),
        "lost": _("Lost to limits of the law"),
        "number": _("Receipt"),
        "placeholder": _(
            "Assumed weights: no published act gives these figures yet. They are marked with an asterisk."
        ),
        "check": _("Anybody can count this receipt again: at the address, or without this office: the PDF carries it."),
        "decided": _("A person decided. The points were counted by a program, by the rules named here."),
    }


def _rows(receipt: Receipt, body: Any, result: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    words = wording(language)
    yield _("Service"), _said(law.procedure(body.procedure).names.names, language)
    yield _("Case number"), body.case
    granted = body.decision.outcome == "grant"
    yield _("Decision"), _("granted") if granted else _("refused")
    yield _("Decided by"), receipt.officer.display_name
    if body.decision.deviates:
        yield _("Otherwise than the points say, because"), body.decision.reason
    yield _("Rules"), f"{body.rules.key}, {_('version')} {body.rules.version}"
    yield _("Law of"), words.day(date.fromisoformat(body.law_on))
    yield _("Facts as known on"), words.day(date.fromisoformat(body.data_on))
    if body.tie_break:
        yield _("At equal points"), f"{body.tie_break.rule}: {body.tie_break.value}"
    if body.previous:
        yield _("Takes the place of receipt"), body.previous
    yield _("Digest of the rules"), body.rules.sha256
    yield _("Journal of the case before it"), f"{body.journal.entries} · {body.journal.head}"


def _item(each: dict[str, Any], language: str) -> list[str]:
    mark = " *" if each["placeholder"] else ""
    return [
        each["names"][language],
        each["reason"][language],
        sources.law_of(each, language),
        f"{each['points']}{mark}",
    ]


def _cap(each: dict[str, Any], language: str) -> list[str]:
    return [each["names"][language], sources.law_of(each, language), f"−{each['lost']}"]


def _facts(body: Any, rules: RuleSet, language: str) -> Iterator[tuple[str, str, str]]:
    for each in body.inputs:
        field = rules.by_name[each.name]
        value = NOT_KNOWN if each.value is None else field.label(each.value, language)
        yield field.names.in_language(language), value, sources.told(each.source, body.procedure, language)


def _said(names: Any, language: str) -> str:
    return str(names.in_language(language))
