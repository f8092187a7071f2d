"""Values that hold since a day and say where they come from: the grain of every `policy/*.yaml`.

Light on purpose: pages that apply the law to a family read it without the numerical libraries.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, model_validator

from qonys.countries.figures.indicators import Text
from qonys.engines.vocabulary.errors import BadInput

FOLDER = "policy"


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Grounded(Frozen):
    """A number with its source, or the assumption made where no source was found."""

    value: float
    source: Text = ""
    assumption: Text = ""

    @model_validator(mode="after")
    def _says_where_it_comes_from(self) -> Grounded:
        if not (self.source or self.assumption):
            raise ValueError("a value needs its source, or the assumption it rests on")
        return self


class Dated(Grounded):
    """In force from `since` until the next one. `verified`: the act itself was read."""

    since: date
    unit: str = ""
    verified: bool = True


def on(values: Sequence[Dated], day: date, what: str = "value") -> Dated:
    """The value in force on that day. Raises BadInput."""
    dated = [each for each in values if each.since <= day]
    if not dated:
        raise BadInput(f"no {what} is known on {day}.", where=FOLDER, remedy="Add it, with its source and date.")
    return max(dated, key=lambda each: each.since)
