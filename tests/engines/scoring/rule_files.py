"""A small rule file that tests may damage: one entry replaced, taken out or added."""

from __future__ import annotations

from qonys.countries.points import read_book
from qonys.engines.scoring.rules import RuleBook

SMALL = """
name: small-town
titles: {kk: Шағын қала, ru: Малый город, en: Small town}
since: 2026-01-01
total: {from: 0, to: 100}
acts:
  order_1: {kk: № 1 бұйрық, ru: Приказ № 1, en: Order No 1}
fields:
  age: {kind: whole, from: 0, to: 120, completed: true, names: {kk: Жасы, ru: Возраст, en: Age}}
  kazakh:
    kind: category
    ordered: true
    better: up
    names: {kk: Қазақ тілі, ru: Казахский, en: Kazakh}
    document: {kk: ҚАЗТЕСТ, ru: КАЗТЕСТ, en: KAZTEST}
    values:
      none: {kk: жоқ, ru: нет, en: none}
      a1: {kk: A1, ru: A1, en: A1}
      a2: {kk: A2, ru: A2, en: A2}
      b1: {kk: B1, ru: B1, en: B1}
  job: {kind: yes_no, better: up, names: {kk: Жұмысы, ru: Работа, en: Job}}
  born: {kind: date, from: 1920-01-01, to: 2026-12-31, absent: 1990-01-01, names: {kk: Туды, ru: Родился, en: Born}}
derived:
  speaks: {formula: "kazakh >= 'a1'", names: {kk: Сөйлейді, ru: Говорит, en: Speaks}, act: order_1, article: art. 2}
groups:
  skills:
    names: {kk: Дағдылар, ru: Навыки, en: Skills}
    caps:
      - {since: 2026-01-01, points: 50, act: order_1, article: art. 5}
items:
  age:
    names: {kk: Жасы, ru: Возраст, en: Age}
    peaks_in: [age]
    versions:
      - since: 2026-01-01
        act: order_1
        article: art. 1
        brackets:
          - {age: 0-17, points: 0, article: art. 1 (1)}
          - {age: 18-44, points: 20, article: art. 1 (2)}
          - {age: 45+, points: 5, article: art. 1 (3)}
  kazakh:
    names: {kk: Қазақ тілі, ru: Казахский, en: Kazakh}
    group: skills
    rises_with: [kazakh]
    versions:
      - since: 2026-01-01
        act: order_1
        article: art. 2
        brackets:
          - {kazakh: none, points: 0, article: art. 2 (1)}
          - {kazakh: a1, points: 10, article: art. 2 (2)}
          - {kazakh: [a2, b1], points: 40, article: art. 2 (3)}
  job:
    names: {kk: Жұмысы, ru: Работа, en: Job}
    group: skills
    versions:
      - {since: 2026-01-01, act: order_1, article: art. 3, when: speaks, formula: "choose(job, 30, 0)"}
pass_marks:
  - {since: 2026-01-01, points: 60, act: order_1, article: art. 6}
steps:
  a2: {names: {kk: A2 деңгейі, ru: Уровень A2, en: A2 Kazakh}, change: {kazakh: a2}, months: 8}
  a1: {names: {kk: A1 деңгейі, ru: Уровень A1, en: A1 Kazakh}, change: {kazakh: a1}, months: 4}
  job: {names: {kk: Жұмыс, ru: Работа, en: A job}, change: {job: yes}, months: 3}
"""
NAME = "small-town.yaml"


def small(*changes: tuple[str, str]) -> RuleBook:
    """The small rule set with texts replaced; each must stand there."""
    return read_book(text(*changes), NAME)


def text(*changes: tuple[str, str]) -> str:
    found = SMALL
    for old, new in changes:
        assert old in found, f"{old!r} does not stand in the small rule set"
        found = found.replace(old, new, 1)
    return found
