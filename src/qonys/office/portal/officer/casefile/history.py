"""What happened, line by line, and what was written to and fro."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.countries.procedures.law import Event, Ground, Paper
from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.states import ACTS
from qonys.office.casework.letters.kinds import Kind
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer.casefile.loaded import Loaded
from qonys.office.portal.officer.casefile.words import day

TALK = ("message", "ask", "answer")
# What other rooms write into the stream of a case.
OTHERS: dict[str, Promise] = {
    "file kept": gettext_lazy("A file was kept"),
    "erased": gettext_lazy("What people wrote was erased"),
}
SYSTEM: dict[str, Promise] = {
    "worker": gettext_lazy("the service itself"),
    "command line": gettext_lazy("the operator of this service"),
}
RECOMMENDS: dict[str, Promise] = {
    "grant": gettext_lazy("to grant"),
    "refuse": gettext_lazy("to refuse"),
}


@dataclass(frozen=True)
class Happened:
    at: datetime
    who: str
    what: str
    detail: tuple[str, ...]
    inside: bool  # not shown to the applicant


@dataclass(frozen=True)
class Said:
    at: datetime
    who: str
    text: str
    papers: tuple[str, ...]
    from_family: bool


def history(loaded: Loaded) -> list[Happened]:
    """The newest first. A line that a file was kept stands beside the line of its paper, and is left out."""
    lines = [line for line in loaded.lines if line.act != "file kept"]
    return [_happened(loaded, line) for line in reversed(lines)]


def conversation(loaded: Loaded) -> list[Said]:
    return [_said(loaded, line) for line in loaded.lines if line.act in TALK]


def who(loaded: Loaded, actor: str) -> str:
    if _from_family(loaded, actor):
        return _("the applicant")
    return loaded.actors.get(actor) or str(SYSTEM.get(actor, actor))


def _happened(loaded: Loaded, line: Line) -> Happened:
    act = ACTS.get(line.act)
    done = act.done if act else OTHERS.get(line.act, line.act)
    detail = tuple(each for each in _detail(loaded, line) if each)
    return Happened(line.at, who(loaded, line.actor), str(done), detail, inside=act is not None and not act.shown)


def _said(loaded: Loaded, line: Line) -> Said:
    family = _from_family(loaded, line.actor) or line.act == "answer"
    text = loaded.told(line, "text") or (_("(erased)") if loaded.erased and line.payload.get("text") else "")
    return Said(line.at, who(loaded, line.actor), text, tuple(_papers(loaded, line)), family)


def _detail(loaded: Loaded, line: Line) -> list[str]:
    told = line.payload
    found = [*_papers(loaded, line)]
    if told.get("paper"):
        found.append(_named(loaded.version.papers, str(told["paper"])))
    if told.get("ground"):
        found.append(_named(loaded.version.grounds, str(told["ground"])))
    if told.get("event"):
        found.append(_named(loaded.version.events, str(told["event"])))
    if told.get("recommends"):
        found.append(str(RECOMMENDS.get(str(told["recommends"]), told["recommends"])))
    if line.act == "letter" and told.get("kind") in Kind.values:
        found.append(f"{Kind(told['kind']).label}, № {told['letter']}")
    if line.act == "assign":
        to = loaded.actors.get(f"account:{told.get('to')}", "")
        found.append(f"→ {to}" if told.get("to") else _("to nobody"))
    if told.get("on"):
        found.append(day(str(told["on"])))
    if line.act == "migrate":
        found.append(_("to the version %(version)s") % {"version": told["to"]})
    if line.act not in TALK:
        found += [loaded.told(line, "text") or "", loaded.told(line, "reason") or ""]
    return found


def _papers(loaded: Loaded, line: Line) -> list[str]:
    return [_named(loaded.version.papers, str(key)) for key in line.payload.get("papers", ())]


def _named(rules: tuple[Ground, ...] | tuple[Event, ...] | tuple[Paper, ...], key: str) -> str:
    return next((name(rule.names.names) for rule in rules if rule.key == key), key)


def _from_family(loaded: Loaded, actor: str) -> bool:
    return loaded.case.account_id is not None and actor == f"account:{loaded.case.account_id}"
