"""Counting the points of a case, and the receipt that every scored decision leaves in its own transaction."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.cases import selectors as case_selectors
from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import Incomplete, NotAllowed
from qonys.office.casework.letters.codes import new_code
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.rulesets import services as rule_services
from qonys.office.casework.selection import engine, facts, keys, trying
from qonys.office.casework.selection.engine import Anchor, Body, Decision, Input, Rules, RuleSet, TieBreak
from qonys.office.casework.selection.models import Outcome, Receipt, Score
from qonys.office.casework.selection.refusals import NotScored
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.jobs import selectors as jobs
from qonys.office.foundation.jobs import services as work
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.canonical import moment
from qonys.office.foundation.journal.models import Stream

log = logging.getLogger(__name__)
KIND = "receipts"
SET = "qonys.office.casework.selection.tasks.set_receipts"


def score(case: Case, found: Mapping[str, Any] | None = None, *, why: str = "", by: Account) -> Score:
    """Count the points of a case. `found`: facts an officer found otherwise than told, and `why`.

    Raises CaseRefused; the facts that are still unknown are named.
    """
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).select_related("applicant").get(pk=case.pk)
        ground = facts.ground(held)
        rules, law = facts.in_force(ground)
        inputs = facts.collected(ground, law)
        if found and not why.strip():
            raise Incomplete(_("Write by what you found the facts otherwise: it stands on the receipt."))
        inputs = facts.changed(inputs, found or {}, why.strip(), timezone.localdate())
        return _scored(held, rules, law, inputs, by)


def heard(case: Case, line: Line) -> None:
    """A listener of acts (settings.QONYS_AFTER_ACT): a scored decision leaves its receipt, or does not happen."""
    if line.act in Outcome.values and facts.rules_of(case) is not None:
        _issue(case, line)


def ask_for_setting() -> None:
    """Have the worker look; if it is at it, it comes to the new receipt by itself, or by the clock."""
    if jobs.open_job(KIND) is None:
        work.enqueue(KIND, SET, {})


def _scored(case: Case, rules: rulesets.InForce, law: RuleSet, inputs: tuple[Input, ...], by: Account) -> Score:
    found = trying.counted(law, facts.values(inputs))
    result, now = engine.result(found), timezone.now()
    told = {"inputs": [each.model_dump(mode="json") for each in inputs], "result": result}
    kept = personal.keep(case.stream, told)
    row = Score.objects.create(
        case=case,
        rules=rule_services.keep(rules.key, rules.text),
        version=rules.version,
        content=kept[personal.KEY],
        total=found.total,
        cut_off=result["cut_off"],
        reached=result["reached"] is not False,
        law_on=case.submitted,
        data_on=timezone.localdate(now),
        by=by,
        made=now,
    )
    said = {"rules": rules.key, "version": rules.version, "sha256": rules.sha256, "content": kept, "score": row.pk}
    cases.act(case, "score", said, by=by)
    return row


def _issue(case: Case, line: Line) -> Receipt:
    if not line.actor.startswith("account:"):
        raise NotAllowed(_("A decision by points is signed by an officer: a program counts, a person decides."))
    newest = Score.objects.filter(case=case).select_related("rules").order_by("-id").first()
    if newest is None:
        raise NotScored(_("The points of this case are not counted yet: count them, then decide."))
    if hasattr(newest, "receipt"):
        raise NotScored(_("These points were decided on already: count them again, then decide."))
    told = personal.read(newest.reference)
    deviates = engine.deviates(told["result"], line.act)
    reason = _reason(line)
    if deviates and not reason:
        raise Incomplete(_("The points say otherwise: write why you decide differently. It stands on the receipt."))
    body = _body(case, newest, told, Decision(outcome=line.act, officer=line.actor, deviates=deviates, reason=reason))
    return _written(case, newest, engine.signed(body, newest.rules.text, keys.signing_key()), line)


def _body(case: Case, newest: Score, told: Mapping[str, Any], decision: Decision) -> Body:
    end = Stream.objects.get(pk=case.stream)
    before = Receipt.objects.filter(case=case).order_by("-id").first()
    address = f"{settings.QONYS_SITE}/kk/rules/{newest.rules.key}/{newest.version}/"
    rules = Rules(key=newest.rules.key, version=newest.version, sha256=newest.rules.pk, address=address)
    return Body(
        format="qonys.receipt/1",
        code=new_code(),
        case=case.number,
        procedure=case.procedure,
        office=case.territory_id,
        issued=moment(timezone.now()),
        rules=rules,
        law_on=newest.law_on.isoformat(),
        data_on=newest.data_on.isoformat(),
        inputs=tuple(Input.model_validate_json(json.dumps(each)) for each in told["inputs"]),
        result=told["result"],
        tie_break=_tie_break(case, newest),
        decision=decision,
        journal=Anchor(stream=case.stream, entries=end.entries, head=end.head),
        previous=before.code if before else None,
        engine=engine.ENGINE,
    )


def _tie_break(case: Case, newest: Score) -> TieBreak | None:
    """What would stand between two of one total: a fact, or the moment the application came in."""
    ties = rulesets.book(newest.rules.key, newest.rules.text).on(newest.law_on).ties
    if not ties:
        return None
    first = next(case_selectors.lines(case))
    return TieBreak(rule=ties[0].by, value=moment(first.at))


def _written(case: Case, newest: Score, receipt: engine.Receipt, line: Line) -> Receipt:
    kept, sha256 = personal.keep(case.stream, engine.kept(receipt)), engine.digest(receipt)
    row = Receipt.objects.create(
        case=case,
        score=newest,
        code=receipt.body.code,
        outcome=line.act,
        deviates=receipt.body.decision.deviates,
        officer=Account.objects.get(pk=int(line.actor.removeprefix("account:"))),
        sha256=sha256,
        content=kept[personal.KEY],
        issued=timezone.now(),
        previous=Receipt.objects.filter(code=receipt.body.previous).first(),
    )
    cases.act(case, "receipt", {"receipt": row.code, "sha256": sha256, "content": kept}, actor=line.actor)
    transaction.on_commit(ask_for_setting, robust=True)
    return row


def _reason(line: Line) -> str:
    told = line.payload.get("reason")
    return str(personal.read(told)["reason"]) if isinstance(told, dict) else str(told or "")
