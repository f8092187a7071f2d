"""A message to oneself through every provider, after they were named: do they take it?"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from qonys.office.foundation.notices.carriers import Carriers
from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.contacts import written
from qonys.office.foundation.notices.providers.port import Message, Outcome

TEXT = "Qonys: a trial message. If you read it, this way of writing works."


def send(channel: Channel, address: str) -> Iterator[tuple[str, Outcome]]:
    """Each provider's name and what became of the message, in fail-over order. Raises WrongAddress."""
    to = written(channel, address)
    with Carriers() as carriers:
        for name in carriers.names(channel):
            message = Message(str(uuid4()), to, "Qonys: a trial message", TEXT, "en")
            yield name, carriers.ask(channel, name, message)
