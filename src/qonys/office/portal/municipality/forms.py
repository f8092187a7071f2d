"""What a municipality tells of an offer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qonys.office.casework.offers import selectors
from qonys.office.casework.offers.models import Kind, Offer
from qonys.office.casework.offers.services import MOST, MOST_ROOMS, OfferTold
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.planning.wording import places
from qonys.office.portal.public.forms import in_our_words
from qonys.office.portal.public.questions import Day

FIRST = ("", _("Choose"))


class OfferForm(forms.Form):
    """The place is chosen once: an offer does not move."""

    territory = forms.ChoiceField(label=_("Where"))
    kind = forms.ChoiceField(label=_("What is offered"), choices=[FIRST, *Kind.choices])
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST)
    rooms = forms.IntegerField(label=_("Rooms of each dwelling"), min_value=1, max_value=MOST_ROOMS, required=False)
    occupation = forms.CharField(label=_("Occupation, for jobs"), max_length=160, required=False)
    ready = Day(label=_("Ready from"))
    proof = forms.CharField(
        label=_("What proves it: order, list, contract"), max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, account: Account, offer: Offer | None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(offer) if offer else {})
        in_our_words(self)
        self.places = {each.pk: each for each in selectors.territories(account)}
        if offer:
            del self.fields["territory"]
        else:
            named = [(each.pk, places.name(each.names)) for each in places.by_name(self.places.values())]
            self.fields["territory"].choices = [FIRST, *named]  # type: ignore[attr-defined]

    @property
    def told(self) -> OfferTold:
        values = {key: value for key, value in self.cleaned_data.items() if key != "territory"}
        return OfferTold(**values)

    @property
    def where(self) -> Territory:
        return self.places[self.cleaned_data["territory"]]


def _initial(offer: Offer) -> dict[str, Any]:
    return {key: getattr(offer, key) for key in ("kind", "number", "rooms", "occupation", "ready", "proof")}
