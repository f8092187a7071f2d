"""The score of one person in words, in the reader's language: every line with its reason and article, what the caps
took, how far the cut-off is, and what would raise the score."""

from __future__ import annotations

from collections.abc import Iterator

from qonys.engines.scoring.assessment import Assessment, CapEffect, Scored
from qonys.engines.scoring.ladder import Rung, ladder, path
from qonys.engines.scoring.rules import RuleSet, Step
from qonys.engines.scoring.unknown import Bounds
from qonys.engines.vocabulary.territory import Names

TOTAL = Names("Барлығы", "Всего", "Total")
BETWEEN = Names("{low}-ден {high}-ге дейін", "от {low} до {high}", "{low} to {high}")
LAW_OF = Names("{day} күнгі заң", "закон на {day}", "the law of {day}")
LOST = Names(
    "{lost} ұпай {cap} шегінен асып кетті ({points} ұпайдан)",
    "{lost} из {points} баллов срезал предел: {cap}",
    "{lost} of {points} lost to the cap: {cap}",
)
PASS_MARK = Names("Өту шегі", "Проходной балл", "Pass mark")
REACHED = Names("жетті", "достигнут", "reached")
SHORT = Names("{points} ұпай жетпейді", "не хватает {points}", "{points} short")
LADDER = Names("Не ұпай қосады", "Что прибавит баллов", "What would raise the score")
WOULD_ADD = Names(
    "{step}: +{gain}, барлығы {total} ({months} ай)",
    "{step}: +{gain}, станет {total} ({months} мес.)",
    "{step} would add {gain}: {total} in all ({months} months)",
)
CUT_OFF = Names(
    "{cut_off} шегіне ең қысқа жол",
    "Кратчайший путь к порогу {cut_off}",
    "The shortest way to the cut-off of {cut_off}",
)
NO_WAY = Names(
    "ережеде аталған қадамдар оған жеткізбейді",
    "шаги, названные в правилах, к нему не ведут",
    "the steps the rules name do not lead there",
)
NOT_ALL_TRIED = Names(
    "барлық жол тексерілген жоқ", "проверены не все пути", "none was found among those tried; not all were"
)
PLACEHOLDER = Names(
    "жорамал: салмағы жарияланбаған",
    "условное значение: вес не опубликован",
    "placeholder: the weight is not published",
)
WARNING = Names(
    "НАЗАР АУДАРЫҢЫЗ: мына жолдардың салмағы жарияланбаған, орнына жорамал мән алынды: {lines}.",
    "ВНИМАНИЕ: веса этих строк не опубликованы, вместо них стоят условные значения: {lines}.",
    "NOTE: the weights of these lines are not published; placeholders stand in their place: {lines}.",
)
NOT_READ = Names("актінің өзі оқылмаған", "сам акт не прочитан", "the act itself was not read")
SETTLE = Names("Оны анықтайтын құжаттар", "Что это установит", "What would settle it")


def lines(assessed: Assessment, language: str, cut_off: int | None = None) -> list[str]:
    """Everything the score of one person says, one thing a line."""
    rules = assessed.rules
    found = [*_head(rules, str(assessed.total), language), ""]
    found += [_line(each, language) for each in assessed.items]
    found += [_cap(each, language) for each in assessed.caps]
    found += ["", *_distance(assessed, language)]
    found += _ladder(assessed, language)
    aim = cut_off if cut_off is not None else (rules.pass_mark.points if rules.pass_mark else None)
    if aim is not None and assessed.total < aim:
        found += ["", *_path(assessed, aim, language)]
    return [*found, *warning(rules, language)]


def open_lines(found: Bounds, language: str) -> list[str]:
    """The score of somebody of whom something is unknown: from, to, and the papers that would settle it."""
    between = _fill(BETWEEN, language, low=found.low, high=found.high)
    said = [*_head(found.rules, str(found.low) if found.settled else between, language), ""]
    for item in found.rules.items:
        low, high = found.items[item.name]
        points = f"{low}" if low == high else f"{low}-{high}"
        said.append(f"  {points:>9}  {item.names.in_language(language)}")
    said += ["", f"{SETTLE.in_language(language)}:"] if found.settle else []
    for field in found.settle:
        document = f" ({field.document.in_language(language)})" if field.document else ""
        said.append(f"  ? {field.names.in_language(language)}{document}")
    return [*said, *warning(found.rules, language)]


def warning(rules: RuleSet, language: str) -> list[str]:
    """What must be said beside every result that rests on figures no act gives."""
    if not rules.placeholders:
        return []
    return ["", _fill(WARNING, language, lines=", ".join(rules.placeholders))]


def _head(rules: RuleSet, total: str, language: str) -> Iterator[str]:
    yield f"{rules.titles.in_language(language)} ({_fill(LAW_OF, language, day=rules.day)})"
    yield f"{TOTAL.in_language(language)}: {total}"


def _line(line: Scored, language: str) -> str:
    notes = [line.citation.said(language)]
    notes += [] if line.citation.verified else [NOT_READ.in_language(language)]
    notes += [PLACEHOLDER.in_language(language)] if line.placeholder else []
    reason = line.reason.in_language(language)
    name = f"{line.names.in_language(language)}: "
    said = reason if reason.startswith(name) else name + reason
    return f"  {line.points:>5}  {said} [{'; '.join(notes)}]"


def _cap(cap: CapEffect, language: str) -> str:
    said = _fill(LOST, language, lost=cap.lost, points=cap.points, cap=cap.names.in_language(language))
    return f"  {-cap.lost:>5}  {said} [{cap.citation.said(language)}]"


def _distance(assessed: Assessment, language: str) -> Iterator[str]:
    mark = assessed.rules.pass_mark
    if mark is not None:
        short = mark.points - assessed.total
        said = REACHED.in_language(language) if short <= 0 else _fill(SHORT, language, points=short)
        yield f"{PASS_MARK.in_language(language)}: {mark.points}, {said} [{mark.citation.said(language)}]"


def _ladder(assessed: Assessment, language: str) -> list[str]:
    rungs = [rung for rung in ladder(assessed) if rung.gain > 0]
    if not rungs:
        return []
    return [f"{LADDER.in_language(language)}:", *(f"  {_rung(rung, language)}" for rung in rungs)]


def _rung(rung: Rung, language: str) -> str:
    step = _steps(rung.steps, language)
    return _fill(WOULD_ADD, language, step=step, gain=rung.gain, total=rung.total, months=rung.months)


def _steps(steps: tuple[Step, ...], language: str) -> str:
    return " + ".join(step.names.in_language(language) for step in steps)


def _path(assessed: Assessment, cut_off: int, language: str) -> Iterator[str]:
    found = path(assessed, cut_off)
    head = _fill(CUT_OFF, language, cut_off=cut_off)
    if found.rung is not None:
        yield f"{head}: {_rung(found.rung, language)}"
    else:
        yield f"{head}: {(NO_WAY if found.proven else NOT_ALL_TRIED).in_language(language)}"


def _fill(words: Names, language: str, **parts: object) -> str:
    return words.in_language(language).format_map(parts)
