"""The figures at the top: what is proposed, what is official, how far they are apart, what the law allows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qonys.office.planning.quotas import selectors
from qonys.office.planning.quotas.selectors import Bound
from qonys.office.planning.wording import numbers
from qonys.office.portal.public.quotas.rules import FOREIGN, SETTLEMENT, STUDY, tenths
from qonys.office.portal.public.quotas.subject import Cited, Subject, cited, people


@dataclass(frozen=True)
class Figure:
    """One number at the top, with what it means."""

    label: str
    value: str
    says: tuple[str, ...]
    source: Cited | None = None


def figures(subject: Subject) -> list[Figure]:
    found = [_proposed(subject), _official(subject)]
    if subject.confirmed is not None:
        found.append(_apart(subject, subject.confirmed))
    return [*found, *(_allowed(subject, bound) for bound in _bounds(subject))]


def lead(subject: Subject) -> str:
    """What a plan answers, and when."""
    need = {
        "year": subject.year + int(subject.named.rules["study_lead" if subject.plan == STUDY else "need_lead"].value)
    }
    if subject.plan == STUDY:
        return (
            _("Study grants go by field to where each field will be hiring in %(year)s, when students finish.") % need
        )
    if subject.plan == FOREIGN:
        return (
            _("Permits go by category to where workers will be missing on 1 January %(year)s, within the law's share.")
            % need
        )
    return (
        _(
            "Kandas and resettlers are invited to where workers will be missing on 1 January %(year)s, and only as far "
            "as homes and school places are spare."
        )
        % need
    )


def assurance(subject: Subject) -> str:
    """How sure a promise is, in words."""
    rules = subject.named.rules
    told = {"sure": tenths(rules["assurance"]), "jobs": tenths(rules["job_assurance"])}
    if subject.plan == SETTLEMENT:
        return (
            _(
                "How sure: a home and a school place count as spare when they are so in at least %(sure)s of 10 "
                "possible futures, a job when it is free in at least %(jobs)s of 10."
            )
            % told
        )
    if subject.plan == FOREIGN:
        return _("How sure: a job counts as free when it is so in at least %(jobs)s of 10 possible futures.") % told
    return _("How sure: the hiring behind it is the expected one, the mean of all possible futures.")


def carried(subject: Subject) -> str:
    """Where the national totals come from, when no order of the year is known."""
    years = {each.year for key in subject.streams if (each := subject.latest(key)) is not None}
    if not years or max(years) == subject.year:
        return ""
    return _("No official quota of %(year)s is known yet: the national totals of %(last)s are carried on.") % {
        "year": subject.year,
        "last": max(years),
    }


def _proposed(subject: Subject) -> Figure:
    parts = {key: sum(line.proposed for line in subject.lines if line.stream == key) for key in subject.streams}
    label = _("Proposed for %(year)s") % {"year": subject.year}
    return Figure(label, people(subject.proposed), (_by_stream(subject, parts),))


def _official(subject: Subject) -> Figure:
    label = _("Official quota of %(year)s") % {"year": subject.year}
    found = {key: each for key in subject.streams if (each := subject.in_force(key)) is not None}
    if not found:
        return Figure(label, _("not known"), (carried(subject) or _("No official quota by region was published."),))
    says = [_by_stream(subject, {key: each.total for key, each in found.items()})]
    if not _bounds(subject):
        says.append(_("The law sets no share of the labour force here: these totals are the limit."))
    if not subject.known:
        says.append(_("Only totals were published, no split by region."))
    sources = list(dict.fromkeys(each.source for each in found.values()))
    return Figure(label, people(sum(each.total for each in found.values())), tuple(says), cited(*sources))


def _apart(subject: Subject, confirmed: float) -> Figure:
    return Figure(
        _("Would have to change place"),
        _("%(count)s people") % {"count": people(subject.moved)},
        (
            _("%(share)s of the official places are confirmed: the proposal has them in the same region and stream.")
            % {"share": numbers.percent(100 * confirmed)},
        ),
    )


def _allowed(subject: Subject, bound: Bound) -> Figure:
    share = _("%(share)s of the labour force") % {"share": numbers.percent(100 * bound.share, 2)}
    return Figure(
        _("The law allows at most"), people(bound.persons), (share,), cited(subject.named.acts[bound.key].source)
    )


def _bounds(subject: Subject) -> list[Bound]:
    return [bound for bound in selectors.bounds(subject.run, subject.year) if bound.plan == subject.plan]


def _by_stream(subject: Subject, parts: dict[str, int]) -> str:
    return " · ".join(f"{subject.stream(key)}: {people(value)}" for key, value in parts.items())
