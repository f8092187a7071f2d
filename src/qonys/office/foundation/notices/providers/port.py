"""What every provider is: something that is handed a message and tells what became of it.

    Accepted   the provider has it
    Refused    it will never take this message: wrong address, forbidden content
    Away       it surely does not have it: another provider may be asked
    Unclear    it may have it: only the same provider may be asked again, with the same reference

Nothing a provider raises leaves it: what mail and network libraries put into their errors names people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

TIMEOUT = 10.0  # seconds for each step of a conversation with a provider


@dataclass(frozen=True)
class Message:
    """Written out, in one language. Shows neither address nor words when it is printed."""

    reference: str  # the same at every attempt: a provider that knows it already does not send again
    address: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    language: str


@dataclass(frozen=True)
class Accepted:
    number: str = ""  # by which the provider knows it


@dataclass(frozen=True)
class Refused:
    reason: str


@dataclass(frozen=True)
class Away:
    reason: str


@dataclass(frozen=True)
class Unclear:
    reason: str


Outcome = Accepted | Refused | Away | Unclear


class Provider(Protocol):
    """May be handed several messages at the same time, by different threads."""

    name: str

    def hand_over(self, message: Message) -> Outcome: ...

    def close(self) -> None: ...
