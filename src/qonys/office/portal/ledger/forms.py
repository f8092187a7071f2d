"""An order as an officer writes it: from where to where, how many places, and the document it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qonys.office.casework.ledger import selectors
from qonys.office.casework.ledger.models import Quota
from qonys.office.casework.ledger.orders import Document, Places
from qonys.office.casework.ledger.policies import MOST
from qonys.office.casework.ledger.states import OrderKind
from qonys.office.foundation.authority.models import Account
from qonys.office.planning.wording.places import by_name, name
from qonys.office.portal.ledger.shown import kind_name, which
from qonys.office.portal.public.forms import in_our_words
from qonys.office.portal.public.questions import Day

OFFERED = 600  # quotas to choose from
FIRST = ("", _("Choose"))


class OrderForm(forms.Form):
    """Places leave one quota and come to another; only an opening has no quota they come from."""

    source = forms.ChoiceField(label=_("From which quota"))
    target = forms.ChoiceField(label=_("To which quota"))
    units = forms.IntegerField(label=_("How many places"), min_value=1, max_value=MOST)
    number = forms.CharField(label=_("Number of the order"), max_length=60)
    day = Day(label=_("Day of the order"))
    document = forms.CharField(label=_("What document it is, and where it can be read"), max_length=500)

    def __init__(self, account: Account, data: Any = None) -> None:
        super().__init__(data)
        in_our_words(self)
        self.quotas = {str(each.pk): each for each in selectors.movable(account).order_by("-year", "kind")[:OFFERED]}
        named = [FIRST, *((key, _named(each)) for key, each in _sorted(self.quotas))]
        for field in ("source", "target"):
            self.fields[field].choices = named  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("source") and told.get("source") == told.get("target"):
            self.add_error("target", _("Choose another quota than the one the places come from."))
        return told

    @property
    def kind(self) -> OrderKind:
        """What the order is follows from the two quotas."""
        source, target = self._quota("source"), self._quota("target")
        if source.year != target.year:
            return OrderKind.CARRY
        return OrderKind.RECUT if source.kind == target.kind else OrderKind.SWAP

    @property
    def lines(self) -> Mapping[Places, int]:
        units = self.cleaned_data["units"]
        return {_places(self._quota("source")): -units, _places(self._quota("target")): units}

    @property
    def told(self) -> Document:
        return Document(*(self.cleaned_data[key] for key in ("number", "day", "document")))

    def _quota(self, field: str) -> Quota:
        return self.quotas[self.cleaned_data[field]]


def _places(quota: Quota) -> Places:
    return Places(quota.year, quota.kind, quota.territory_id, quota.channel, quota.occupation)


def _named(quota: Quota) -> str:
    more = which(quota)
    first = f"{kind_name(quota.kind)} {quota.year}, {name(quota.territory.names)}"
    return f"{first}{f', {more}' if more else ''} ({quota.available})"


def _sorted(quotas: Mapping[str, Quota]) -> list[tuple[str, Quota]]:
    order = {each.pk: place for place, each in enumerate(by_name({q.territory for q in quotas.values()}))}
    return sorted(quotas.items(), key=lambda item: (-item[1].year, item[1].kind, order[item[1].territory_id]))
