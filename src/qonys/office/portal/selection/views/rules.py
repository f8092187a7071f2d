"""Rule sets: for everybody what they say, what changed and whom they help; for officers of the rules, their work."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qonys.engines.vocabulary.errors import QonysError
from qonys.office.casework.rulesets import permissions, selectors, services
from qonys.office.casework.rulesets.models import RuleVersion
from qonys.office.casework.rulesets.refusals import RulesRefused, UnknownRules
from qonys.office.casework.rulesets.selectors import InForce
from qonys.office.casework.rulesets.states import State
from qonys.office.casework.selection import groups
from qonys.office.planning.wording.numbers import percent
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer import said
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.selection import lawtext
from qonys.office.portal.selection.picture import STAR


@require_safe
def rule_sets(request: HttpRequest) -> HttpResponse:
    found = [(key, name(selectors.in_force(key, _today()).book.titles)) for key in selectors.names()]
    return render(request, "selection/rules.html", {"found": found})


@require_safe
def rule_set(request: HttpRequest, key: str, number: str = "") -> HttpResponse:
    """A version with its lines, its law and its steps; the newest in force if none is named."""
    shown = _named(key, number) if number else _in_force(key)
    rules, counted = shown.on(max(_today(), shown.book.since)), groups.fairness(key)
    context = {
        "key": key,
        "shown": shown,
        "title": name(rules.titles),
        "sections": lawtext.sections(rules),
        "steps": lawtext.steps(rules),
        "mark": rules.pass_mark,
        "mark_law": lawtext.cited(rules.pass_mark),
        "assumed": bool(rules.placeholders),
        "star": STAR,
        "versions": list(selectors.public_versions(key)),
        "fairness": lawtext.named(groups.rows(counted)),
        "counted": counted,
        "since": shown.book.since,
    }
    return render(request, "selection/rule_set.html", context)


@require_safe
def text(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """The rule file itself, letter by letter: receipts name its digest."""
    shown = _named(key, number)
    answer = HttpResponse(shown.text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}-{number}.yaml"'
    return answer


@require_safe
def changed(request: HttpRequest, key: str, old: int, new: int) -> HttpResponse:
    """What changed between two versions, line by line."""
    one, other = _named(key, str(old)), _named(key, str(new))
    context = {"key": key, "one": one, "other": other, "lines": list(selectors.difference(one.text, other.text))}
    return render(request, "selection/rules_changed.html", context)


@officers
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    _refuse_stranger(request)
    found = [(key, name(_in_force(key).book.titles), list(selectors.versions(key))) for key in selectors.names()]
    return render(request, "selection/rules_desk.html", {"found": found, "said": said.heard(request)})


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """A new version, begun from the text in force."""
    _refuse_stranger(request)
    now = _in_force(key)
    letter = ""
    if request.method == "POST":
        try:
            told = request.POST
            since = date.fromisoformat(told.get("since", ""))
            texts = (told.get("text", ""), told.get("examples", ""))
            made = services.draft(key, *texts, since, told.get("why", ""), by=request.user)
            groups.ask(made)
            return redirect("office_rules_version", key, made.number)
        except ValueError:
            letter = _("Give the day from which it counts.")
        except QonysError as refusal:
            letter = str(refusal)
    context = {
        "key": key,
        "title": name(now.book.titles),
        "letter": letter,
        "text": request.POST.get("text", now.text),
        "examples": request.POST.get("examples", selectors.examples(key)),
        "since": request.POST.get("since", ""),
        "why": request.POST.get("why", ""),
    }
    return render(request, "selection/rules_draft.html", context, status=409 if letter else 200)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What a version changes and for whom; a post approves or withdraws it."""
    _refuse_stranger(request)
    try:
        found = selectors.version(key, number)
    except UnknownRules as refusal:
        raise Http404(str(refusal)) from None
    letter = ""
    if request.POST.get("what") == "count":
        groups.ask(found)
        return redirect("office_rules_version", key, number)
    if request.method == "POST":
        deed = {"approve": services.approve, "withdraw": services.withdraw}.get(request.POST.get("what", ""))
        if deed is None:
            raise Http404
        try:
            deed(found, by=request.user)
            said.say(request, _("Done."))
            return redirect("office_rules_version", key, number)
        except RulesRefused as refusal:
            letter = str(refusal)
    return _version_page(request, found, letter)


def _version_page(request: HttpRequest, found: RuleVersion, letter: str) -> HttpResponse:
    before, proposed, counted = _before(found), selectors.of(found), groups.change(found)
    job = groups.asked(found)
    context = {
        "version": found,
        "letter": letter,
        "state": State(found.state).label,
        "lines": list(selectors.difference(before.text, proposed.text)),
        "compared": lawtext.named(groups.rows(counted)),
        "counted": counted,
        "outdated": counted is not None and groups.outdated(counted),
        "job": job,
        "share": percent(100 * job.progress) if job else "",
        "open_ones": counted.open_ones if counted else 0,
        "own": found.author_id == request.user.pk,
        "may_approve": found.state == State.DRAFT and found.author_id != request.user.pk,
        "may_withdraw": found.state in (State.DRAFT, State.APPROVED),
        "said": said.heard(request),
    }
    return render(request, "selection/rules_version.html", context, status=409 if letter else 200)


def _before(found: RuleVersion) -> InForce:
    """The newest signed version that counts before its day, else the country's own."""
    older = selectors.public_versions(found.key).filter(number__lt=found.number).first()
    return selectors.of(older) if older else selectors.shipped(found.key)


def _named(key: str, number: str) -> InForce:
    try:
        return selectors.named(key, number)
    except UnknownRules as refusal:
        raise Http404(str(refusal)) from None


def _in_force(key: str) -> InForce:
    try:
        return selectors.in_force(key, _today())
    except UnknownRules as refusal:
        raise Http404(str(refusal)) from None


def _refuse_stranger(request: HttpRequest) -> None:
    if not permissions.writes(request.user):
        raise Http404


def _today() -> date:
    return lawtext.today()
