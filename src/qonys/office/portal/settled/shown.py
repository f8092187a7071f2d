"""Rows of casework as pages show them: reasons with the help that fits, referrals with their next steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qonys.office.casework.integration import selectors
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Fact, Referral, Service, Settled
from qonys.office.casework.integration.states import BY_FAMILY, NEXT, RUNNING, State
from qonys.office.portal.applicant.fields import say


@dataclass(frozen=True)
class Cause:
    """Why help is offered, and which."""

    key: str
    name: str
    help: tuple[str, ...]
    services: tuple[tuple[Service, str], ...]


@dataclass(frozen=True)
class Help:
    referral: Referral
    kind: str
    cause: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Found:
    fact: Fact
    topic: str
    answer: str
    whose: str


def causes(settled: Settled) -> list[Cause]:
    """The reasons as they stand now, each with services to be had where the family lives."""
    law = integration()
    running = set(
        settled.referrals.filter(state__in=[each.value for each in RUNNING]).values_list("service", flat=True)
    )
    there = [each for each in selectors.services_for(settled) if each.pk not in running]  # offered once is enough
    known = [reason for key in settled.reasons if (reason := law.reason(key))]
    return [
        Cause(
            reason.key,
            say(reason.names),
            tuple(kind_name(key) for key in reason.help),
            tuple((each, kind_name(each.kind)) for each in there if each.kind in reason.help),
        )
        for reason in known
    ]


def helps(rows: Iterable[Referral], family: bool = False) -> list[Help]:
    """Referrals with the steps that may follow: those of a family, or of the office."""
    law = integration()
    found = []
    for each in rows:
        after = [state for state in State if state in NEXT[State(each.state)] and (not family or state in BY_FAMILY)]
        reason = law.reason(each.reason)
        cause = say(reason.names) if reason else ""
        steps = tuple((state.value, str(state.label)) for state in after)
        found.append(Help(each, kind_name(each.service.kind), cause, steps))
    return found


def facts(settled: Settled, names: dict[str, str]) -> list[Found]:
    """The newest first."""
    law = integration()
    rows = settled.facts.select_related("person").order_by("-on", "-id")
    found = []
    for each in rows:
        topic = law.topic(each.topic)
        answer = topic.answer(each.answer) if topic else None
        whose = names.get(str(each.person.key), "") if each.person else ""
        found.append(Found(each, say(topic.names) if topic else each.topic,
                           say(answer.names) if answer else each.answer, whose))  # fmt: skip
    return found


def kind_name(key: str) -> str:
    service = integration().service(key)
    return say(service.names) if service else key
