"""The acts of the table as an officer does them: what each asks, what it will do, and which cannot be undone.

What is not here is done on other pages: votes and recommendations in the commission, letters with the letters, papers
by the family.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.countries.procedures.law import Event, Ground, Paper
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases import permissions
from qonys.office.casework.cases.states import Act, Status
from qonys.office.foundation.authority.models import Account
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer.casefile.loaded import Loaded

Fields = dict[str, forms.Field]
LONGEST_TEXT = 4_000
NOBODY = "nobody"

FINAL = frozenset({"grant", "refuse", "turn_back", "withdraw", "finish"})  # asked twice, for it cannot be undone
MAIN = frozenset({"accept", "forward", "grant", "settle", "event"})  # the way on: shown open

# What pressing the button does.
EFFECTS: dict[str, Promise] = {
    "accept": _("The case goes under review."),
    "ask": _("The term stands still until the family answers."),
    "turn_back": _("The case ends. The family is told the ground and may apply again."),
    "answer": _("For an answer that came by telephone or on paper. The term runs on."),
    "forward": _("The case waits for the agenda of the commission. Another officer decides it."),
    "grant": _("The family is told. This cannot be taken back."),
    "refuse": _("The case ends. The family is told the ground. This cannot be taken back."),
    "extend": _("Once only. The family is told the reason."),
    "withdraw": _("For a family that asks for it. The case ends."),
    "settle": _("The years in which the family is followed begin on this day."),
    "event": _("It counts in what is told of the years after the decision."),
    "finish": _("The family is followed no longer. The case ends."),
    "message": _("The family reads it in the conversation."),
    "assign": _("Whoever has the case finds it under “mine”."),
    "note": _("Only officers read it."),
    "migrate": _("The case is handled by the newer rules from now on."),
}


class ActForm(forms.Form):
    """Its fields come from the law and the case."""

    def __init__(self, key: str, fields: Fields, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=f"{key}_%s")
        self.fields.update(fields)

    def payload(self) -> dict[str, Any]:
        """What the journal is told; empty fields tell nothing."""
        told = {key: _plain(value) for key, value in self.cleaned_data.items() if value not in ("", None, [])}
        if "to" in told and "to" in self.fields and "reason" not in self.fields:
            told["to"] = None if told["to"] == NOBODY else int(told["to"])
        return told

    def told(self) -> list[tuple[str, str]]:
        """Label and value of everything filled in, to be read once more before it is done."""
        return [(str(self.fields[key].label), _shown(self.fields[key], value))
                for key, value in self.cleaned_data.items() if value not in ("", None, [])]  # fmt: skip


@dataclass(frozen=True)
class Offer:
    act: Act
    form: ActForm
    effect: Promise
    final: bool
    open: bool


def offers(loaded: Loaded, account: Account, failed: tuple[str, ActForm] | None = None) -> list[Offer]:
    """What this officer may do with the case now; `failed` is a form that came back with its errors."""
    offered = permissions.offered(account, loaded.case)
    found = [act for act in offered if act.key in FIELDS and _makes_sense(act.key, loaded)]
    told = dict([failed]) if failed else {}
    return [_offer(act, told.get(act.key) or form(act.key, loaded, account), act.key in told) for act in found]


def form(key: str, loaded: Loaded, account: Account, data: Mapping[str, Any] | None = None) -> ActForm:
    return ActForm(key, FIELDS[key](loaded, account), data)


def newer_version(loaded: Loaded) -> str:
    """The version the law has today, if the case follows another."""
    try:
        today = loaded.procedure.on(loaded.today).version
    except BadInput:
        return ""
    return today if today != loaded.course.version else ""


def _offer(act: Act, filled: ActForm, failed: bool) -> Offer:
    return Offer(act, filled, EFFECTS[act.key], act.key in FINAL, failed or act.key in MAIN)


def _makes_sense(key: str, loaded: Loaded) -> bool:
    """Acts the table allows, but the course or the law leaves nothing to do for."""
    course, version = loaded.course, loaded.version
    return {
        "answer": course.waiting,
        "accept": not course.waiting,
        "forward": not course.waiting and version.commission,
        "extend": version.extension is not None and not course.extended,
        "event": bool(version.events),
        "migrate": bool(newer_version(loaded)),
    }.get(key, True)


def _text(label: Promise, needed: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=needed, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}))


def _day(label: Promise, today: date) -> forms.DateField:
    widget = forms.DateInput({"type": "date", "max": today.isoformat()}, format="%Y-%m-%d")
    return forms.DateField(label=label, input_formats=["%Y-%m-%d"], initial=today, widget=widget)


def _ground(loaded: Loaded) -> forms.ChoiceField:
    turns_back = loaded.course.status == Status.RECEIVED
    grounds = [each for each in loaded.version.grounds if each.turns_back == turns_back]
    return forms.ChoiceField(label=_("Ground of the law"), choices=[("", "—"), *_choices(grounds)])


def _choices(rules: Iterable[Ground | Event | Paper]) -> list[tuple[str, str]]:
    return [(each.key, name(each.names.names)) for each in rules]


def _ask(loaded: Loaded, account: Account) -> Fields:
    papers = forms.MultipleChoiceField(
        label=_("Papers"),
        required=False,
        choices=_choices(loaded.version.papers),
        widget=forms.CheckboxSelectMultiple,
    )
    return {"papers": papers, "text": _text(_("What the family reads"), needed=False)}


def _refusal(loaded: Loaded, account: Account) -> Fields:
    return {"ground": _ground(loaded), "reason": _text(_("Explanation to the family"), needed=False)}


def _grant(loaded: Loaded, account: Account) -> Fields:
    """Granting what the commission recommends needs no words of its own."""
    if loaded.course.recommends == "refuse":
        return {"reason": _text(_("Why you decide otherwise than the commission"))}
    return {"reason": _text(_("Remark"), needed=False)}


def _event(loaded: Loaded, account: Account) -> Fields:
    choices = [("", "—"), *_choices(loaded.version.events)]
    return {
        "event": forms.ChoiceField(label=_("What happened"), choices=choices),
        "on": _day(_("On what day"), loaded.today),
        "text": _text(_("Remark"), needed=False),
    }


def _assign(loaded: Loaded, account: Account) -> Fields:
    officers = [(str(each.pk), each.display_name) for each in permissions.colleagues(loaded.case)[:200]]
    mine = sorted(officers, key=lambda each: each[0] != str(account.pk))  # oneself first
    return {"to": forms.ChoiceField(label=_("To whom"), choices=[*mine, (NOBODY, _("to nobody"))])}


def _migrate(loaded: Loaded, account: Account) -> Fields:
    version = newer_version(loaded)
    hidden = forms.ChoiceField(label=_("Version"), choices=[(version, version)], initial=version)
    hidden.widget = forms.HiddenInput()
    return {"to": hidden, "reason": _text(_("Rule of transition, or what the family gains"))}


def _nothing(loaded: Loaded, account: Account) -> Fields:
    return {}


def _only(key: str, label: Promise) -> Callable[[Loaded, Account], Fields]:
    return lambda loaded, account: {key: _text(label)}


def _on(label: Promise) -> Callable[[Loaded, Account], Fields]:
    return lambda loaded, account: {"on": _day(label, loaded.today)}


FIELDS: dict[str, Callable[[Loaded, Account], Fields]] = {
    "accept": _nothing,
    "ask": _ask,
    "turn_back": _refusal,
    "answer": _only("text", _("What the family answered")),
    "forward": _nothing,
    "grant": _grant,
    "refuse": _refusal,
    "extend": _only("reason", _("Why the term is extended")),
    "withdraw": _only("reason", _("How the family asked for it")),
    "settle": _on(_("On what day they arrived")),
    "event": _event,
    "finish": _on(_("On what day the follow-up ended")),
    "message": _only("text", _("What the family reads")),
    "assign": _assign,
    "note": _only("text", _("Note")),
    "migrate": _migrate,
}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _shown(field: forms.Field, value: Any) -> str:
    known = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list) else [value]
    return ", ".join(known.get(str(each), str(each)) for each in values)
