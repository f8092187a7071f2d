"""The providers of one delivery run, in the order in which they are asked."""

from __future__ import annotations

from collections import Counter

from django.conf import settings

from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.providers.folder import Folder
from qonys.office.foundation.notices.providers.gateway import Gateway
from qonys.office.foundation.notices.providers.port import Away, Message, Outcome, Provider, Unclear
from qonys.office.foundation.notices.providers.smtp import Smtp
from qonys.office.foundation.notices.routes import Route

TIRED = 3  # failures in a row after which a provider rests until the next run: each may cost ten seconds
PERSISTENT = 3  # unclear attempts with one provider before another may be asked, though the first may have sent


def routes_of(channel: Channel | str) -> tuple[Route, ...]:
    found: tuple[Route, ...] = settings.QONYS_MAIL if channel == Channel.MAIL else settings.QONYS_SMS
    return found


class Carriers:
    def __init__(self) -> None:
        self._providers = {channel: [_provider(route) for route in routes_of(channel)] for channel in Channel}
        self._failures: Counter[str] = Counter()

    def serve(self, channel: Channel | str) -> bool:
        return bool(self._providers[Channel(channel)])

    def names(self, channel: Channel | str) -> list[str]:
        return [provider.name for provider in self._providers[Channel(channel)]]

    def ask(self, channel: str, name: str, message: Message) -> Outcome:
        """That provider and no other."""
        provider = next(each for each in self._providers[Channel(channel)] if each.name == name)
        return self._ask(channel, provider, message)

    def hand_over(self, channel: str, message: Message, doubtful: str = "", doubts: int = 0) -> tuple[str, Outcome]:
        """Who was asked last, and what became of it. `doubtful` is the provider that may have the message already."""
        asked = ""
        outcome: Outcome = Away("no provider")
        for provider in self._in_order(channel, doubtful, doubts):
            asked, outcome = provider.name, self._ask(channel, provider, message)
            if not isinstance(outcome, Away) or self._must_wait_for(provider, doubtful, doubts):
                break
        return asked, outcome

    def __enter__(self) -> Carriers:
        return self

    def __exit__(self, *told: object) -> None:
        for providers in self._providers.values():
            for provider in providers:
                provider.close()

    def _in_order(self, channel: str, doubtful: str, doubts: int) -> list[Provider]:
        """The doubtful one first, as long as it may only be slow; after that last."""
        place = {True: 0, False: 1} if doubts < PERSISTENT else {True: 1, False: 0}
        return sorted(self._providers[Channel(channel)], key=lambda each: place[each.name == doubtful])

    def _must_wait_for(self, provider: Provider, doubtful: str, doubts: int) -> bool:
        return provider.name == doubtful and doubts < PERSISTENT

    def _ask(self, channel: str, provider: Provider, message: Message) -> Outcome:
        name = f"{channel} {provider.name}"
        if self._failures[name] >= TIRED:
            return Away("resting")
        try:
            outcome = provider.hand_over(message)
        except Exception as error:  # a defect; its text may hold an address, so that only its kind is kept
            outcome = Unclear(type(error).__name__)
        failed = isinstance(outcome, Away | Unclear)
        self._failures[name] = self._failures[name] + 1 if failed else 0
        return outcome


def _provider(route: Route) -> Provider:
    if route.scheme == "folder":
        return Folder(settings.QONYS_HOME / "sent")
    if route.scheme.startswith("smtp"):
        return Smtp(route, settings.QONYS_MAIL_FROM)
    return Gateway(route)
