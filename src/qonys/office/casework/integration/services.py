"""What is done with a settled family: one transaction, one line in its stream, its row brought along."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.integration import permissions, policies, selectors
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Consent, Fact, Note, Referral, Service, Settled, Survey, Visit
from qonys.office.casework.integration.refusals import IntegrationRefused
from qonys.office.casework.integration.states import Helper, Source, State
from qonys.office.casework.integration.told import Told
from qonys.office.casework.integration.warning import warning
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import reaches
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.services import append
from qonys.office.foundation.notices.services import notify
from qonys.office.registers.settlements import services as register


def follow_up(settled: Settled, told: Iterable[Told], *, on: date, source: Source, by: Account) -> Settled:
    """An officer asked the family: facts are kept, and the visit that is due is made if work was told of, which every
    visit asks. Raises IntegrationRefused."""
    policies.refuse_others(by, settled)
    facts = list(told)
    with transaction.atomic():
        held = _held(settled)
        _keep(held, facts, on, source, by.actor)
        visit = selectors.open_visit(held)
        if visit is not None and on >= policies.opens(visit) and _tells_of_work(facts):
            _made(held, visit, on, by.actor)
        return _brought_along(held, by.actor)


def ask(visit: Visit, *, on: date, actor: str) -> Survey:
    """The questions of a visit are put to the family, which is told by notice. Asked twice is no mistake."""
    settled = visit.settled
    with transaction.atomic():
        survey, new = Survey.objects.get_or_create(visit=visit, defaults={"asked": on})
        if new:
            append(settled.stream, "asked", {"month": visit.month, "on": on}, actor=actor)
        if new and settled.case.account:
            told = {"number": settled.case.number}
            key = f"{settled.stream}:survey:{visit.month}"
            notify(settled.case.account, "survey", told, about=settled.stream, key=key)
    return survey


def answer(survey: Survey, question: str, told: str, *, by: Account) -> Survey:
    """One step of the questions is saved; nothing is known to the office before the family sends them."""
    with transaction.atomic():
        held = Survey.objects.select_for_update().get(pk=survey.pk)
        policies.refuse_sent(held)
        held.answers = held.answers | {question: told}
        held.save(update_fields=["answers"])
    return held


def send(survey: Survey, told: Iterable[Told], *, by: Account) -> Survey:
    """The family sends its answers: they are facts now, and the visit is made if work was told of."""
    today = timezone.localdate()
    with transaction.atomic():
        settled = _held(survey.visit.settled)
        held = Survey.objects.select_for_update().get(pk=survey.pk)
        policies.refuse_sent(held)
        facts = list(told)
        _keep(settled, facts, today, Source.SURVEY, by.actor)
        held.sent = timezone.now()
        held.save(update_fields=["sent"])
        visit = held.visit
        if visit.done is None and _tells_of_work(facts):
            _made(settled, visit, today, by.actor)
        _brought_along(settled, by.actor)
    return held


def consent(settled: Settled, helper: Helper, given: bool, *, by: Account) -> None:
    """The family opens its notes to a helper, or closes them; twice the same is no mistake."""
    policies.refuse_strangers(by, settled)
    with transaction.atomic():
        held = _held(settled)
        standing = held.consents.filter(helper=helper, withdrawn=None).first()
        if given and standing is None:
            Consent.objects.create(settled=held, helper=helper, given=timezone.now())
            append(held.stream, "consent given", {"helper": helper.value}, actor=by.actor)
        if not given and standing is not None:
            standing.withdrawn = timezone.now()
            standing.save(update_fields=["withdrawn"])
            append(held.stream, "consent withdrawn", {"helper": helper.value}, actor=by.actor)


def write_note(settled: Settled, text: str, *, by: Account) -> Note:
    """A helper's note, while the family's consent stands. Raises NoConsent, IntegrationRefused."""
    helper = permissions.helper(by, settled)
    if helper is None:
        raise IntegrationRefused(_("You hold no mandate to help this family."))
    if not text.strip():
        raise IntegrationRefused(_("Write the note first."))
    with transaction.atomic():
        held = _held(settled)
        selectors.refuse_without_consent(held, helper)
        reference = personal.keep(held.stream, {"text": text.strip()[:5000]})
        note = Note.objects.create(settled=held, helper=helper, author=by, text=reference)
        append(held.stream, "note", {"helper": helper.value, "text": reference}, actor=by.actor)
    return note


def offer(settled: Settled, service: Service, *, reason: str = "", by: Account) -> Referral:
    """Help is offered, and the family told. It may decline without a word. Raises IntegrationRefused."""
    policies.refuse_others(by, settled)
    policies.refuse_elsewhere(settled, service)
    with transaction.atomic():
        held = _held(settled)
        if held.referrals.filter(service=service, state__in=policies.RUNNING).exists():
            raise IntegrationRefused(_("This help was offered already, and has not come to an end."))
        today = timezone.localdate()
        row = Referral.objects.create(settled=held, service=service, reason=reason, offered=today, changed=today)
        told = {"referral": str(row.key), "service": str(service.key), "kind": service.kind, "reason": reason}
        append(held.stream, "help offered", told, actor=by.actor)
        if held.case.account:
            notify(held.case.account, "help_offered", {"number": held.case.number}, about=held.stream,
                   key=f"referral:{row.key}")  # fmt: skip
    return row


def move(referral: Referral, state: State, *, by: Account) -> Referral:
    """It goes one step on: the family accepts or declines, an officer tells what became of it."""
    policies.refuse_others_or_family(by, referral, state)
    with transaction.atomic():
        settled = _held(referral.settled)
        held = Referral.objects.select_for_update().get(pk=referral.pk)
        policies.refuse_step(held, state)
        held.state, held.changed = state, timezone.localdate()
        held.save(update_fields=["state", "changed"])
        append(settled.stream, "help", {"referral": str(held.key), "state": state.value}, actor=by.actor)
    return held


def enter_service(territory: Territory, kind: str, provider: str, phone: str, *, by: Account) -> Service:
    """Help that can be had there. Raises IntegrationRefused."""
    if not reaches(by, Action.FOLLOW, territory.pk, ""):
        raise IntegrationRefused(_("You hold no mandate to enter services there."))
    if integration().service(kind) is None or not provider.strip():
        raise IntegrationRefused(_("Choose what is offered, and write who offers it."))
    with transaction.atomic():
        row = Service.objects.create(
            territory=territory, kind=kind, provider=provider.strip()[:160], phone=phone.strip()[:40]
        )
        told = {"territory": territory.pk, "kind": kind, "provider": row.provider}
        append(row.stream, "entered", told, actor=by.actor)
    return row


def close_service(service: Service, *, by: Account) -> None:
    """It is no longer there; referrals that run go on."""
    if not permissions.services_changed_by(by).filter(pk=service.pk).exists():
        raise IntegrationRefused(_("You hold no mandate to enter services there."))
    with transaction.atomic():
        if Service.objects.filter(pk=service.pk, closed=None).update(closed=timezone.localdate()):
            append(service.stream, "closed", {}, actor=by.actor)


def _held(settled: Settled) -> Settled:
    return (
        Settled.objects.select_for_update(of=("self",)).select_related("case__account", "registered").get(pk=settled.pk)
    )


def _keep(settled: Settled, told: list[Told], on: date, source: Source, actor: str) -> None:
    policies.refuse_facts(settled, told, on)
    Fact.objects.bulk_create(
        Fact(settled=settled, person=each.person, topic=each.topic, answer=each.answer, source=source, on=on)
        for each in told
    )
    facts = [[each.topic, str(each.person.key) if each.person else "", each.answer] for each in told]
    kept = personal.keep(settled.stream, {"facts": facts})
    append(settled.stream, "facts", {"on": on, "source": source.value, "facts": kept}, actor=actor)


def _made(settled: Settled, visit: Visit, on: date, actor: str) -> None:
    """The visit is made, and the register learns how many of the adults work: the loop begins here."""
    working, seeking = _at_work(settled)
    visit.done = on
    visit.save(update_fields=["done"])
    register.stand(settled.registered, visit.month, seeking=seeking, working=working, actor=actor)
    append(settled.stream, "visit made", {"month": visit.month, "on": on}, actor=actor)


def _at_work(settled: Settled) -> tuple[int, int]:
    """Adults who work, and all who want to."""
    topic = integration().topic(policies.WORK)
    newest = selectors.newest(settled).values()
    answers = [topic.answer(each.answer) for each in newest if topic and each.topic == policies.WORK]
    working = sum(1 for each in answers if each and each.works)
    return working, sum(1 for each in answers if each and each.seeks)


def _tells_of_work(told: Iterable[Told]) -> bool:
    return any(each.topic == policies.WORK for each in told)


def _brought_along(settled: Settled, actor: str) -> Settled:
    """Next visit and reasons, as the facts have them now."""
    today = timezone.localdate()
    found = warning(integration(), selectors.said(settled), settled.since, today)
    reasons = [each.key for each in found.reasons]
    visit = selectors.open_visit(settled)
    if reasons != settled.reasons:
        append(settled.stream, "reasons", {"reasons": reasons, "enough": found.enough}, actor=actor)
    settled.due = visit.due if visit and settled.until is None else None
    settled.reasons, settled.weight = reasons, found.weight
    settled.warned = (settled.warned or today) if found.enough else None
    settled.save(update_fields=["due", "reasons", "weight", "warned"])
    return settled
