"""What a proposal rests on: the rules of sharing in words, each with its source or the assumption in its place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qonys.office.planning.quotas.selectors import Rule
from qonys.office.planning.wording import numbers, places
from qonys.office.portal.public.quotas.subject import Cited, Subject, cited

SETTLEMENT, FOREIGN, STUDY = "settlement", "foreign_labour", "study"
_OF_PLAN = {
    SETTLEMENT: ("assurance", "job_assurance", "need_lead", "protected"),
    FOREIGN: ("job_assurance", "need_lead"),
    STUDY: ("study_lead", "study_places"),
}


@dataclass(frozen=True)
class Told:
    """A rule in words, and why."""

    says: str
    source: Cited | None
    assumption: str
    verified: bool


def rules(subject: Subject) -> list[Told]:
    """The rules of this plan, then what one newcomer needs."""
    found = [
        _told(_rule_words(key, rule), rule) for key in _OF_PLAN[subject.plan] if (rule := subject.named.rules[key])
    ]
    if subject.plan == SETTLEMENT:
        for key, rule in subject.named.needs.items():
            says = _("%(what)s for one newcomer: %(value)s %(unit)s") % {
                "what": subject.resource(key),
                "value": numbers.short(rule.value),
                "unit": subject.unit(key),
            }
            found.append(_told(says, rule))
    return found


def _told(says: str, rule: Rule) -> Told:
    return Told(says, cited(rule.source), places.name(rule.assumption) if rule.assumption else "", rule.verified)


def _rule_words(key: str, rule: Rule) -> str:
    value = numbers.short(rule.value)
    words = {
        "assurance": _("Homes and school places are promised when spare in at least %(tenths)s of 10 possible futures"),
        "job_assurance": _("A job counts as free when it is so in at least %(tenths)s of 10 possible futures"),
        "need_lead": _("The need that counts is that of %(value)s years later"),
        "protected": _("No line is cut below %(share)s of the last official one in a single year, where there is room"),
        "study_lead": _("A grant answers the hiring of %(value)s years later"),
        "study_places": _("Grants to be shared: %(value)s"),
    }
    return words[key] % {"tenths": tenths(rule), "value": value, "share": numbers.percent(100 * rule.value)}


def tenths(rule: Rule) -> str:
    """A probability as so many of 10."""
    return numbers.number(10 * rule.value)
