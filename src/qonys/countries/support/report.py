"""The answer as lines of text, in the reader's language: what, how much, why, by which act, what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qonys.countries.clocks import Due
from qonys.countries.support import words
from qonys.countries.support.answer import Checked, Entitlements, Ground, Item, Money, State, Verdict
from qonys.engines.vocabulary.territory import Names

STREAMS = {
    "resettlers": Names("қоныс аударушы", "переселенец", "resettler"),
    "kandas": Names("қандас", "кандас", "kandas"),
}
VERDICTS = {
    Verdict.DUE: Names("беріледі", "положено", "due"),
    Verdict.OPEN: Names("шарттар орындалса беріледі", "положено, если выполнить условия", "due if what is open is met"),
    Verdict.UNKNOWN: Names("мөлшері белгісіз", "размер неизвестен", "amount not known"),
    Verdict.LOST: Names("берілмейді", "не положено", "not due"),
}
MARKS = {State.MET: "+", State.OPEN: "?", State.UNKNOWN: "?", State.LOST: "-"}
LOST_BECAUSE = Names("Орындалмаған шарт", "Не выполнено условие", "Lost because this is not met")
FORMULA = Names("Есеп", "Расчёт", "Formula")
ACT = Names("Акт", "Акт", "Act")
SOURCE = Names("Дереккөз", "Источник", "Source")
ASSUMED = Names("Жорамал", "Допущение", "Assumption")
NOT_READ = Names("актінің өзі оқылмаған", "сам акт не прочитан", "the act itself was not read")
SHARED = Names("Ортақ шарттар", "Общие условия", "Conditions of all")
FIRST_MONTH = Names("Бірінші айда", "В первый месяц", "In the first month")
FIRST_YEAR = Names("Бірінші жылда", "За первый год", "In the first year")
FOR_HOME = Names("Үйге", "На жильё", "Towards a home")
TOTAL = Names("Барлығы", "Всего", "Together")
PAYBACK = Names(
    "{date} күніне дейін кетсе, қайтару", "Возврат, если уехать до {date}", "If you leave before {date}, paying back"
)
PAPERS = Names("Құжаттар", "Документы", "Papers")
OFFICES = Names("Қайда сұрау керек", "Куда обратиться", "Whom to ask")
STEPS = Names(
    "Сол күні өтініш берілсе", "Если подать заявление в этот день", "If the application is handed in that day"
)


def lines(answer: Entitlements, steps: Sequence[Due], language: str) -> list[str]:
    """Everything the family needs to know, one thing a line."""

    def say(names: Names) -> str:
        return names.in_language(language)

    move = answer.application.move
    heads = words.people(len(answer.application.household.moving))
    head = f"{say(answer.origin)} → {say(answer.destination)}, {say(words.day(move.day))}: {say(heads)}"
    found = [f"{head}, {say(STREAMS[answer.stream])}", "", f"{say(SHARED)}:"]
    found += [f"  {MARKS[each.state]} {say(each.says)}" for each in answer.shared]
    shared = {each.key for each in answer.shared}
    for item in answer.items:
        found += ["", *_item(item, shared, answer.currency, language)]
    found += ["", *_totals(answer, language)]
    found += [f"  * {say(each)}" for each in answer.notes]
    found += [*_headed(PAPERS, answer.papers, language)]
    found += ["", f"{say(OFFICES)}:"]
    for office in answer.offices:
        contact = ", ".join(filter(None, (office.address, office.phone)))
        found.append(f"  {say(office.names)}{f' ({contact})' if contact else ''}: {say(office.says)}")
    if steps:
        found += ["", f"{say(STEPS)}:", *(f"  {say(words.day(each.day))}: {say(each.names)}" for each in steps)]
    return found


def _item(item: Item, shared: set[str], currency: str, language: str) -> Iterator[str]:
    def say(names: Names) -> str:
        return names.in_language(language)

    total = item.money
    amount = f"{say(_money(total, currency))} ({say(item.per)})" if total.high else say(item.per)
    yield f"{say(item.names)}: {say(VERDICTS[item.verdict])}" + ("" if item.verdict == Verdict.LOST else f", {amount}")
    if item.verdict == Verdict.LOST:
        # A reason all items share was told in full at the head; here its name is enough.
        told = (say(each.asks if each.key in shared else each.says) for each in item.reasons)
        yield from (f"  {say(LOST_BECAUSE)}: {each}" for each in told)
    else:
        yield f"  {say(item.formula)}" if item.kind == "service" else f"  {say(FORMULA)}: {say(item.formula)}"
        yield from (f"  {MARKS[each.state]} {say(each.says)}" for each in _own(item.conditions, shared))
        yield from (f"  * {say(each)}" for each in item.notes)
    yield from _ground(item.ground, language)
    if item.payback and item.verdict != Verdict.LOST:
        yield f"  {say(words.said(PAYBACK, date=item.payback.until))}: {say(item.payback.says)}"


def _own(conditions: Iterable[Checked], shared: set[str]) -> Iterator[Checked]:
    return (each for each in conditions if each.key not in shared)


def _ground(ground: Ground, language: str) -> Iterator[str]:
    """Act and article if there is one, and what the figure rests on where the act was not read."""
    if ground.act:
        article = ground.article.in_language(language)
        article = f", {article}" if article else ""
        unread = "" if ground.verified else f" ({NOT_READ.in_language(language)})"
        yield f"  {ACT.in_language(language)}: {ground.act.in_language(language)}{article}{unread}"
    if ground.source:
        yield f"  {SOURCE.in_language(language)}: {ground.source}"
    if assumed := ground.assumption.in_language(language):
        yield f"  {ASSUMED.in_language(language)}: {assumed}"


def _totals(answer: Entitlements, language: str) -> Iterator[str]:
    for name, money in (
        (FIRST_MONTH, answer.first_month),
        (FIRST_YEAR, answer.first_year),
        (FOR_HOME, answer.home),
        (TOTAL, answer.total),
    ):
        yield f"{name.in_language(language)}: {_money(money, answer.currency).in_language(language)}"


def _headed(title: Names, names: Sequence[Names], language: str) -> list[str]:
    return ["", f"{title.in_language(language)}:", *(f"  {each.in_language(language)}" for each in names)]


def _money(money: Money, currency: str) -> Names:
    return words.money(money.low, money.high, currency)
