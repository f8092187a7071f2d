"""Numbers a country gives to persons and organisations, checked by the rule its pack states (`identifiers.yaml`).

A number is refused for what no number can have: a wrong length, a letter, a check digit that does not fit. What it
seems to say of its holder is only remarked on, because the law may have cut that tie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from qonys.countries.figures.indicators import Words
from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput, OutOfRange

FILE = "identifiers.yaml"
_FORBIDDEN = 10  # a remainder no digit can stand for
_DIGITS = frozenset("0123456789")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Says(_Frozen):
    """Where a number seems to hold its holder's birth date and sex; positions count from 1."""

    birth_date: tuple[int, int]
    century_and_sex: int
    centuries: Mapping[int, int]
    sexes: Mapping[int, Literal["male", "female"]]


class NotFor(_Frozen):
    """A digit that tells another kind of holder."""

    position: int
    digits: tuple[int, ...]


class Kind(_Frozen):
    """The rule of one kind of number."""

    names: Words
    length: int
    weights: tuple[tuple[int, ...], ...]
    seems_to_say: Says | None = None
    not_for: NotFor | None = None
    source: str
    verified: bool = True

    def checked(self, text: str) -> str:
        """The number without spaces. Raises OutOfRange for what no number of this kind can be."""
        number = "".join(text.split())
        if len(number) != self.length or not _DIGITS.issuperset(number):
            self._refuse(f"has {self.length} digits and nothing else")
        digits = [int(each) for each in number]
        if self.not_for and digits[self.not_for.position - 1] in self.not_for.digits:
            self._refuse(f"does not have {digits[self.not_for.position - 1]} in place {self.not_for.position}")
        if digits[-1] != self._check_digit(digits[:-1]):
            self._refuse("ends with a check digit that fits the others, and this one does not")
        return number

    def completed(self, digits: str) -> str | None:
        """All digits but the last with the one that fits them; None where no number is given out."""
        check = self._check_digit([int(each) for each in digits])
        return None if check is None else f"{digits}{check}"

    def seems(self, number: str) -> tuple[date | None, str | None]:
        """The birth date and sex a checked number seems to say; None where it says nothing that can be."""
        if self.seems_to_say is None:
            return None, None
        says, key = self.seems_to_say, int(number[self.seems_to_say.century_and_sex - 1])
        first, last = says.birth_date
        year, month, day = (int(number[start : start + 2]) for start in range(first - 1, last, 2))
        if key not in says.centuries:
            return None, says.sexes.get(key)
        try:
            return date(says.centuries[key] + year, month, day), says.sexes.get(key)
        except ValueError:
            return None, says.sexes.get(key)

    def _check_digit(self, digits: Sequence[int]) -> int | None:
        for weights in self.weights:
            remainder = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
            if remainder != _FORBIDDEN:
                return remainder
        return None

    def _refuse(self, rule: str) -> None:
        # The number itself is personal: a letter that may end in a log does not repeat it.
        raise OutOfRange(f"a number of this kind ({self.names.en}) {rule}.", remedy="Compare it with the document.")


@dataclass(frozen=True)
class Remark:
    """Something an officer should look at; it stops nothing."""

    about: Literal["birth_date", "sex"]
    seems: str
    told: str


def remarks(kind: Kind, number: str, birth_date: date | None, sex: str | None) -> tuple[Remark, ...]:
    """Where a checked number seems to say something else than its holder's papers."""
    born, gender = kind.seems(number)
    found = []
    if born and birth_date and born != birth_date:
        found.append(Remark("birth_date", born.isoformat(), birth_date.isoformat()))
    if gender and sex and gender != sex:
        found.append(Remark("sex", gender, sex))
    return tuple(found)


@cache
def read_identifiers(pack: Path) -> Mapping[str, Kind]:
    """Every kind of number by key ("person", "organisation"). Raises BadInput."""
    path = pack / FILE
    if not path.is_file():
        return {}
    kinds = {key: fill(Kind, content, f"{FILE}, {key}") for key, content in read_mapping(path).items()}
    for key, kind in kinds.items():
        if any(len(row) != kind.length - 1 for row in kind.weights):
            raise BadInput(
                "a row of weights does not cover every digit but the last.",
                where=f"{FILE}, {key}",
                value=[len(row) for row in kind.weights],
                remedy=f"Give {kind.length - 1} weights a row.",
            )
    return kinds
