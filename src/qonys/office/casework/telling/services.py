"""A listener of acts (settings.QONYS_AFTER_ACT): notices, letters and events, written in the transaction of the act."""

from __future__ import annotations

from django.conf import settings

from qonys.office.casework.cases import law
from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.models import Case
from qonys.office.casework.letters import services as letters
from qonys.office.casework.letters.kinds import Kind
from qonys.office.casework.telling.facts import facts
from qonys.office.casework.telling.table import AT_ONCE, ONLY, TABLE, Told
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.events.services import publish
from qonys.office.foundation.notices.services import notify


def heard(case: Case, line: Line) -> None:
    told = TABLE.get(line.act)
    if told is None or line.payload.get("kind", ONLY.get(line.act)) != ONLY.get(line.act):
        return
    _tell(case, line, case.account, told.family)
    _tell(case, line, case.assignee, told.officer)
    _write(case, line, told)
    if told.event:
        _publish(case, line, told.event)


def _tell(case: Case, line: Line, account: Account | None, template: str) -> None:
    """Once for each line, however often it is heard."""
    if account is None or not template or (account.actor == line.actor and line.act not in AT_ONCE):
        return
    key = f"{case.stream}:{line.sequence}:{account.pk}"
    notify(account, template, facts(case, line, template), about=case.stream, key=key)


def _write(case: Case, line: Line, told: Told) -> None:
    """In the family's language, else in the first of the office."""
    language = case.account.language if case.account else settings.LANGUAGE_CODE
    given = law.version(case.procedure, case.version).certificate
    for kind in told.letters:
        if kind != Kind.CERTIFICATE or given is not None:
            letters.issue(case, kind, language=language, actor=line.actor)


def _publish(case: Case, line: Line, event: str) -> None:
    """Numbers and codes alone: what another system may know, it asks for with its own mandate."""
    told = {"number": case.number, "procedure": case.procedure, "status": case.status, "act": line.act}
    key = f"{case.stream}:{line.sequence}"
    publish(event, case.number, told, territory=case.territory_id, procedure=case.procedure, key=key)
