"""`policy/integration.yaml`: what a settled family is asked and when, what calls for help, what help there is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from qonys.countries.calendar import months_later
from qonys.countries.dated import FOLDER, Frozen
from qonys.countries.figures.indicators import Words
from qonys.countries.filling import fill
from qonys.countries.support.law import Traced
from qonys.countries.yaml_files import read_mapping

FILE = "integration.yaml"
Each = Literal["adult", "child", "family"]


class FollowUp(Traced):
    """`months` after the arrival a family is asked how it fares, `open_days` before that day at the earliest."""

    since: date
    months: tuple[int, ...]
    open_days: int
    obligation_years: int
    procedures: tuple[str, ...]

    def obliged_until(self, arrived: date) -> date:
        return months_later(arrived, 12 * self.obligation_years)


class Expected(Traced):
    """What is expected of a family nobody has followed yet: chances between 0 and 1."""

    work: float
    stays_a_year: float

    @model_validator(mode="after")
    def _is_a_chance(self) -> Expected:
        if not (0 < self.work < 1 and 0 < self.stays_a_year < 1):
            raise ValueError("a chance lies between 0 and 1")
        return self


class Answer(Frozen):
    """`works`: somebody who answers so is in work; `seeks`: counts among those who want to be."""

    key: str
    names: Words
    works: bool = False
    seeks: bool = True


class Topic(Frozen):
    key: str
    each: Each
    names: Words
    asked: Words
    answers: tuple[Answer, ...]

    def answer(self, key: str) -> Answer | None:
        return next((each for each in self.answers if each.key == key), None)


class Reason(Frozen):
    """There when the newest answers of a topic say so; `all`: those of everybody who seeks."""

    key: str
    topic: str
    answers: tuple[str, ...]
    weight: int
    help: tuple[str, ...]
    names: Words
    all: bool = False
    months: int = 0


class Warning(Frozen):
    enough: int
    source: str = ""
    assumption: str = ""


class Service(Frozen):
    key: str
    names: Words


class Integration(Frozen):
    """The whole file."""

    acts: Mapping[str, Words] = {}
    follow_up: FollowUp
    expected: Expected
    topics: tuple[Topic, ...]
    warning: Warning
    reasons: tuple[Reason, ...]
    services: tuple[Service, ...]

    @model_validator(mode="after")
    def _names_only_what_is_described(self) -> Integration:
        services = {each.key for each in self.services}
        for reason in self.reasons:
            topic = self.topic(reason.topic)
            known = {each.key for each in topic.answers} if topic else set()
            if not set(reason.answers) <= known:
                raise ValueError(f"reason '{reason.key}': topic '{reason.topic}' has no such answer")
            if not set(reason.help) <= services:
                raise ValueError(f"reason '{reason.key}' offers a service that is not described")
        if list(self.follow_up.months) != sorted(set(self.follow_up.months)):
            raise ValueError("the months of the follow-up rise, each once")
        return self

    def topic(self, key: str) -> Topic | None:
        return next((each for each in self.topics if each.key == key), None)

    def reason(self, key: str) -> Reason | None:
        return next((each for each in self.reasons if each.key == key), None)

    def service(self, key: str) -> Service | None:
        return next((each for each in self.services if each.key == key), None)


def read_integration(pack: Path) -> Integration | None:
    """None for a country that follows nobody. Raises BadInput."""
    path = pack / FOLDER / FILE
    return fill(Integration, read_mapping(path), f"{FOLDER}/{FILE}") if path.is_file() else None
